"""Idempotency-Key: the same key and the same body get the same answer; the key lives in the business transaction.

After draft-ietf-httpapi-idempotency-key-header-07; another body under a used key is refused with 409.
"""

import hashlib

import orjson
from fastapi import Request
from fastapi.responses import Response
from sqlalchemy import text
from starlette.datastructures import UploadFile

from servicekit.errors import Conflict, Invalid
from servicekit.transaction import Transaction

HEADER = "idempotency-key"
_LONGEST = 200
_KEPT_HEADERS = ("content-type", "etag", "location")

_CLAIM = text("""
    INSERT INTO idempotency_key (subject, route, key, request_hash) VALUES (:subject, :route, :key, :hash)
    ON CONFLICT DO NOTHING RETURNING 1
""")
_STORED = text("""
    SELECT request_hash, status, headers, body FROM idempotency_key
    WHERE subject = :subject AND route = :route AND key = :key
""")
_KEEP = text("""
    UPDATE idempotency_key SET status = :status, headers = CAST(:headers AS jsonb), body = :body
    WHERE subject = :subject AND route = :route AND key = :key
""")
_RELEASE = text("DELETE FROM idempotency_key WHERE subject = :subject AND route = :route AND key = :key")


class IdempotencyKeyReused(Conflict):
    """The idempotency key was used before with another request body."""

    code = "idempotency_key_reused"
    detail = "该幂等键已用于另一份不同的请求"


class IdempotencyKeyInvalid(Invalid):
    """An idempotency key is 1 to 200 visible ASCII characters."""

    code = "idempotency_key_invalid"
    detail = "幂等键格式有误"


class Replayed(Exception):
    """The request was answered before; this is that answer."""

    def __init__(self, response: Response) -> None:
        self.response = response


class Claim:
    """A claimed key of one request; `keep` stores its answer within the same transaction."""

    def __init__(self, tx: Transaction, identity: dict[str, str]) -> None:
        self._tx = tx
        self._identity = identity

    async def keep(self, response: Response) -> None:
        """Remember the answer to this request. One marked no-store must not lie around and is worked out anew, and so
        is the answer to a caller who was forgotten: it would be kept under their name."""
        forgotten = self._tx.context.actor != self._identity["subject"]
        if forgotten or response.headers.get("cache-control") == "no-store":
            await self._tx.session.execute(_RELEASE, self._identity)
            return
        headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        await self._tx.session.execute(
            _KEEP,
            {**self._identity, "status": response.status_code, "headers": orjson.dumps(headers).decode(),
             "body": bytes(response.body)},
        )  # fmt: skip


async def claim(request: Request, tx: Transaction) -> Claim | None:
    """Claim the request's key, or raise Replayed with the earlier answer. A concurrent twin waits for the first."""
    key = request.headers.get(HEADER)
    if key is None or request.method != "POST":
        return None
    if not (0 < len(key) <= _LONGEST and key.isascii() and key.isprintable()):
        raise IdempotencyKeyInvalid
    identity = {"subject": tx.context.actor, "route": request.url.path, "key": key}
    fingerprint = await _fingerprint(request)
    if (await tx.session.execute(_CLAIM, {**identity, "hash": fingerprint})).first() is not None:
        return Claim(tx, identity)
    stored = (await tx.session.execute(_STORED, identity)).one()
    if stored.request_hash != fingerprint:
        raise IdempotencyKeyReused
    response = Response(bytes(stored.body or b""), stored.status, dict(stored.headers or {}))
    response.headers["idempotency-replayed"] = "true"
    raise Replayed(response)


async def _fingerprint(request: Request) -> bytes:
    digest = hashlib.sha256(request.url.query.encode())
    if request.headers.get("content-type", "").startswith("multipart/"):
        for name, value in (await request.form()).multi_items():
            digest.update(name.encode())
            if isinstance(value, UploadFile):
                digest.update(await value.read())
                await value.seek(0)
            else:
                digest.update(value.encode())
    else:
        digest.update(await request.body())
    return digest.digest()
