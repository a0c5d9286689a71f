"""Every value that a front end chooses from or shows has a Chinese name in the document, and codes tell it."""

import re

import pytest
from contracts.titles import NAME, TITLES
from gateway.catalogue.codes import code_lists, shipped_lists
from songbang.snapshot import merged

CHINESE = re.compile("[\u4e00-\u9fff]|JSON")
ELSEWHERE = re.compile(r"^/components/schemas/[a-z_]+\.[a-z_.]+\.v\d|/headers/|/components/parameters/")
"""Events have their own test, and headers are for machines."""


def _lists(node, place=""):
    """(place, schema) of everything that lists its values."""
    if isinstance(node, list):
        for number, each in enumerate(node):
            yield from _lists(each, f"{place}/{number}")
    elif isinstance(node, dict):
        if isinstance(node.get("enum"), list):
            yield place, node
        for key, each in node.items():
            if key not in ("example", "examples", "enum"):
                yield from _lists(each, f"{place}/{key.replace('/', '~')}")


@pytest.fixture(scope="module")
def document():
    return merged()


@pytest.fixture(scope="module")
def lists(document):
    parts = {"components": document["components"], "paths": document["paths"]}
    return [(place, schema) for place, schema in _lists(parts) if not ELSEWHERE.search(place)]


def test_no_value_is_without_a_chinese_name(lists):
    assert len(lists) > 200
    untitled = [place for place, schema in lists if set(schema.get(TITLES, {})) < set(schema["enum"])]
    assert untitled == []
    for place, schema in lists:
        assert all(CHINESE.search(title) for title in schema[TITLES].values()), place


def test_a_list_says_the_same_wherever_it_stands(lists):
    known = {}
    for place, schema in lists:
        if NAME in schema:
            assert known.setdefault(schema[NAME], schema[TITLES]) == schema[TITLES], place


def test_what_the_document_lists_is_among_the_codes(document, lists):
    told = {item.name: {each.value: each.title for each in item.values} for item in code_lists(document)}
    listed = {schema[NAME]: schema[TITLES] for _, schema in lists if NAME in schema}
    assert listed.items() <= told.items()
    assert told["board_list"] == {"red": "红榜", "black_proposed": "拟列黑榜", "unlisted": "未列榜"}


def test_what_is_shipped_as_data_is_told_with_its_meaning(document):
    told = {item.name: item for item in shipped_lists(document)}
    assert told.keys() == {"certificate_item", "indicator", "list_item", "plaque_spec"}
    assert len(told["plaque_spec"].values) == 15
    assert next(each.title for each in told["indicator"].values if each.value == "imposed_tasks") == "向村级转嫁任务"
    for item in told.values():
        assert len({each.value for each in item.values}) == len(item.values)
        assert all(CHINESE.search(each.title) and each.description for each in item.values), item.name
