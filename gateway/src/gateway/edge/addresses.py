"""Reading an address once and strictly, so that routing, budgets, audit and services all read the same."""

import re
from collections.abc import Mapping
from urllib.parse import quote, quote_from_bytes, unquote_to_bytes

from starlette.types import Scope

from gateway.edge.errors import AddressInvalid
from gateway.upstreams import Upstream

PREFIX = "/api/"
# The characters of a path segment that need no encoding (RFC 3986, 3.3), and the slash between segments.
_LITERAL = "/:@!$&'()*+,;=~-._"
_PLAIN = re.compile(rb"(?:/[A-Za-z0-9\-_~!$&'()*+,;=:@]+)+/?")
_SENT = re.compile(rb"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*")
_ENCODED_SLASH = re.compile(rb"%2f|%5c", re.IGNORECASE)
_TWO_WAYS = re.compile(rb"//|/\.{1,2}(?:/|$)|[\x00-\x1f\x7f\\]")
_VERSIONED = re.compile(rb"/v[0-9]+/")


def settle(scope: Scope) -> None:
    """Decode the path of a request once and write it in one way, for everybody who looks at the scope afterwards.

    Raises AddressInvalid for what two parsers could read in two ways: encoded slashes, dot segments, empty segments,
    control characters, and whatever decoding twice would change (RFC 3986, 6.2.2 and 7.3).
    """
    raw: bytes | None = scope.get("raw_path")
    if raw is None:
        raw = quote(scope["path"]).encode()
    if not _PLAIN.fullmatch(raw):
        if not raw.startswith(b"/") or not _SENT.fullmatch(raw) or _ENCODED_SLASH.search(raw):
            raise AddressInvalid
        decoded = unquote_to_bytes(raw)
        if _TWO_WAYS.search(decoded) or unquote_to_bytes(decoded) != decoded:
            raise AddressInvalid
        try:
            scope["path"] = decoded.decode()
        except UnicodeDecodeError as error:
            raise AddressInvalid from error
        raw = quote_from_bytes(decoded, safe=_LITERAL).encode()
    scope["raw_path"] = raw


def match(scope: Scope, table: Mapping[bytes, Upstream]) -> tuple[Upstream, bytes] | None:
    """The upstream of a settled path and the path there; None when the address is the gateway's own or nobody's.

    Only versioned API paths are passed on, so a service's health, metrics and schema stay inside.
    """
    raw: bytes = scope["raw_path"]
    if not raw.startswith(PREFIX.encode()):
        return None
    name, slash, rest = raw[len(PREFIX) :].partition(b"/")
    upstream = table.get(name)
    inner = slash + rest
    if upstream is None or not _VERSIONED.match(inner):
        return None
    return upstream, inner
