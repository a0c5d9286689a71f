"""The `webhooks` section of the merged OpenAPI document: every event type as a request that we send."""

from functools import cache
from typing import Any

import orjson
from contracts.catalogue import all_events, example_of
from contracts.envelope import Event

from gateway.catalogue.documents import OWNER_TITLES, component_schemas, events_by_owner, sentence_of

MEDIA_TYPE = "application/cloudevents+json"
_HEADERS = {
    "webhook-id": "The event's `id`, the same in every attempt; a receiver that keeps it handles each event once.",
    "webhook-timestamp": "Seconds since 1970 when this attempt was signed; refuse what is older than five minutes.",
    "webhook-signature": "Signatures separated by spaces: `v1,` HMAC-SHA256 or `v1a,` Ed25519 over "
    "`<webhook-id>.<webhook-timestamp>.<body>`.",
}
_RESPONSES = {
    "2XX": {"description": "Taken; anything else, or silence, is tried again for three days."},
    "410": {"description": "Gone: the endpoint is disabled at once."},
    "429": {"description": "Too much at a time; `Retry-After` is honoured."},
}


@cache
def webhooks() -> dict[str, Any]:
    """One entry per event type."""
    return {event.type: {"post": _operation(event)} for event in all_events()}


def add_to(document: dict[str, Any]) -> None:
    """Put the section and its schemas into an OpenAPI 3.1 document."""
    document["webhooks"] = webhooks()
    document["tags"] = [*document.get("tags", []), *_tags()]
    components = document.setdefault("components", {})
    components["schemas"] = {**components.get("schemas", {}), **component_schemas()}


def _tags() -> list[dict[str, str]]:
    return [
        {"name": f"webhooks: {owner}", "description": f"Events about {OWNER_TITLES[owner]} that are sent to endpoints."}
        for owner, events in events_by_owner().items() if events
    ]  # fmt: skip


def _operation(event: type[Event]) -> dict[str, Any]:
    return {
        "operationId": "webhook_" + event.type.replace(".", "_"),
        "summary": sentence_of(event),
        "tags": ["webhooks: " + event.type.split(".", 1)[0]],
        "security": [],
        "parameters": [
            {"name": name, "in": "header", "required": True, "description": text, "schema": {"type": "string"}}
            for name, text in _HEADERS.items()
        ],
        "requestBody": {
            "required": True,
            "content": {
                MEDIA_TYPE: {
                    "schema": {"$ref": f"#/components/schemas/{event.type}"},
                    "example": orjson.loads(example_of(event)),
                }
            },
        },
        "responses": _RESPONSES,
    }
