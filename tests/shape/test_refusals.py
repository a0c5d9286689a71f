"""One code is one refusal: who meets a code in a log or a dialogue finds one sentence and one place in the code."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections import defaultdict

import pytest
from servicekit.errors import STANDARD, Conflict, Invalid, Refusal, members, required_members
from servicekit.problems import Problem
from songbang.inventory import PARTS

PACKAGES = ["servicekit", "countykit", *(part.package for part in PARTS)]
KINDS = {Conflict, Invalid}
"""What other refusals are made of, and also raised by the kit itself."""


def _modules(package):
    root = importlib.import_module(package)
    for module in pkgutil.walk_packages(root.__path__, f"{package}."):
        if not re.search(r"\.(alembic|migrations|__main__)\b", module.name):
            yield importlib.import_module(module.name)


def _refusals(kind=Refusal):
    for each in kind.__subclasses__():
        yield each
        yield from _refusals(each)


@pytest.fixture(scope="module")
def refusals():
    assert sum(1 for package in PACKAGES for _ in _modules(package)) > 300
    return [each for each in _refusals() if each.__module__.split(".")[0] in PACKAGES]


def test_each_refusal_has_a_code_of_its_own(refusals):
    by_code = defaultdict(set)
    for each in refusals:
        assert "code" in vars(each), f"{each.__module__}.{each.__qualname__} needs a code of its own"
        by_code[each.code].add(f"{each.__module__}.{each.__qualname__}")
    assert {code: places for code, places in by_code.items() if len(places) > 1} == {}


def test_a_code_is_a_word_and_a_rule_has_its_number_and_its_law(refusals):
    for each in set(refusals) - KINDS:
        assert re.fullmatch(r"[a-z][a-z0-9_]{2,59}", each.code), each
        if each.rule is not None:
            assert re.fullmatch(r"[A-Z]{3}-\d{2}", each.rule), each
            assert each.law, f"{each.code}: a rule has a source"


def test_people_read_chinese_and_developers_english(refusals):
    for each in refusals:
        assert re.search(r"[\u4e00-\u9fff]", each.detail), each
        assert each.__doc__, each
        assert not re.search(r"[\u4e00-\u9fff]", each.__doc__.splitlines()[0]), each


def _named(node, module):
    """The refusal that an expression of a module names, if it names one."""
    if not isinstance(node, ast.Name | ast.Attribute):
        return None
    found = vars(module).get(node.id) if isinstance(node, ast.Name) else None
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        found = getattr(vars(module).get(node.value.id), node.attr, None)
    return found if isinstance(found, type) and issubclass(found, Refusal) else None


def _made(module):
    """Each refusal that a module makes: the kind, the names that it is given, and the line."""
    tree = ast.parse(inspect.getsource(module))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (kind := _named(node.func, module)) is not None:
            yield kind, [keyword.arg for keyword in node.keywords], node.lineno
        if isinstance(node, ast.Raise) and (kind := _named(node.exc, module)) is not None:
            yield kind, [], node.lineno


def test_a_refusal_tells_what_its_class_declares_and_nothing_else():
    faults, telling = [], 0
    for module in (module for package in PACKAGES for module in _modules(package)):
        for kind, names, line in _made(module):
            if "__init__" in vars(kind):
                continue  # what its constructor adds is looked at in tests/contract/test_problems.py
            declared = members(kind)
            given = set(names) - {"law", "retry_after_seconds"} - (STANDARD - declared.keys())
            telling += bool(given)
            if None in given or not required_members(kind) <= given <= declared.keys():
                faults.append(f"{module.__name__}:{line} {kind.__name__} is given {given}, declares {set(declared)}")
    assert telling > 150
    assert faults == []


def test_no_refusal_declares_what_every_problem_has(refusals):
    for each in refusals:
        assert not members(each).keys() & Problem.model_fields.keys() - {"item"}, each
