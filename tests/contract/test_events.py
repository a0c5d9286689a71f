"""Every event against its golden schema and example: additive change only, within a major version."""

import ast
import re
from pathlib import Path
from typing import Any

import orjson
import pytest
from contracts.catalogue import all_events, example_of, schema_of
from contracts.envelope import Audience, Envelope, Event
from contracts.parts import OWNERS

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "libs" / "contracts" / "schemas"
EVENTS = all_events()
PERSONAL = re.compile(r"id_number|phone|mobile|applicant|身份证|address", re.IGNORECASE)


def golden(event: type[Event], kind: str) -> dict[str, Any]:
    path = GOLDEN / f"{event.type}.{kind}.json"
    assert path.exists(), "run: make generated"
    return orjson.loads(path.read_bytes())


def breaking_changes(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What an old reader or writer of the event would stumble over."""
    found = []
    for name, definition in {"": old, **old.get("$defs", {})}.items():
        later = new if name == "" else new.get("$defs", {}).get(name)
        if later is None:
            found.append(f"{name} is gone")
            continue
        for field, schema in definition.get("properties", {}).items():
            now = later.get("properties", {}).get(field)
            if now is None:
                found.append(f"{name}.{field} is gone")
            elif (was := _shape(schema, old)) != (will := _shape(now, new)) and not _wider_enum(was, will):
                found.append(f"{name}.{field} changed from {was} to {will}")
        missing = set(later.get("required", ())) - set(definition.get("required", ()))
        found += [f"{name}.{field} became required" for field in missing]
    return found


def _shape(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """What a value may be: an enumeration is the same in its place and under a name."""
    named = document.get("$defs", {}).get(schema.get("$ref", "").rpartition("/")[2], {})
    if "enum" in named:
        schema = {key: value for key, value in schema.items() if key != "$ref"} | named
    if schema.get("type") == "array" and "items" in schema:
        schema = {**schema, "items": _shape(schema["items"], document)}
    silent = ("title", "description", "examples", "x-code-list", "x-enum-titles")
    return {key: value for key, value in schema.items() if key not in silent}


def _wider_enum(old: dict[str, Any], new: dict[str, Any]) -> bool:
    return "enum" in old and set(old["enum"]) <= set(new.get("enum", ()))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
def test_an_event_says_itself_who_may_follow_it(event):
    assert "audience" in vars(event), "declare `audience` on the class: an inherited one is nobody's decision"


def test_what_nobody_has_judged_is_for_the_judges_alone():
    reports = [event for event in EVENTS if re.search(r"(imposed|_?reported|_?dismissed)\.v", event.type)]
    assert len(reports) >= 6
    assert {event.audience for event in reports} == {Audience.JUDGES}


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
def test_an_event_is_its_golden_schema_or_an_additive_successor(event):
    assert breaking_changes(golden(event, "schema"), schema_of(event)) == []
    assert golden(event, "schema") == schema_of(event), "additive: run make generated"


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
def test_the_golden_example_decodes_and_is_what_the_code_makes(event):
    example = golden(event, "example")
    assert Envelope[event].model_validate(example).data == event.model_validate(example["data"])
    assert orjson.loads(example_of(event)) == example


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
def test_a_type_is_owner_subject_past_tense_major_and_holds_no_personal_data(event):
    assert re.fullmatch(rf"({'|'.join(OWNERS)})\.[a-z_]+\.[a-z_]+\.v\d+", event.type)
    assert not [name for name in event.model_fields if PERSONAL.search(name)]


def test_the_check_notices_a_removed_a_changed_and_a_newly_required_field():
    old = {"properties": {"a": {"type": "string"}, "b": {"type": "integer"}}, "required": ["a"]}
    new = {"properties": {"b": {"type": "string"}, "c": {"type": "string"}}, "required": ["a", "c"]}
    assert len(breaking_changes(old, new)) == 3


def test_no_golden_file_is_left_of_an_event_that_is_gone():
    types = {event.type for event in EVENTS}
    assert {path.name.rsplit(".", 2)[0] for path in GOLDEN.glob("*.json")} == types


def _mentioned(folder: Path, names: set[str]) -> set[str]:
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, (ast.Name, ast.Attribute)):
                found.add(node.id if isinstance(node, ast.Name) else node.attr)
    return found & names


def test_every_event_has_a_publisher_in_its_own_service():
    names = {event.__name__ for event in EVENTS}
    said: set[str] = set()
    for owner in OWNERS:
        folder = ROOT / ("gateway/src" if owner == "gateway" else f"services/{owner}-svc/src")
        own = {event.__name__ for event in EVENTS if event.type.startswith(owner + ".")}
        said |= _mentioned(folder, own)
    assert names - said == set()
