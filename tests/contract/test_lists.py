"""Every list is asked in one way: nothing unknown is ignored, and a region is a region."""

import ast
import re
from pathlib import Path
from typing import Annotated, get_args, get_origin

import httpx
import pytest
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query
from fastapi.routing import APIRoute
from pydantic import TypeAdapter, ValidationError
from servicekit.identity import Allowed
from servicekit.tabular import is_list
from songbang.inventory import PARTS
from songbang.snapshot import application

GETS = {
    f"{part.name}:{route.path}": (part, route)
    for part in PARTS
    for route in application(part).routes
    if isinstance(route, APIRoute) and "GET" in route.methods
}
LISTS = {name: found for name, found in GETS.items() if is_list(found[1].response_model)}


def _parameters(route):
    return {field.alias: field for field in get_flat_params(route.dependant) if isinstance(field.field_info, Query)}


def _row_of(route):
    """The view of one row of a list."""
    items = route.response_model.model_fields["items"].annotation
    return next(iter(get_args(items)))


REGIONS = {name: _parameters(route)["region"] for name, (_, route) in GETS.items() if "region" in _parameters(route)}


@pytest.mark.parametrize("name", LISTS)
async def test_a_list_refuses_a_parameter_that_it_does_not_know(name, monkeypatch):
    async def pass_anybody(*_):
        """Who may call is asked first; it is not the question here."""

    monkeypatch.setattr(Allowed, "__call__", pass_anybody)
    part, route = LISTS[name]
    path = route.path.format_map(dict.fromkeys(route.param_convertors, "990101000000"))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(application(part)), base_url="http://service") as client:
        answer = await client.get(path, params={"regoin": "990101"})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_parameter")
    assert answer.json()["parameter"] == "regoin"


@pytest.mark.parametrize("name", REGIONS)
@pytest.mark.parametrize("code", ["abc", "9", "99010", "9901010010030", "９９０１０１"])
def test_a_region_is_a_code_of_one_level(name, code):
    field = REGIONS[name].field_info
    with pytest.raises(ValidationError):
        TypeAdapter(Annotated[field.annotation, field]).validate_python(code)


@pytest.mark.parametrize("name", GETS)
def test_no_list_is_a_bare_array_that_cannot_say_that_it_was_cut(name):
    assert get_origin(GETS[name][1].response_model) is not list


STATES = {name for name, (_, route) in LISTS.items() if "state" in _parameters(route)}
# The state of a delivery is not stored: the statement of this list computes it for the one that is wanted.
STATES -= {"gateway:/api/integration/v1/endpoints/{id}/deliveries"}


@pytest.mark.parametrize("name", sorted(STATES))
def test_several_states_may_be_asked_for_at_once(name):
    part, route = LISTS[name]
    operation = application(part).openapi()["paths"][route.path]["get"]
    state = next(each for each in operation["parameters"] if each["name"] == "state")
    assert state["schema"]["type"] == "array"


def test_no_parameter_is_described_as_null():
    """A tool that reads `array or null` takes a single `state=sent` for neither."""
    documents = {part: application(part).openapi()["paths"] for part in {part for part, _ in GETS.values()}}
    parameters = [
        (name, each)
        for name, (part, route) in GETS.items() if route.include_in_schema
        for each in documents[part][route.path]["get"].get("parameters", ())
    ]  # fmt: skip
    assert len(parameters) > 500
    for name, each in parameters:
        kinds = each.get("schema", {}).get("anyOf", [])
        assert {"type": "null"} not in kinds, (name, each["name"])


# Why a list of records with names is not searched by them.
WITHOUT_WORDS = {
    "gateway:/api/identity/v1/awaiting-credentials": "short, and waits for one act",
    "gateway:/api/identity/v1/awaiting-posts": "short, and waits for one act",
    "gateway:/api/identity/v1/clients": "an installation has a handful",
    "gateway:/api/integration/v1/files": "a file's name is made of its region and positions, which are filters",
    "signage:/v1/survey-orders": "a round's orders are found by place and state",
    "supervision:/v1/complaints": "what was complained of is told to those who judge it, and searched by nobody",
    "supervision:/v1/schemes": "a county has a handful",
    "checklist:/v1/payments": "found by the agreement",
}
RECORDS = {
    name
    for name, (_, route) in LISTS.items()
    if {"sort", "count"} <= _parameters(route).keys() and {"name", "title"} & _row_of(route).model_fields.keys()
}


def test_records_that_have_a_name_are_found_by_a_part_of_it():
    without = {name for name in RECORDS if "q" not in _parameters(LISTS[name][1])}
    assert len(RECORDS - without) > 35
    assert without == WITHOUT_WORDS.keys()


TYPED = {name: field for name, (_, route) in GETS.items() if (field := _parameters(route).get("q")) is not None}


def test_lists_of_all_services_are_searched_by_name():
    assert {name.partition(":")[0] for name in TYPED} >= {
        "certificate",
        "checklist",
        "report",
        "signage",
        "supervision",
    }


@pytest.mark.parametrize("name", sorted(TYPED))
def test_whatever_is_searched_by_name_is_found_by_pinyin_too(name):
    assert re.search("pinyin", TYPED[name].field_info.description), name


def test_no_repository_reads_q_in_its_own_way():
    """`q` goes through `Words` or, where the text is no column, through `reads`; the directory has its own index."""
    sources = Path(__file__).parents[2]
    for path in [*sources.glob("services/*/src/**/*.py"), *sources.glob("gateway/src/**/*.py")]:
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.keyword) and call.arg == "q":
                by_words = isinstance(call.value, ast.Call) and ast.unparse(call.value.func) == "Words"
                assert by_words or "reads(" in path.read_text() or "names.codes(" in path.read_text(), path
