"""The dashboard as Lighthouse judges it: performance and accessibility of the two pages that are opened most."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from songbang import dashboard
from songbang.demo.seeded import passwords, seeded_county
from songbang.ports import free_port

from bench.chromium import ChromiumMissing, debuggable, executable, sign_in
from bench.figures import Figures, figure

PAGES = {"board": "/board", "township": "/townships/990101012000"}
SCRIPTS = Path(__file__).parent / "lighthouse"
TOOLS = Path(__file__).parents[1] / "var" / "lighthouse"
WHO = "jianfuban"


def run() -> Figures:
    """A desktop of the office, as Lighthouse models it; without a browser nothing is measured."""
    try:
        executable()
    except ChromiumMissing as missing:
        print(f"left out: {missing}")
        return {}
    dashboard.build()
    with tempfile.TemporaryDirectory(dir="/tmp") as directory, seeded_county(Path(directory), lambda _: None) as stack:
        return figures(measured(stack.url))


def measured(url: str, form: str = "desktop") -> dict[str, dict[str, Any]]:
    """What Lighthouse says about each page of a running county."""
    node = _installed()
    port = free_port()
    with tempfile.TemporaryDirectory(dir="/tmp") as profile, debuggable(Path(profile), port) as context:
        page = context.pages[0]
        sign_in(page, url, WHO, passwords()[WHO])
        page.goto("about:blank")  # an open page would go on working beside the one that is measured
        order = json.dumps({"port": port, "urls": [url + path for path in PAGES.values()], "form": form})
        done = subprocess.run(
            [node, "measure.mjs"], cwd=TOOLS, input=order, capture_output=True, text=True, timeout=200
        )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return dict(zip(PAGES, map(json.loads, done.stdout.splitlines()), strict=True))


def figures(reports: dict[str, dict[str, Any]]) -> Figures:
    """The figures with their goals; what lowers a score is printed."""
    found: Figures = {}
    for page, report in reports.items():
        for category in ("performance", "accessibility"):
            found[f"dashboard {page} {category}"] = figure(report["scores"][category], goal=95)
        found[f"dashboard {page} interactive, ms"] = figure(report["interactive"], goal=1000, lower_is_better=True)
        found[f"dashboard {page} transferred, kB"] = figure(report["bytes"] / 1000)
        print(f"{page}: {'; '.join(report['failed']) or 'nothing to mend'}")
    return found


def _installed() -> str:
    """Lighthouse beside the other things that are made; returns the Node that runs it."""
    binaries = Path(sys.executable).parent
    TOOLS.mkdir(parents=True, exist_ok=True)
    for source in SCRIPTS.iterdir():
        shutil.copy(source, TOOLS)
    wanted, stamp = (SCRIPTS / "package.json").read_text(), TOOLS / ".installed"
    if not stamp.exists() or stamp.read_text() != wanted:
        command = [binaries / "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock"]
        path = f"{binaries}{os.pathsep}{os.environ['PATH']}"
        subprocess.run(command, cwd=TOOLS, check=True, capture_output=True, env={**os.environ, "PATH": path})
        stamp.write_text(wanted)
    return str(binaries / "node")
