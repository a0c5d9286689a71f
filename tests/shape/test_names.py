"""Names at the source: whatever people see as a code has its Chinese name where it is defined."""

import ast
import re
from collections import Counter

import pytest
from contracts.catalogue import all_events, schema_of
from contracts.titles import NAME, TITLES, TitledEnum
from countykit.rules import rules
from songbang.inventory import PARTS
from songbang.snapshot import application

from tests.shape.sources import offenders, relative, tree

CHINESE = re.compile("[\u4e00-\u9fff]")
INTERNAL = {"libs/contracts/src/contracts/titles.py"}
"""The mechanism itself."""


def _enumerations():
    for part in PARTS:
        application(part)
    all_events()
    return sorted(TitledEnum.__subclasses__(), key=lambda kind: (kind.__module__, kind.__name__))


KINDS = _enumerations()


def test_an_enumeration_is_declared_with_the_names_of_its_values():
    """It is a `contracts.titles.TitledEnum`."""

    def bare(path):
        classes = (node for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef))
        bases = {base.id for node in classes for base in node.bases if isinstance(base, ast.Name)}
        return relative(path) not in INTERNAL and bases & {"StrEnum", "IntEnum"}

    assert offenders(bare) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_every_value_has_a_chinese_name_of_its_own(kind):
    assert CHINESE.search(kind.list_title_zh)
    assert all(CHINESE.search(member.title_zh) for member in kind)
    assert len({member.title_zh for member in kind}) == len(kind)


def test_no_two_enumerations_share_a_name():
    assert [name for name, times in Counter(kind.list_name for kind in KINDS).items() if times > 1] == []


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_the_document_of_a_part_names_each_value_of_its_enumerations(part):
    schemas = application(part).openapi()["components"]["schemas"]
    shown = {schema[NAME]: schema for schema in schemas.values() if NAME in schema}
    assert shown
    assert all(set(schema[TITLES]) == set(schema["enum"]) for schema in shown.values())
    known = {tuple(kind.titles()) for kind in KINDS}
    listed = [name for name, schema in schemas.items() if tuple(schema.get("enum", ())) in known]
    assert [name for name in listed if NAME not in schemas[name]] == []


def test_the_schemas_of_events_name_the_values_too():
    schema = next(schema_of(event) for event in all_events() if event.type == "signage.plaque.flagged.v1")
    assert schema["$defs"]["FlagReason"][TITLES]["duplicate"] == "重复挂牌"


@pytest.mark.parametrize("event", all_events(), ids=lambda event: event.type)
def test_an_event_has_a_chinese_name_of_its_own(event):
    assert CHINESE.search(event.__dict__["title_zh"])
    assert schema_of(event)["x-title-zh"] == event.title_zh


def test_no_two_events_share_a_name():
    assert [name for name, times in Counter(event.title_zh for event in all_events()).items() if times > 1] == []


def test_a_refusal_names_a_rule_that_there_is():
    documents = [application(part).openapi() for part in PARTS]
    named = {
        problem["rule"] for document in documents for problem in document["x-problems"].values() if "rule" in problem
    }
    assert named
    assert named - {rule.code for rule in rules()} == set()
