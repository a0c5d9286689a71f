"""Which package may know which: nobody imports a neighbour that imports him."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DISTRIBUTIONS = sorted(
    package.parent
    for folder in ("libs/*/src", "services/*/src", "gateway/src", "deploy/local/src")
    for source in ROOT.glob(folder)
    for package in source.glob("*/__init__.py")
)
COUNTY_WORDS = ("village", "township", "county", "countykit", "乡镇", "村", "plaque", "certificate_svc", "workday")


def imported(path: Path) -> set[str]:
    """Every dotted name that a file imports from."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def arrows(root: Path) -> set[tuple[str, str]]:
    """(importer, imported) between neighbours, which are packages or modules of one parent."""
    found = set()
    for path in root.rglob("*.py"):
        if path.name == "__main__.py":  # a program stands above everything
            continue
        own = (root.name, *path.relative_to(root).with_suffix("").parts)
        for name in imported(path):
            other = tuple(name.split("."))
            if other[0] != root.name:
                continue
            depth = next((i for i, pair in enumerate(zip(own, other, strict=False)) if pair[0] != pair[1]), None)
            if depth is not None:
                found.add((".".join(own[: depth + 1]), ".".join(other[: depth + 1])))
    return found


@pytest.mark.parametrize("root", DISTRIBUTIONS, ids=lambda root: root.name)
def test_no_two_neighbours_import_each_other(root):
    found = arrows(root)
    mutual = {tuple(sorted(pair)) for pair in found if pair[::-1] in found}
    assert not mutual


def test_the_kit_knows_no_word_of_a_county():
    kit = ROOT / "libs/servicekit/src/servicekit"
    found = [
        f"{path.relative_to(kit)}: {word}"
        for path in sorted([*kit.rglob("*.py"), *kit.rglob("*.sql")])
        for word in COUNTY_WORDS
        if word in path.read_text().lower()
    ]
    assert not found
