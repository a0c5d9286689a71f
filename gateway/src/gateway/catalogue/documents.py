"""Event schemas as parts of larger documents, where `$defs` and `$id` of their own would not be understood."""

from functools import cache
from typing import Any

from contracts.catalogue import all_events, schema_of
from contracts.envelope import Event
from contracts.parts import OWNERS, SERVICES

Schema = dict[str, Any]
_DEFS = "#/$defs/"
_OF_A_DOCUMENT = ("$schema", "$id", "$defs")
OWNER_TITLES = {service.name: service.title_zh for service in SERVICES} | {"gateway": "目录与推送"}
_JSON = {"const": "application/json", "title": "Datacontenttype", "type": "string"}


def events_by_owner() -> dict[str, list[type[Event]]]:
    """Every event type under its owner."""
    return {owner: [event for event in all_events() if event.type.startswith(f"{owner}.")] for owner in OWNERS}


def sentence_of(event: type[Event]) -> str:
    """What an event says, in one line."""
    return " ".join((event.__doc__ or "").split())


@cache
def component_schemas() -> dict[str, Schema]:
    """All schemas under names for `components/schemas`: `<type>` for the document, `<type>.<Part>` for its parts.

    Made once, for they take longer than all the rest of a document that is merged anew for each change of a service.
    """
    found: dict[str, Schema] = {}
    for event in all_events():
        schema = schema_of(event)
        parts = {"": schema, **{f".{name}": part for name, part in schema.get("$defs", {}).items()}}
        for name, part in parts.items():
            kept = {key: value for key, value in part.items() if key not in _OF_A_DOCUMENT}
            if not name:
                kept = {**kept, "properties": {**kept["properties"], "datacontenttype": _JSON}}
            found[event.type + name] = _pointing_to(event.type, kept)
    return found


def _pointing_to(type: str, node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _pointing_to(type, value) for key, value in node.items()}
    if isinstance(node, list):
        return [_pointing_to(type, item) for item in node]
    if isinstance(node, str) and node.startswith(_DEFS):
        return f"#/components/schemas/{type}.{node.removeprefix(_DEFS)}"
    return node
