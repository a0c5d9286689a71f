"""The AsyncAPI 3.0 document of everything that is published; `make generated` writes docs/asyncapi.json."""

from typing import Any

import orjson
from contracts.catalogue import example_of
from contracts.envelope import TOPIC_PREFIX, Event
from contracts.version import VERSION

from gateway.catalogue.documents import OWNER_TITLES, component_schemas, events_by_owner, sentence_of

_MEDIA_TYPE = "application/cloudevents+json"
_DESCRIPTION = (
    "Every fact that the platform publishes, as CloudEvents 1.0 in structured JSON. The same bytes travel on the bus, "
    "in webhooks, in the pull feed and in sealed files; docs/integration.md shows the three ways out."
)


def document() -> dict[str, Any]:
    """The whole document; it follows from the contracts alone."""
    owners = events_by_owner()
    return {
        "asyncapi": "3.0.0",
        "id": "urn:songbang:events",
        "info": {
            "title": "松绑 Songbang events", "version": VERSION, "description": _DESCRIPTION,
            "license": {"name": "Apache-2.0"}, "tags": [{"name": owner} for owner in owners],
        },
        "defaultContentType": _MEDIA_TYPE,
        "channels": {owner: _channel(owner, events) for owner, events in owners.items()},
        "operations": {f"publish_{owner}": _operation(owner, events) for owner, events in owners.items()},
        "components": {
            "messages": {event.type: _message(event) for events in owners.values() for event in events},
            "schemas": component_schemas(),
        },
    }  # fmt: skip


def _channel(owner: str, events: list[type[Event]]) -> dict[str, Any]:
    return {
        "address": TOPIC_PREFIX + owner,
        "title": OWNER_TITLES[owner],
        "description": "One topic per owner. The key is the code of the township, or of the county where there is "
        "none; the events of one subject are in order.",
        "messages": {event.type: {"$ref": f"#/components/messages/{event.type}"} for event in events},
        "bindings": {"kafka": {"topic": TOPIC_PREFIX + owner, "bindingVersion": "0.5.0"}},
    }


def _operation(owner: str, events: list[type[Event]]) -> dict[str, Any]:
    return {
        "action": "send",
        "channel": {"$ref": f"#/channels/{owner}"},
        "summary": f"What {owner} publishes",
        "messages": [{"$ref": f"#/channels/{owner}/messages/{event.type}"} for event in events],
    }


def _message(event: type[Event]) -> dict[str, Any]:
    return {
        "name": event.type,
        "title": event.type,
        "summary": sentence_of(event),
        "contentType": _MEDIA_TYPE,
        "tags": [{"name": event.type.split(".", 1)[0]}],
        "payload": {"$ref": f"#/components/schemas/{event.type}"},
        "bindings": {"kafka": {"key": {"type": "string", "pattern": r"^\d{12}$"}, "bindingVersion": "0.5.0"}},
        "examples": [{"name": "example", "payload": orjson.loads(example_of(event))}],
    }


def rendered() -> bytes:
    """The document as it lies in the repository."""
    return orjson.dumps(document(), option=orjson.OPT_INDENT_2) + b"\n"
