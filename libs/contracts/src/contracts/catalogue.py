"""The catalogue of events: a JSON Schema and an example of every type."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin
from uuid import UUID

import orjson
from pydantic import BaseModel
from pydantic.fields import FieldInfo

import contracts
from contracts.envelope import Envelope, Event, encode, every_event
from contracts.titles import TITLE, TitledEnum

_EXAMPLE_ID = UUID("01936f2a-0000-7000-8000-000000000001")
_EXAMPLE_TIME = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def all_events() -> list[type[Event]]:
    """Every event type of every owner, sorted by type; what tests and examples declare elsewhere is none of them."""
    _import_owners()
    return [event for event in every_event() if event.__module__.startswith("contracts.")]


@cache
def _import_owners() -> None:
    for module in iter_modules(contracts.__path__):
        import_module(f"contracts.{module.name}")


def by_type() -> dict[str, type[Event]]:
    """Event classes by their type string."""
    return {event.type: event for event in all_events()}


def schema_of(event: type[Event]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the whole CloudEvents document of one type."""
    schema = Envelope[event].model_json_schema()  # type: ignore[valid-type]
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["$id"] = f"urn:songbang:schema:{event.type}"
    schema["title"] = event.type
    schema[TITLE] = event.title_zh
    schema["description"] = (event.__doc__ or "").strip()
    schema["properties"]["type"] = {"const": event.type}
    return schema


def example_of(event: type[Event]) -> bytes:
    """A signed-delivery-ready example: exactly what the bus would carry."""
    return encode(
        event.model_validate(_example_fields(event)),
        id=_EXAMPLE_ID,
        subject_id=_EXAMPLE_ID,
        time=_EXAMPLE_TIME,
        sequence=1,
        attributes={"region": "990101001000", "department": "D001"},
    )


def _example_fields(model: type[BaseModel]) -> dict[str, Any]:
    return {name: _example(field) for name, field in model.model_fields.items()}


def _example(field: FieldInfo) -> Any:
    if field.examples:
        return field.examples[0]
    if not field.is_required():
        return field.get_default(call_default_factory=True)
    return _example_value(field.annotation)


def _example_value(kind: Any) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return arguments[0]
    if origin is list:
        return [_example_value(arguments[0])]
    if origin in (Union, UnionType):
        return _example_value(next(part for part in arguments if part is not NoneType))
    if origin is not None and hasattr(kind, "__metadata__"):
        examples = [part.examples for part in kind.__metadata__ if isinstance(part, FieldInfo) and part.examples]
        return examples[0][0] if examples else _example_value(arguments[0])
    if isinstance(kind, type) and issubclass(kind, BaseModel | TitledEnum):
        return _example_fields(kind) if issubclass(kind, BaseModel) else next(iter(kind))
    return {str: "示例", int: 1, bool: True, date: "2026-03-02", UUID: str(_EXAMPLE_ID)}[kind]


def golden_files() -> Iterator[tuple[str, bytes]]:
    """Name and content of each type's schema and example; a change in them is a change of the contract."""
    for event in all_events():
        schema = orjson.dumps(schema_of(event), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)
        example = orjson.dumps(orjson.loads(example_of(event)), option=orjson.OPT_INDENT_2)
        yield f"{event.type}.schema.json", schema + b"\n"
        yield f"{event.type}.example.json", example + b"\n"
