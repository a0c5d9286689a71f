"""What happens around every request: ids, limits on text in the address, the log line and the figures."""

import logging
import re
import sys
import time
from urllib.parse import unquote_to_bytes

from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars, clear_contextvars

from servicekit import metrics, tracing
from servicekit.bodies import UNSAFE
from servicekit.budgets import TooManyFields, check_query
from servicekit.errors import Refusal
from servicekit.head import HeadAnswered, without_body
from servicekit.problems import refused
from servicekit.security_log import forgotten

log = logging.getLogger("servicekit.access")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_TRACEPARENT = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


FORGOTTEN = "x-songbang-forgotten"
"""An answer's header that tells the gateway, and nobody outside, to forget the request's id."""


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    """An application without an answer: calling it within a limit lifts that limit for what is still to be sent."""


_UNLIMITED = RequestBodyLimitMiddleware(_nothing, max_body_size=sys.maxsize)


class Conversation:
    """Pure ASGI: gives each request its ids, refuses hidden characters in addresses, counts and logs the answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry point."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id, parent = _ids(scope)
        with tracing.span(f"{scope['method']} request", parent, request_id=request_id) as traceparent:
            state = scope.setdefault("state", {})
            state["request_id"], state["traceparent"] = request_id, traceparent
            clear_contextvars()
            bind_contextvars(request_id=request_id, trace_id=traceparent[3:35])
            await self._converse(scope, receive, send, request_id)

    async def _converse(self, scope: Scope, receive: Receive, send: Send, request_id: str) -> None:
        started, status = time.perf_counter(), 500

        async def send_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                if status == 413:
                    # Starlette's body limit would replace our problem document by a line of plain text.
                    await _UNLIMITED(scope, receive, send)
                message.setdefault("headers", []).append((b"x-request-id", request_id.encode()))
                if forgotten(scope):
                    message["headers"].append((FORGOTTEN.encode(), b"1"))
            await send(message)

        answer: Send = send_on
        if scope["method"] == "HEAD":
            scope, answer = {**scope, "method": "GET"}, without_body(send_on)

        try:
            refusal = _of_address(scope)
            if refusal is not None:
                await refused(Request(scope), refusal)(scope, receive, answer)
            else:
                await self._app(scope, receive, answer)
        except HeadAnswered:
            pass
        finally:
            route = getattr(scope.get("route"), "path_format", None) or "unmatched"
            seconds = time.perf_counter() - started
            metrics.REQUESTS.labels(route, scope["method"], status).inc()
            metrics.REQUEST_SECONDS.labels(route).observe(seconds)
            tracing.name_span(f"{scope['method']} {route}", status)
            if forgotten(scope):
                clear_contextvars()
                tracing.forget("request_id")
            if status >= 500 or log.isEnabledFor(logging.DEBUG):
                log.info("%s %s %d %.1f ms", scope["method"], route, status, seconds * 1000)


def _ids(scope: Scope) -> tuple[str, str | None]:
    request_id = traceparent = ""
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            request_id = value.decode("latin-1")
        elif name == b"traceparent":
            traceparent = value.decode("latin-1")
    if not _REQUEST_ID.fullmatch(request_id):
        request_id = tracing.random_hex(12)
    return request_id, traceparent if _TRACEPARENT.fullmatch(traceparent) else None


class HiddenCharacters(Refusal):
    """Control characters in the address."""

    status = 400
    code = "unsafe_text"
    detail = "地址中含有不允许的字符"


def _of_address(scope: Scope) -> Refusal | None:
    try:
        check_query(scope["query_string"])
    except TooManyFields as refusal:
        return refusal
    return HiddenCharacters() if _hides_something(scope) else None


def _hides_something(scope: Scope) -> bool:
    if not scope["query_string"] and scope["path"].isascii() and scope["path"].isprintable():
        return False
    address = scope["path"].encode("utf-8", "surrogateescape") + b"?" + unquote_to_bytes(scope["query_string"])
    try:
        return UNSAFE.search(address.decode()) is not None
    except UnicodeDecodeError:
        return True
