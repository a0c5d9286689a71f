"""Idempotency-Key: the same key and the same body get the same answer; the key lives in the business transaction.

After draft-ietf-httpapi-idempotency-key-header-07; another body under a used key is refused with 409. Where two of the
same make no sense, a route is declared with `openapi_extra=SAME_WITHIN_MINUTES`: the same content from the same caller
within ten minutes is answered with the first answer even without a key, because people click twice.
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
SAME_WITHIN_MINUTES = {"x-same-within-minutes": 10}
"""Marks a creating route on which a repetition of the same content is a double click."""
_ANONYMOUS = "anonymous"
_LONGEST = 200
_KEPT_HEADERS = ("content-type", "etag", "location")

_CLAIM = text("""
    INSERT INTO idempotency_key (subject, route, key, request_hash) VALUES (:subject, :route, :key, :hash)
    ON CONFLICT DO NOTHING RETURNING 1
""")
# A simulated time may run backwards, so the distance counts, not the order.
_CLAIM_CONTENT = text("""
    INSERT INTO idempotency_key (subject, route, key, request_hash, created_at)
    VALUES (:subject, :route, :key, :hash, :now)
    ON CONFLICT (subject, route, key) DO UPDATE SET created_at = :now, status = NULL, headers = NULL, body = NULL
    WHERE abs(extract(epoch FROM idempotency_key.created_at - :now)) >= :seconds
    RETURNING 1
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

    def __init__(self, tx: Transaction, identity: dict[str, str], fingerprint: bytes, *, by_key: bool) -> None:
        self._tx = tx
        self._identity = identity
        self._fingerprint = fingerprint
        self._by_key = by_key

    async def keep(self, response: Response) -> None:
        """Remember the answer to this request, unless it is marked no-store: that must not lie around.

        The answer to a caller who was forgotten is not kept under their name. The random key of their page still stops
        a double click; what they said does not, because that would tie two reports to one person.
        """
        forgotten = self._tx.context.actor != self._identity["subject"]
        if forgotten or response.headers.get("cache-control") == "no-store":
            await self._tx.session.execute(_RELEASE, self._identity)
        if response.headers.get("cache-control") == "no-store" or (forgotten and not self._by_key):
            return
        if forgotten:
            self._identity = {**self._identity, "subject": _ANONYMOUS}
            await self._tx.session.execute(_CLAIM, {**self._identity, "hash": self._fingerprint})
        headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        await self._tx.session.execute(
            _KEEP,
            {
                **self._identity,
                "status": response.status_code,
                "headers": orjson.dumps(headers).decode(),
                "body": bytes(response.body),
            },
        )


async def claim(request: Request, tx: Transaction) -> Claim | None:
    """Claim the request's key, or raise Replayed with the earlier answer. A concurrent twin waits for the first."""
    key = request.headers.get(HEADER)
    if request.method != "POST":
        return None
    if key is None:
        return await _claim_content(request, tx)
    if not (0 < len(key) <= _LONGEST and key.isascii() and key.isprintable()):
        raise IdempotencyKeyInvalid
    identity = {"subject": tx.context.actor, "route": request.url.path, "key": key}
    fingerprint = await _fingerprint(request)
    if (await tx.session.execute(_CLAIM, {**identity, "hash": fingerprint})).first() is None:
        await _replay(tx, identity, fingerprint)
    # Looked for after the claim: a twin that was anonymous has released its claim by then, and left this.
    await _replay(tx, {**identity, "subject": _ANONYMOUS}, fingerprint)
    return Claim(tx, identity, fingerprint, by_key=True)


async def _claim_content(request: Request, tx: Transaction) -> Claim | None:
    minutes = (getattr(request.scope["route"], "openapi_extra", None) or {}).get("x-same-within-minutes")
    if minutes is None or tx.context.actor == _ANONYMOUS:
        return None
    fingerprint = await _fingerprint(request)
    identity = {"subject": tx.context.actor, "route": request.url.path, "key": f"content {fingerprint.hex()}"}
    values = {**identity, "hash": fingerprint, "now": tx.now, "seconds": minutes * 60}
    if (await tx.session.execute(_CLAIM_CONTENT, values)).first() is None:
        await _replay(tx, identity, fingerprint)
    return Claim(tx, identity, fingerprint, by_key=False)


async def _replay(tx: Transaction, identity: dict[str, str], fingerprint: bytes) -> None:
    """Raise Replayed with the answer that is stored under a key, if there is one."""
    stored = (await tx.session.execute(_STORED, identity)).first()
    if stored is None or (stored.status is None and identity["subject"] == _ANONYMOUS):
        return
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
