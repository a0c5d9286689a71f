"""The product's Python files, each read and parsed once for all rules about them."""

import ast
from collections.abc import Callable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    path
    for folder in ("libs", "services", "gateway/src", "deploy/local/src")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts and "node_modules" not in path.parts
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))

text = cache(Path.read_text)


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path))


def offenders(wrong: Callable[[Path], object], paths: list[Path] = SOURCES) -> list[str]:
    """The files that a rule does not hold for: one test names all of them, and thousands need no test each."""
    return [relative(path) for path in paths if wrong(path)]
