"""Passes a whole request to its service and streams the answer back, never longer than the deadline allows."""

import asyncio
import errno
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from multidict import CIMultiDict
from servicekit import tracing
from servicekit.identity import Identity
from servicekit.middleware import FORGOTTEN
from starlette.types import Receive, Scope, Send
from yarl import URL

from gateway.edge import headers
from gateway.edge.bodies import Body, ClientGone
from gateway.edge.breaker import Breaker
from gateway.edge.errors import UpstreamBusy, UpstreamPaused, UpstreamTimeout, UpstreamUnreachable
from gateway.edge.headers import Headers
from gateway.edge.patience import Patience
from gateway.edge.places import Place, Places
from gateway.settings import Settings
from gateway.upstreams import Upstream

log = logging.getLogger(__name__)
_NOT_SENT_BY_US = ("User-Agent", "Accept", "Accept-Encoding", "Content-Type")
# Shorter than uvicorn's five seconds, so that we rarely write on a connection that the service is just closing.
_KEEP_ALIVE_SECONDS = 3.0
_STALE = (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)
# No connection: nothing was sent, so any request may be tried again.
_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
_EVENT_STREAM = b"text/event-stream"
_IDEMPOTENCY_KEY = "idempotency-key"
_WITHOUT_BODY = frozenset({"GET", "HEAD"})
_CREATED = 201
_OURS = (errno.EMFILE, errno.ENFILE, errno.EADDRNOTAVAIL)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request on its way: its ASGI ends, its ids, and the headers that the edge adds to every answer."""

    scope: Scope
    receive: Receive
    send: Send
    request_id: str
    traceparent: str
    added: Headers
    caller: Identity | None = None
    body: Body | None = None


class BrokenOff(Exception):
    """The service broke off in the middle of its answer."""


class Proxy:
    """The client side of the edge: one connection pool, one breaker per upstream."""

    def __init__(self, settings: Settings, table: Mapping[str, Upstream]) -> None:
        self._settings = settings
        self._silence = settings.upstream_timeout_seconds
        self._breakers = {
            name: Breaker(settings.breaker_failures, settings.breaker_open_seconds) for name in table
        }  # fmt: skip
        patience, places = settings.upstream_patience_seconds, settings.upstream_connections
        self._patience = {name: Patience(patience, places) for name in table}
        self._places = {name: Places(name, places, settings.upstream_queue_seconds) for name in table}
        self._streams: dict[aiohttp.ClientResponse, Identity | None] = {}
        self._dismissed: set[aiohttp.ClientResponse] = set()
        self._ending = False
        self._connector: aiohttp.TCPConnector
        self._session: aiohttp.ClientSession

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Hold the connection pool open around the life of the application."""
        settings = self._settings
        self._connector = aiohttp.TCPConnector(
            limit=0, keepalive_timeout=_KEEP_ALIVE_SECONDS, ttl_dns_cache=10
        )  # fmt: skip
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=settings.upstream_connect_seconds)
        async with aiohttp.ClientSession(
            connector=self._connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False,
            skip_auto_headers=_NOT_SENT_BY_US, trust_env=False, raise_for_status=False,
        ) as self._session:  # fmt: skip
            yield

    def states(self) -> dict[str, str]:
        """The breaker of each upstream."""
        return {name: breaker.state for name, breaker in self._breakers.items()}

    def farewell(self) -> None:
        """Let the listeners of event streams come back to another process: this one is to stop."""
        self._ending = True
        for answer in self._streams:
            self._dismiss(answer)

    def end_streams(self, ended: Callable[[Identity], bool]) -> None:
        """End the event streams of whose session, account or post has ended since they were opened."""
        for answer, caller in self._streams.items():
            if caller is not None and ended(caller):
                self._dismiss(answer)

    def _dismiss(self, answer: aiohttp.ClientResponse) -> None:
        self._dismissed.add(answer)
        answer.close()

    async def fetch(
        self, upstream: Upstream, path: str, headers: Mapping[str, str] | None = None, seconds: float = 5
    ) -> bytes:  # fmt: skip
        """A small document of a service, for the gateway itself; raises aiohttp.ClientError and TimeoutError."""
        address = URL(upstream.url + path, encoded=True)
        async with (
            asyncio.timeout(seconds),
            self._session.get(address, headers=headers, raise_for_status=True) as answer,
        ):
            return await answer.read()

    async def forward(self, exchange: Exchange, upstream: Upstream, path: bytes) -> int:
        """Pass one request on; returns the status answered. Raises the refusal when there is no answer to pass back."""
        breaker = self._breakers[upstream.name]
        blocked = breaker.admit()
        if blocked is not None:
            raise UpstreamPaused(retry_after_seconds=blocked, upstream=upstream.name)
        place = await self._places[upstream.name].take()
        try:
            return await self._converse(exchange, upstream, path, place)
        finally:
            place.give_back()

    async def _converse(self, exchange: Exchange, upstream: Upstream, path: bytes, place: Place) -> int:
        breaker = self._breakers[upstream.name]
        try:
            answer = await self._forward(exchange, upstream, path)
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            if isinstance(error, OSError) and error.errno in _OURS:
                raise UpstreamBusy(upstream=upstream.name) from error  # this process has no socket left
            breaker.failed()
            log.warning("upstream %s failed: %r", upstream.name, error)
            kind = UpstreamTimeout if isinstance(error, TimeoutError) else UpstreamUnreachable
            raise kind(upstream=upstream.name) from error
        breaker.succeeded()
        if FORGOTTEN in answer.headers:
            tracing.forget("request_id")
        try:
            await self._answer(exchange, answer, place, upstream)
        finally:
            answer.release()
        return answer.status

    async def _forward(self, exchange: Exchange, upstream: Upstream, path: bytes) -> aiohttp.ClientResponse:
        scope, body = exchange.scope, exchange.body
        query: bytes = scope["query_string"]
        url = URL(upstream.url + (path + b"?" + query if query else path).decode("ascii", "replace"), encoded=True)
        sent = self._headers(exchange)
        if body is not None or scope["method"] not in _WITHOUT_BODY:
            sent["Content-Length"] = str(body.size if body is not None else 0)
        content = body.content if body is not None else None
        may_repeat = _IDEMPOTENCY_KEY in sent
        patience = self._patience[upstream.name]
        while True:
            try:
                async with asyncio.timeout(self._silence):
                    answer = await self._session.request(
                        scope["method"], url, headers=sent, allow_redirects=False,
                        data=body.stream() if body is not None and content is None else content,
                    )  # fmt: skip
            except (aiohttp.ClientError, TimeoutError) as error:
                if isinstance(error, _NOT_SENT):
                    if not await patience.wait():
                        raise
                    # The replacement may have another address.
                    self._connector.clear_dns_cache()
                    continue
                # Idempotent methods are repeated by the HTTP client itself; a POST only when its key makes it safe.
                if not may_repeat or not isinstance(error, _STALE):
                    raise
                may_repeat = False
            else:
                patience.rewarded()
                return answer

    def _headers(self, exchange: Exchange) -> CIMultiDict[str]:
        scope = exchange.scope
        passed = headers.inward(scope["headers"], simulated_time=self._settings.demo)
        sent = CIMultiDict((name.decode("latin-1"), value.decode("utf-8", "replace")) for name, value in passed)
        client = scope.get("client")
        sent["X-Forwarded-For"] = client[0] if client else "unknown"
        sent["X-Forwarded-Proto"] = scope.get("scheme", "http")
        sent["X-Request-Id"] = exchange.request_id
        sent["traceparent"] = exchange.traceparent
        return sent

    async def _answer(
        self, exchange: Exchange, answer: aiohttp.ClientResponse, place: Place, upstream: Upstream
    ) -> None:  # fmt: skip
        passed = headers.outward(answer.raw_headers)
        if answer.status == _CREATED:
            passed = headers.located(passed, upstream.name)
        endless = (headers.value_of(passed, b"content-type") or b"").startswith(_EVENT_STREAM)
        if endless:
            if len(self._streams) >= self._settings.upstream_streams:
                raise UpstreamBusy(upstream=upstream.name)
            place.give_back()
        own = {name for name, _ in passed}
        passed += [(name, value) for name, value in exchange.added if name not in own]
        await exchange.send({"type": "http.response.start", "status": answer.status, "headers": passed})
        content = answer.content
        if content.is_eof():
            place.give_back()
            await exchange.send({"type": "http.response.body", "body": content.read_nowait()})
            return
        gone = asyncio.ensure_future(_until_gone(exchange.receive))
        gone.add_done_callback(lambda _: answer.close())  # nobody listens any more: let the service know
        if endless:
            self._streams[answer] = exchange.caller
            if self._ending:  # a page that has come back at once, on the connection that it had
                self._dismiss(answer)
        try:
            await self._stream(exchange, answer, endless=endless)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            if gone.done():
                raise ClientGone from error
            if answer in self._dismissed:
                await exchange.send({"type": "http.response.body", "body": b""})
                return
            # The status has been sent: breaking off is the only way left to say that the answer is incomplete.
            log.warning("answer of %s broke off: %r", answer.url.path, error)
            raise BrokenOff from error
        finally:
            self._streams.pop(answer, None)
            self._dismissed.discard(answer)
            gone.cancel()

    async def _stream(self, exchange: Exchange, answer: aiohttp.ClientResponse, *, endless: bool) -> None:
        while True:
            async with asyncio.timeout(None if endless else self._silence):
                chunk = await answer.content.readany()
            if not chunk and answer.content.is_eof():
                break
            await exchange.send({"type": "http.response.body", "body": chunk, "more_body": True})
        await exchange.send({"type": "http.response.body", "body": b""})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
