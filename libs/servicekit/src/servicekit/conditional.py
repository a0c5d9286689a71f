"""Entity tags: `If-Match` on writes, `If-None-Match` on reads (RFC 9110, section 13).

A record's tag is its version, and on reads also a digest of what was shown: names and the actions open to a caller
change without the record. `If-Match` is about the record, so it compares versions alone.
"""

import hashlib

from fastapi import Request, Response

from servicekit.errors import StaleVersion
from servicekit.tables import Aggregate

_ANY = "*"


def tag_of(version_tag: str | None, body: bytes) -> str:
    """The tag of an answer: `"7-5d41402abc4b"` for a record of version 7, a weak digest for everything else."""
    digest = hashlib.blake2b(body, digest_size=6).hexdigest()
    return f'W/"{digest}"' if version_tag is None else f'"{version_tag.strip(chr(34))}-{digest}"'


def require_match(if_match: str | None, record: Aggregate) -> None:
    """Raise StaleVersion where an If-Match header names other versions than the record's; a weak tag names none."""
    tags = [tag.strip() for tag in if_match.split(",")] if if_match is not None else [_ANY]
    if not any(tag in (_ANY, record.etag) or tag.startswith(f"{record.etag[:-1]}-") for tag in tags):
        raise StaleVersion(current=record.version)


def not_modified(request: Request, response: Response) -> Response:
    """The answer, or 304 without a body where If-None-Match names it."""
    known, tag = request.headers.get("if-none-match"), response.headers.get("etag")
    if known is None or tag is None:
        return response
    if not any(each.strip().removeprefix("W/") in (_ANY, tag.removeprefix("W/")) for each in known.split(",")):
        return response
    kept = {name: response.headers[name] for name in ("etag", "cache-control", "vary") if name in response.headers}
    return Response(status_code=304, headers=kept)
