"""The manifest of a sealed file: what it holds, what came before it, and our signature over both."""

import hashlib
from datetime import UTC, datetime
from typing import Any

import orjson
from servicekit.signing import Signer

from gateway.files.content import Content
from gateway.files.models import SealedFile

FORMAT = "songbang-sealed-events/1"


def written(file: SealedFile, content: Content, *, previous: str | None, now: datetime, signer: Signer) -> bytes:
    """The manifest's bytes. Signed is the same document without `signature`, keys sorted, without spaces (RFC 8785)."""
    facts: dict[str, Any] = {
        "format": FORMAT,
        "id": str(file.id),
        "kind": file.kind,
        "region": file.region,
        "number": file.number,
        "previous": previous,
        "file": file.name,
        "first_position": file.first_position,
        "last_position": file.last_position,
        "until": _instant(file.until),
        "events": content.events,
        "types": dict(content.types),
        "size_bytes": content.size_bytes,
        "sha256": content.sha256,
        "sealed_at": _instant(now),
        "public_key": signer.public_key,
    }
    facts["signature"] = signer.sign(orjson.dumps(facts, option=orjson.OPT_SORT_KEYS))
    return orjson.dumps(facts, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"


def hash_of(manifest: bytes) -> str:
    """What the next manifest names as `previous`: the SHA-256 of the file as it lies there."""
    return hashlib.sha256(manifest).hexdigest()


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
