"""What tests import is there: a name that moved is seen by the check, not an hour later by the suite that needs it."""

import ast
from importlib import import_module
from importlib.util import find_spec

import pytest
from songbang.inventory import PARTS

from tests.shape.sources import ROOT

OURS = frozenset({"contracts", "wording", "servicekit", "countykit", "songbang", *(part.package for part in PARTS)})


def _imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module.partition(".")[0] in OURS:
            yield from ((node.module, alias.name) for alias in node.names)


def _is_there(module, name):
    return hasattr(import_module(module), name) or find_spec(f"{module}.{name}") is not None


@pytest.mark.parametrize("folder", ["tests", "bench", "examples"])
def test_every_imported_name_exists(folder):
    names = {
        (str(path.relative_to(ROOT)), *found)
        for path in (ROOT / folder).rglob("*.py")
        for found in _imported(ast.parse(path.read_text()))
    }
    assert names
    assert [each for each in sorted(names) if not _is_there(*each[1:])] == []
