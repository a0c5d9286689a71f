"""Copying files of the example under other names."""

import shutil
import subprocess
import sys
from pathlib import Path

from songbang.scaffolding.names import Names

EXAMPLE = Path("examples/service")
PACKAGE = EXAMPLE / "src" / "example_svc"
TESTS = Path("tests/integration/example")


def copied(root: Path, source: Path, target: Path, names: Names, *, leave: frozenset[str] = frozenset()) -> list[Path]:
    """Copy a file or a folder of the example, renamed; returns what was written. Names in `leave` stay behind."""
    files = [root / source] if (root / source).is_file() else sorted((root / source).rglob("*"))
    written = []
    for path in files:
        inside = path.relative_to(root / source)
        if not path.is_file() or "__pycache__" in path.parts or leave & set(inside.parts):
            continue
        place = target if path == root / source else target / names.renamed(str(inside))
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(names.renamed(path.read_text()))
        written.append(place)
    return written


def tidied(root: Path, paths: list[Path]) -> None:
    """Imports sorted and lines folded as the house has them: other names are longer and stand elsewhere."""
    ruff = Path(sys.executable).with_name("ruff")
    files = [str(path) for path in paths if path.suffix == ".py"]
    program = str(ruff) if ruff.exists() else shutil.which("ruff") or "ruff"
    subprocess.run([program, "check", "-q", "--select", "I,F811", "--fix", *files], cwd=root, check=True)
    subprocess.run([program, "format", "-q", *files], cwd=root, check=True)
