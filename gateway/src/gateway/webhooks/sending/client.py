"""One request to one endpoint: signed, guarded, bounded in time and size, never redirected."""

import asyncio
import socket
import ssl
import time
import zlib
from dataclasses import dataclass, field
from uuid import UUID

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from gateway.webhooks.wire.guard import AddressRefused, Guard
from gateway.webhooks.wire.signing import Signer

READ_BYTES = 65_536
KEPT_BYTES = 16_384
_ERROR_LENGTH = 500
_IDLE_SECONDS = 30.0
_SKIPPED = ("Accept", "Accept-Encoding", "User-Agent")
_USER_AGENT = "Songbang-Webhooks/1"


@dataclass(frozen=True, slots=True)
class Target:
    """What a request to an endpoint needs."""

    id: UUID
    url: str
    signer: Signer
    guard: Guard
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    certificate: str | None = None
    key: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status, or an error that says why there is none."""

    latency_ms: int
    status: int | None = None
    error: str | None = None
    body: bytes | None = None
    retry_after: str | None = None

    @property
    def accepted(self) -> bool:
        """Standard Webhooks: 2xx and nothing else."""
        return self.error is None and self.status is not None and 200 <= self.status < 300


class Client:
    """The connections to one endpoint; no other endpoint uses them, whatever its rules are."""

    def __init__(
        self, target: Target, *, timeout_seconds: float, trust: ssl.SSLContext, resolver: AbstractResolver | None = None
    ) -> None:
        self.target = target
        self._url = URL(target.url)
        self._timeout = timeout_seconds
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=0, ssl=trust, resolver=resolver, use_dns_cache=True, ttl_dns_cache=10,
                socket_factory=target.guard.socket_of, keepalive_timeout=_IDLE_SECONDS, family=socket.AF_UNSPEC,
            ),
            timeout=aiohttp.ClientTimeout(total=timeout_seconds), cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False, trust_env=False, skip_auto_headers=_SKIPPED, read_bufsize=READ_BYTES // 2,
        )  # fmt: skip
        self._fixed = {
            "content-type": "application/cloudevents+json; charset=utf-8", "user-agent": _USER_AGENT,
            "accept-encoding": "identity", **dict(target.headers),
        }  # fmt: skip

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    async def send(self, id: str, body: bytes) -> Answer:
        """Post a body under a webhook-id; never raises for what the other side does."""
        headers = self._fixed | self.target.signer.headers(id, body, int(time.time()))
        started = time.perf_counter()
        status: int | None = None
        try:
            async with self._session.post(self._url, data=body, headers=headers, allow_redirects=False) as response:
                status = response.status
                excerpt = await _read(response)
                return Answer(_elapsed(started), status, None, excerpt or None, response.headers.get("retry-after"))
        except TimeoutError:
            error = f"no complete answer within {self._timeout:g} s"
        except (aiohttp.ClientError, OSError, ValueError, asyncio.IncompleteReadError) as failure:
            error = _sentence(failure)
        return Answer(_elapsed(started), status, error)


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """At most 64 kB off the wire, of which 16 kB are kept; what is longer costs the other side its connection."""
    parts: list[bytes] = []
    size = 0
    while size < READ_BYTES:
        part = await response.content.read(READ_BYTES - size)
        if not part:
            break
        parts.append(part)
        size += len(part)
    else:
        response.close()
    raw = b"".join(parts)
    coding = response.headers.get("content-encoding", "").strip().lower()
    return _inflated(raw) if coding in ("gzip", "deflate") else raw[:KEPT_BYTES]


def _inflated(raw: bytes) -> bytes:
    """The beginning of a compressed answer for people to read; a bomb stops at the kept size."""
    try:
        return zlib.decompressobj(wbits=47).decompress(raw, KEPT_BYTES)
    except zlib.error:
        return raw[:KEPT_BYTES]


def _elapsed(started: float) -> int:
    return int((time.perf_counter() - started) * 1000)


def _sentence(failure: BaseException) -> str:
    cause: BaseException | None = failure
    while cause is not None:
        if isinstance(cause, AddressRefused):
            return f"address refused: {cause}"
        cause = getattr(cause, "os_error", None) or cause.__cause__
    return f"{type(failure).__name__}: {failure}"[:_ERROR_LENGTH].replace("\x00", "")
