"""The outermost layer: ids, strict addresses, rate limits, who may call, bodies, security headers.

Behind it is a service or the gateway's own application. A request costs nothing scarce before it is known who calls,
whether they may call that route, and that their rate allows it; and only then is its body read.
"""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from servicekit import metrics, tracing
from servicekit.budgets import check_query
from servicekit.errors import Refusal, Unauthenticated, Unavailable
from servicekit.http_refusals import MethodNotAllowed
from servicekit.identity import Identity, TokenVerifier
from servicekit.problems import refused
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.edge import addresses, headers, packing
from gateway.edge.access import Access, Rule
from gateway.edge.bodies import Allowance, Bodies, ClientGone
from gateway.edge.errors import AddressInvalid, BodyKindRefused
from gateway.edge.headers import Headers
from gateway.edge.proxy import BrokenOff, Exchange, Proxy
from gateway.edge.rates import Rates
from gateway.identity.passwords import PasswordChangeNeeded
from gateway.identity.revocation import Revocations
from gateway.identity.second_factors.errors import EnrolmentNeeded
from gateway.settings import Settings
from gateway.upstreams import Upstream

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_TRACEPARENT = re.compile(rb"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
_OWN = frozenset({"/healthz", "/readyz", "/openapi.json", "/docs"})
_OWN_PREFIXES = ("/api/", "/docs/", "/problems/", "/.well-known/")
_UNLIMITED = frozenset({"/healthz", "/readyz"})
_SECRETS = "/api/identity/"
_BEFORE_PASSWORD = frozenset({
    "/api/identity/v1/me", "/api/identity/v1/me/password", "/api/identity/v1/logout",
    "/api/identity/v1/logout-everywhere", "/api/identity/v1/session", "/api/identity/v1/session/refresh",
})  # fmt: skip
"""What somebody may call whose password was given by another."""
_BEFORE_ENROLMENT = _BEFORE_PASSWORD | {
    "/api/identity/v1/me/second-factor", "/api/identity/v1/me/second-factor/confirmation",
    "/api/identity/v1/session/post",
}  # fmt: skip
"""What somebody may call whose post needs a second factor that they have not enrolled."""
_PACKED = ("/api/", "/openapi.json")
_ANONYMOUS_KINDS = frozenset({b"application/json", b"application/x-www-form-urlencoded"})
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
        table: Mapping[str, Upstream], access: Callable[[], Access], settings: Settings, revocations: Revocations,
    ) -> None:  # fmt: skip
        app = RequestBodyLimitMiddleware(app, settings.body_limit_bytes)
        self._app, self._proxy, self._site, self._rates, self._tokens = app, proxy, site, rates, tokens
        self._table = {name.encode(): upstream for name, upstream in table.items()}
        self._access, self._settings, self._revocations = access, settings, revocations
        self._bodies = Bodies(settings.bodies_bytes)

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
            addresses.settle(scope)
            check_query(scope["query_string"])
            caller = await self._admit(scope, added)
            matched = addresses.match(scope, self._table)
            if matched is not None and scope["method"] not in _METHODS:
                raise MethodNotAllowed
            exchange = Exchange(scope, receive, _packed(scope, send), request_id, traceparent, added, caller)
            if scope["path"].startswith(addresses.PREFIX) and _has_body(scope["headers"]):
                status = await self._with_body(exchange, matched, caller)
            else:
                status = await self._pass_on(exchange, matched)
            if matched is None:
                return
        except Refusal as refusal:
            status = refusal.status
            if status in (401, 403):
                scope["app"].state.refusals.add(Request(scope), refusal.code, scope["state"].get("edge_caller"))
            await refused(Request(scope), refusal)(scope, receive, _adding(send, added))
        except ClientGone:
            status = 499
        except BrokenOff as error:
            raise ConnectionAbortedError("the service broke off in the middle of its answer") from error
        route = f"/api/{matched[0].name}" if matched else "edge"
        metrics.REQUESTS.labels(route, scope["method"], status).inc()
        metrics.REQUEST_SECONDS.labels(route).observe(time.perf_counter() - started)
        tracing.name_span(f"{scope['method']} {route}", status)

    async def _admit(self, scope: Scope, added: Headers) -> Identity | None:
        """Take the ticket of the rate limits, and judge who may call the route; the caller, if it is known who that is.

        A bad token has no budget of its own. Where a token is needed it is refused here, else by the service.
        """
        path: str = scope["path"]
        limited = path in _OWN or path.startswith(_OWN_PREFIXES)
        if not limited or path in _UNLIMITED:
            return None
        rule = self._rule(scope)
        caller = await self._caller(scope["headers"], needed=rule is None or not rule.public)
        scope["state"]["edge_caller"] = caller  # for the security log alone: who answers verifies the token again
        budget, refusal = self._rates.spend(path, _address(scope), caller.sub if caller else None)
        added += budget.headers()
        if refusal is not None:
            raise refusal
        if caller is not None and caller.must_change_password and path not in _BEFORE_PASSWORD:
            raise PasswordChangeNeeded
        if caller is not None and caller.must_enrol_second_factor and path not in _BEFORE_ENROLMENT:
            raise EnrolmentNeeded
        if rule is not None:
            rule.judge(caller.roles if caller else None)
        return caller

    async def _caller(self, received: Headers, *, needed: bool) -> Identity | None:
        scheme, _, token = (headers.value_of(received, b"authorization") or b"").partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        try:
            caller = await self._tokens.verify(token.decode("latin-1"))
        except Unauthenticated:
            return None
        except Unavailable:
            if needed:
                raise
            return None
        self._revocations.require_open(caller)
        return caller

    def _rule(self, scope: Scope) -> Rule | None:
        return self._access().rule(scope["method"], scope["path"])

    async def _with_body(
        self, exchange: Exchange, matched: tuple[Upstream, bytes] | None, caller: Identity | None
    ) -> int:  # fmt: skip
        """Receive the body of a request that may be made, then pass both on."""
        scope, rule = exchange.scope, self._rule(exchange.scope)
        received: Headers = scope["headers"]
        if caller is None:
            if rule is None or not rule.public:
                raise Unauthenticated
            kind = (headers.value_of(received, b"content-type") or b"").partition(b";")[0].strip().lower()
            if kind not in _ANONYMOUS_KINDS:
                raise BodyKindRefused
            allowance = Allowance(self._settings.anonymous_body_bytes, self._settings.body_seconds)
        else:
            most = self._settings.proxy_body_limit_bytes
            if rule is not None:
                most = min(most, rule.body_bytes or self._settings.body_limit_bytes)
            allowance = Allowance(most, self._settings.upload_seconds)
        client = f"c:{caller.sub}" if caller else f"a:{_address(scope)}"
        declared = _declared_length(received)
        async with self._bodies.received(exchange.receive, client, allowance, declared) as body:
            return await self._pass_on(replace(exchange, body=body), matched)

    async def _pass_on(self, exchange: Exchange, matched: tuple[Upstream, bytes] | None) -> int:
        if matched is not None:
            return await self._proxy.forward(exchange, *matched)
        await self._own(exchange)
        return 0

    async def _own(self, exchange: Exchange) -> None:
        """The gateway's own routes, or a file of the site."""
        scope, simulated_time = exchange.scope, self._settings.demo
        path: str = scope["path"]
        received: Headers = headers.without_spoofed(scope["headers"], simulated_time=simulated_time)
        if path.startswith(_SECRETS):
            # Answers here carry tokens and secrets, which must not be kept for a repeated request; and they are
            # valid in real time only, whatever time a demo request tells.
            received = [item for item in received if item[0] not in (b"idempotency-key", headers.SIMULATED_TIME)]
        received = [item for item in received if item[0] not in (b"x-request-id", b"traceparent")]
        received += [(b"x-request-id", exchange.request_id.encode()), (b"traceparent", exchange.traceparent.encode())]
        own = path in _OWN or path.startswith(_OWN_PREFIXES) or scope["method"] not in ("GET", "HEAD")
        receive = exchange.body.replayed(exchange.receive) if exchange.body is not None else exchange.receive
        await (self._app if own else self._site)(
            {**scope, "headers": received}, receive, _adding(exchange.send, exchange.added)
        )


def _packed(scope: Scope, send: Send) -> Send:
    path: str = scope["path"]
    if scope["method"] == "HEAD" or path.startswith(_SECRETS) or not path.startswith(_PACKED):
        return send
    coding = packing.wanted(headers.value_of(scope["headers"], b"accept-encoding") or b"")
    return send if coding is None else packing.packing(send, coding)


def _address(scope: Scope) -> str:
    return scope["client"][0] if scope.get("client") else ""


def _has_body(received: Headers) -> bool:
    """Whether a body follows the head (RFC 9112, 6.3)."""
    length = headers.value_of(received, b"content-length")
    return headers.value_of(received, b"transfer-encoding") is not None or length not in (None, b"0")


def _declared_length(received: Headers) -> int | None:
    """The Content-Length of a request; raises AddressInvalid for what is no number."""
    value = headers.value_of(received, b"content-length")
    if value is None:
        return None
    if not value.isdigit() or len(value) > 18:
        raise AddressInvalid("Content-Length 有误")
    return int(value)


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
