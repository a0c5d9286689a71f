"""How the document describes bytes: by the one media type that generators of clients know, and by the real ones."""

from typing import Any, Final

ANY: Final = "application/octet-stream"
BINARY: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}


def bytes_as(*media_types: str) -> dict[int | str, dict[str, Any]]:
    """The successful answer of a route that gives a file of one of these media types."""
    return {200: {"content": dict.fromkeys((ANY, *media_types), BINARY)}}
