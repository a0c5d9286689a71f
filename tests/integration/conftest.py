"""The official JavaScript libraries; their tests are there only where Node is."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = Path(__file__).parent / "catalogue" / "node"
CACHE = ROOT / "var" / "node-tests"
NODE = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
collect_ignore = [] if NODE else ["catalogue/test_node.py", "webhooks/test_javascript.py", "gateway/test_outside.py"]


def installed(scripts: Path, cache: Path) -> None:
    """Copy scripts of ours to a folder where their libraries are installed."""
    cache.mkdir(parents=True, exist_ok=True)
    for source in scripts.iterdir():
        shutil.copy(source, cache / source.name)
    wanted = (cache / "package.json").read_text()
    stamp = cache / ".installed"
    if not stamp.exists() or stamp.read_text() != wanted:
        npm = Path(NODE or "").with_name("npm")
        command = [str(npm), "install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock"]
        environment = {**os.environ, "PATH": f"{npm.parent}{os.pathsep}{os.environ['PATH']}"}
        done = subprocess.run(command, cwd=cache, capture_output=True, text=True, timeout=170, env=environment)
        assert done.returncode == 0, done.stderr
        stamp.write_text(wanted)


@pytest.fixture(scope="session")
def run_node() -> Callable[[str, bytes], Any]:
    """Run one of our scripts on some input; its libraries are installed once, beside the other things that are made."""
    installed(SCRIPTS, CACHE)

    def run(script: str, document: bytes) -> Any:
        done = subprocess.run([NODE or "", script], cwd=CACHE, input=document, capture_output=True, timeout=60)
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)

    return run
