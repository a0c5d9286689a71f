"""Which headers pass the edge, in either direction."""

import re
from collections.abc import Iterable
from functools import lru_cache

from servicekit.middleware import FORGOTTEN

Headers = list[tuple[bytes, bytes]]

_HOP_BY_HOP = frozenset({
    b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization", b"proxy-connection", b"te", b"trailer",
    b"transfer-encoding", b"upgrade", b"http2-settings",
})  # fmt: skip
# Names by which somebody outside could pretend to be the gateway, or to be somebody else; `_` reads as `-` to some.
_SPOOFED = re.compile(rb"(?:x-(?:user|role|tenant|internal|forwarded|real-ip|original|auth|caller)|forwarded)")
_MADE_HERE = frozenset({b"host", b"expect", b"x-request-id", b"traceparent", b"content-length"})
_ANSWERED_HERE = frozenset({b"date", b"server", b"x-request-id", FORGOTTEN.encode()})
SIMULATED_TIME = b"x-songbang-time"


@lru_cache(maxsize=2048)
def _passes_in(name: bytes, simulated_time: bool) -> bool:
    plain = name.lower().replace(b"_", b"-")
    if plain in _HOP_BY_HOP or plain in _MADE_HERE or _SPOOFED.match(plain):
        return False
    return simulated_time or plain != SIMULATED_TIME


@lru_cache(maxsize=2048)
def _passes_out(name: bytes) -> bool:
    return name not in _HOP_BY_HOP and name not in _ANSWERED_HERE


def _named_by_connection(headers: Iterable[tuple[bytes, bytes]]) -> frozenset[bytes]:
    named = [value for name, value in headers if name.lower() == b"connection"]
    return frozenset(part.strip().lower() for value in named for part in value.split(b","))


def inward(headers: Headers, *, simulated_time: bool) -> Headers:
    """The client's headers that a service may see."""
    dropped = _named_by_connection(headers)
    return [
        (name, value) for name, value in headers if _passes_in(name, simulated_time) and name.lower() not in dropped
    ]  # fmt: skip


def outward(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """The service's headers that the client may see."""
    lowered = [(name.lower(), value) for name, value in headers]
    dropped = _named_by_connection(lowered)
    return [(name, value) for name, value in lowered if _passes_out(name) and name not in dropped]


def located(headers: Headers, service: str) -> Headers:
    """A service names a new record by its own path; outside it lies under `/api/<service>`."""
    prefix = f"/api/{service}".encode()
    return [
        (name, prefix + value if name == b"location" and value.startswith(b"/v") else value) for name, value in headers
    ]


def without_spoofed(headers: Headers, *, simulated_time: bool) -> Headers:
    """Headers for the gateway's own routes: as received, less what an outsider must not say."""
    return [
        (name, value)
        for name, value in headers
        if not _SPOOFED.match(name.lower().replace(b"_", b"-")) and (simulated_time or name != SIMULATED_TIME)
    ]


def value_of(headers: Iterable[tuple[bytes, bytes]], wanted: bytes) -> bytes | None:
    """The first value of a header."""
    return next((value for name, value in headers if name == wanted), None)
