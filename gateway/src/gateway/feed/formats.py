"""The three forms of a page; the events in it are the stored bytes, never written anew."""

from dataclasses import dataclass
from typing import Any

import orjson

from gateway.feed import cursor

PAGE = "application/json"
BATCH = "application/cloudevents-batch+json"
LINES = "application/x-ndjson"
_NAMES = {PAGE: PAGE, BATCH: BATCH, LINES: LINES, "application/ndjson": LINES, "application/jsonl": LINES}
GLUE = {PAGE: b",", BATCH: b",", LINES: b"\n"}


@dataclass(frozen=True, slots=True)
class Found:
    """The events of a page, already joined, and the position behind everything that was looked at."""

    events: int
    body: bytes
    position: int
    more: bool

    @property
    def next(self) -> str:
        """The cursor behind this page."""
        return cursor.of_position(self.position)


def negotiated(accept: str) -> str:
    """The form of an answer: the first that the client names and we have, else a JSON page."""
    named = (part.split(";", 1)[0].strip().lower() for part in accept.split(","))
    return next((_NAMES[name] for name in named if name in _NAMES), PAGE)


def written(found: Found, form: str) -> bytes:
    """The answer's body."""
    if form == LINES:
        return found.body + b"\n" if found.events else b""
    if form == BATCH:
        return b"[" + found.body + b"]"
    tail = orjson.dumps({"next": found.next, "more": found.more})
    return b'{"items":[' + found.body + b"]," + tail[1:]


def documented() -> dict[str, Any]:
    """The three forms for the OpenAPI document."""
    event = {"type": "object", "description": "a CloudEvents document, byte for byte as on the bus"}
    page = {
        "type": "object",
        "required": ["items", "next", "more"],
        "properties": {
            "items": {"type": "array", "items": event},
            "next": {"type": "string", "description": "pass as `after` to go on; never null"},
            "more": {"type": "boolean", "description": "whether the log goes on behind this page at once"},
        },
    }
    content: dict[str, Any] = {PAGE: {"schema": page}, BATCH: {"schema": {"type": "array", "items": event}}}
    content[LINES] = {"schema": {"type": "string", "description": "one event a line"}}
    headers = {
        "X-Next-Cursor": {"description": "`next`, for the forms without room for it", "schema": {"type": "string"}},
        "X-More": {"description": "`more` likewise", "schema": {"type": "string", "enum": ["true", "false"]}},
    }
    return {"description": "Events in the order of the log", "content": content, "headers": headers}
