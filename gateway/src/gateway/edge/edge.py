"""The outermost layer: ids, strict addresses, rate limits, security headers; behind it a service or the gateway."""

import re
import time
from collections.abc import Mapping

from servicekit import metrics, tracing
from servicekit.errors import Refusal, Unauthenticated, Unavailable
from servicekit.identity import TokenVerifier
from servicekit.problems import refused
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.edge import addresses, headers
from gateway.edge.errors import MethodRefused
from gateway.edge.headers import Headers
from gateway.edge.proxy import BrokenOff, Exchange, Proxy
from gateway.edge.rates import Rates
from gateway.edge.upload import ClientGone
from gateway.upstreams import Upstream

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_TRACEPARENT = re.compile(rb"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
_OWN = frozenset({"/healthz", "/readyz", "/metrics", "/openapi.json", "/docs"})
_OWN_PREFIXES = ("/api/", "/docs/", "/.well-known/")
_SECRETS = "/api/identity/"
SECURITY: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
]


class Edge:
    """Pure ASGI around the gateway's own application; requests for services never enter that application."""

    def __init__(
        self, app: ASGIApp, *, proxy: Proxy, site: ASGIApp, rates: Rates, tokens: TokenVerifier,
        table: Mapping[str, Upstream], told_time: bool, body_limit_bytes: int,
    ) -> None:  # fmt: skip
        app = RequestBodyLimitMiddleware(app, body_limit_bytes)
        self._app, self._proxy, self._site, self._rates, self._tokens = app, proxy, site, rates, tokens
        self._table = {name.encode(): upstream for name, upstream in table.items()}
        self._told_time = told_time

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry point."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id, parent = _ids(scope["headers"])
        with tracing.span(f"{scope['method']} edge", parent, request_id=request_id) as traceparent:
            await self._serve(scope, receive, send, request_id, traceparent)

    async def _serve(self, scope: Scope, receive: Receive, send: Send, request_id: str, traceparent: str) -> None:
        started = time.perf_counter()
        scope.setdefault("state", {})["request_id"] = request_id
        added = [(b"x-request-id", request_id.encode()), *SECURITY]
        matched = None
        try:
            raw = addresses.raw_path(scope)
            if raw.startswith(addresses.PREFIX):
                addresses.refuse_ambiguous(raw)
                await self._spend(scope, added)
            matched = addresses.match(raw, self._table)
            if matched is None:
                await self._own(scope, receive, _adding(send, added), (request_id, traceparent))
                return
            if scope["method"] not in _METHODS:
                raise MethodRefused
            exchange = Exchange(scope, receive, send, request_id, traceparent, added)
            status = await self._proxy.forward(exchange, *matched)
        except Refusal as refusal:
            status = refusal.status
            await refused(Request(scope), refusal)(scope, receive, _adding(send, added))
        except ClientGone:
            status = 499
        except BrokenOff as error:
            raise ConnectionAbortedError("the service broke off in the middle of its answer") from error
        route = f"/api/{matched[0].name}" if matched else "edge"
        metrics.REQUESTS.labels(route, scope["method"], status).inc()
        metrics.REQUEST_SECONDS.labels(route).observe(time.perf_counter() - started)
        tracing.name_span(f"{scope['method']} {route}", status)

    async def _own(self, scope: Scope, receive: Receive, send: Send, ids: tuple[str, str]) -> None:
        """The gateway's own routes, or a file of the site."""
        path: str = scope["path"]
        received: Headers = headers.without_spoofed(scope["headers"], told_time=self._told_time)
        if path.startswith(_SECRETS):
            # Answers here carry tokens and secrets, which must not be kept for a repeated request; and they are
            # valid in real time only, whatever time a demo request tells.
            received = [item for item in received if item[0] not in (b"idempotency-key", headers.TOLD_TIME)]
        received = [item for item in received if item[0] not in (b"x-request-id", b"traceparent")]
        received += [(b"x-request-id", ids[0].encode()), (b"traceparent", ids[1].encode())]
        own = path in _OWN or path.startswith(_OWN_PREFIXES) or scope["method"] not in ("GET", "HEAD")
        await (self._app if own else self._site)({**scope, "headers": received}, receive, send)

    async def _spend(self, scope: Scope, added: Headers) -> None:
        address = scope["client"][0] if scope.get("client") else ""
        budget, refusal = self._rates.spend(scope["path"], address, await self._client(scope["headers"]))
        added += budget.headers()
        if refusal is not None:
            raise refusal

    async def _client(self, received: Headers) -> str | None:
        """Whose budget a request spends. A bad token has no budget of its own; the service will refuse it."""
        scheme, _, token = (headers.value_of(received, b"authorization") or b"").partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        try:
            return (await self._tokens.verify(token.decode("latin-1"))).sub
        except (Unauthenticated, Unavailable):
            return None


def _ids(received: Headers) -> tuple[str, str | None]:
    """The request id to go on with, the client's when it is well-formed; and the client's trace context, if any."""
    request_id = headers.value_of(received, b"x-request-id") or b""
    traceparent = headers.value_of(received, b"traceparent") or b""
    if not _REQUEST_ID.fullmatch(request_id):
        request_id = tracing.random_hex(12).encode()
    return request_id.decode(), traceparent.decode() if _TRACEPARENT.fullmatch(traceparent) else None


def _adding(send: Send, added: Headers) -> Send:
    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            present = list(message.get("headers", ()))
            names = {name.lower() for name, _ in present}
            message = {**message, "headers": present + [item for item in added if item[0] not in names]}
        await send(message)

    return answer
