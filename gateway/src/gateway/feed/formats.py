"""The three forms of a page; the events in it are the stored bytes, never written anew."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from gateway.feed import cursor

PAGE = "application/json"
BATCH = "application/cloudevents-batch+json"
LINES = "application/x-ndjson"
_NAMES = {PAGE: PAGE, BATCH: BATCH, LINES: LINES, "application/ndjson": LINES, "application/jsonl": LINES}
_QUALITY = re.compile(r"q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")
_ANYTHING = {"*/*": PAGE, "application/*": PAGE}
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
    """The form that the client likes best (RFC 9110, 12.5.1), of equals the one named first; else a JSON page."""
    chosen, best = PAGE, (0.0, False)
    for part in accept.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        liked = (_quality(parameters), name in _NAMES)
        if name in _NAMES | _ANYTHING and liked[0] > 0 and liked > best:
            chosen, best = (_NAMES | _ANYTHING)[name], liked
    return chosen


def _quality(parameters: Sequence[str]) -> float:
    """How much a form is liked, from 0 (not at all) to 1."""
    given = [_QUALITY.fullmatch(parameter) for parameter in parameters if parameter.startswith("q")]
    return 1.0 if not given else float(given[0][1]) if given[0] else 0.0


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
