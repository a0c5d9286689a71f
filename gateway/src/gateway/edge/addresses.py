"""Reading an address once and strictly, so that no service ever reads it differently."""

import re
from collections.abc import Mapping
from urllib.parse import quote

from starlette.types import Scope

from gateway.edge.errors import AddressInvalid
from gateway.upstreams import Upstream

PREFIX = b"/api/"
# Encoded dots, slashes, backslashes and NUL; empty and dot segments; anything that is not a plain URL character.
_AMBIGUOUS = re.compile(
    rb"%2e|%2f|%5c|%00|\\|//|/\.{1,2}(?:/|$)|%(?![0-9a-f]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=:@/%]", re.IGNORECASE
)
_VERSIONED = re.compile(rb"/v[0-9]+/")


def raw_path(scope: Scope) -> bytes:
    """The path as it was sent, still percent-encoded."""
    raw: bytes | None = scope.get("raw_path")
    return quote(scope["path"]).encode() if raw is None else raw


def match(raw: bytes, table: Mapping[bytes, Upstream]) -> tuple[Upstream, bytes] | None:
    """The upstream of a raw path and the path there; None when the address is the gateway's own or nobody's.

    Only versioned API paths are passed on, so a service's health, metrics and schema stay inside.
    """
    if not raw.startswith(PREFIX):
        return None
    name, slash, rest = raw[len(PREFIX) :].partition(b"/")
    upstream = table.get(name)
    inner = slash + rest
    if upstream is None or not _VERSIONED.match(inner):
        return None
    return upstream, inner


def refuse_ambiguous(raw: bytes) -> None:
    """Raise AddressInvalid for an address that two parsers could read in two ways."""
    if _AMBIGUOUS.search(raw):
        raise AddressInvalid
