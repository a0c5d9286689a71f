"""HTTP/1.1 as uvicorn speaks it, with the budgets that uvicorn lacks.

They are bytes, lines and seconds for a request's head, an end for bodies that nobody reads, and one for clients that
take no answer.
"""

import asyncio
from enum import Enum, auto
from typing import Any, ClassVar

import orjson
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from servicekit import tracing

HEAD_BYTES = 65_536
HEAD_LINES = 200
HEAD_SECONDS = 10.0
HEADS_AT_A_TIME = 1000
"""Connections of one process that may be in the middle of a head; the oldest is closed for the next one."""
DISCARDED_SECONDS = 10.0
DISCARDED_BYTES = 67_108_864
"""How long, and how much of, a body is still taken in after its request was refused: a connection that is closed with
unread input is reset, and the refusal would not arrive."""
UNREAD_ANSWER_SECONDS = 60.0

_Refused = tuple[int, str, str, str]
_MALFORMED = (400, "malformed_http", "The request is not valid HTTP", "请求不符合 HTTP 格式")
_TOO_LARGE = (431, "head_too_large", "The request's head is larger than allowed", "请求头过大")
_TOO_SLOW = (408, "head_too_slow", "The request's head did not arrive in time", "请求头传输超时，请检查网络后重试")


class _Phase(Enum):
    IDLE = auto()
    HEAD = auto()
    BODY = auto()
    CLOSING = auto()


class _HeadTooLarge(Exception):
    """Stops the parser."""


class BoundedProtocol(HttpToolsProtocol):
    """One connection. The timers of its base class cover the time between requests only."""

    _heads: ClassVar["dict[BoundedProtocol, None]"] = {}

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._phase = _Phase.HEAD
        self._refused: _Refused = _MALFORMED
        self._received_bytes = self._discarded_bytes = self._heads_begun = 0
        self._timer: asyncio.TimerHandle | None = None
        self._unread_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Asyncio's hook: the first head has to arrive in time."""
        super().connection_made(transport)
        self._begin_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Asyncio's hook."""
        self._end_timers()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Asyncio's hook: count what belongs to no complete head yet."""
        if self._phase is _Phase.CLOSING:
            self._discard(len(data))
            return
        begun = self._heads_begun
        super().data_received(data)
        if self._phase is _Phase.HEAD and begun == self._heads_begun:
            # The parser keeps an unfinished line to itself, so it is measured here.
            self._received_bytes += len(data)
            if self._received_bytes > HEAD_BYTES:
                self._refuse(_TOO_LARGE)
        elif self._phase is _Phase.BODY and self.cycle is not None and self.cycle.response_complete:
            self._discard(len(data))

    def on_message_begin(self) -> None:
        """The parser's hook: a request begins."""
        super().on_message_begin()
        self._begin_head()

    def on_headers_complete(self) -> None:
        """The parser's hook: the head is whole. One piece of input is small, so its size is looked at only now."""
        self._end_head()
        size = len(self.url) + sum([len(name) + len(value) + 4 for name, value in self.headers])
        if size > HEAD_BYTES or len(self.headers) > HEAD_LINES:
            self._refused = _TOO_LARGE
            raise _HeadTooLarge
        self._phase = _Phase.BODY
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The parser's hook: the body is whole."""
        self._end_timer()
        self._phase = _Phase.IDLE
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Uvicorn's hook: the rest of a body that nobody read is taken in for a while, so that the answer arrives."""
        super().on_response_complete()
        if self._phase is _Phase.BODY and not self.transport.is_closing():
            self._set_timer(DISCARDED_SECONDS, self.transport.abort)

    def pause_writing(self) -> None:
        """Asyncio's hook: the client takes nothing for the moment."""
        super().pause_writing()
        self._unread_timer = self.loop.call_later(UNREAD_ANSWER_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """Asyncio's hook."""
        if self._unread_timer is not None:
            self._unread_timer.cancel()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's own sentence
        """Uvicorn's hook for what is no HTTP: a problem document, as everywhere else."""
        self._refuse(self._refused)

    def _begin_head(self) -> None:
        self._phase = _Phase.HEAD
        self._heads_begun += 1
        self._received_bytes = 0
        self._heads[self] = None
        self._set_timer(HEAD_SECONDS, self._head_too_slow)
        if len(self._heads) > HEADS_AT_A_TIME:
            next(iter(self._heads)).close_now()

    def _end_head(self) -> None:
        self._heads.pop(self, None)
        self._end_timer()

    def close_now(self) -> None:
        """Give the place of this connection to another one."""
        self._end_head()
        self.transport.abort()

    def _head_too_slow(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self._set_timer(HEAD_SECONDS, self._head_too_slow)  # reading may rest until the earlier request is answered
        elif self._heads_begun > 1:
            self._refuse(_TOO_SLOW)
        else:  # nothing was asked, so nothing is answered
            self._end_head()
            self.transport.close()

    def _refuse(self, refused: _Refused) -> None:
        self._end_head()
        if self._phase is _Phase.CLOSING:
            return
        self._phase = _Phase.CLOSING
        if self.cycle is not None and not self.cycle.response_complete:
            # The answer to an earlier request of this connection must stay readable; the connection ends with it.
            self.cycle.keep_alive = False
            return
        status, code, title, detail = refused
        request_id = tracing.random_hex(12)
        problem = {"type": f"/problems/{code}", "title": title, "status": status, "code": code, "detail": detail}
        body = orjson.dumps(problem | {"request_id": request_id})
        head = b"content-type: application/problem+json\r\ncontent-length: %d\r\nx-request-id: %s\r\n"
        closing = b"connection: close\r\nx-content-type-options: nosniff\r\n\r\n"
        self.transport.write(STATUS_LINE[status] + head % (len(body), request_id.encode()) + closing + body)
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._set_timer(DISCARDED_SECONDS, self.transport.abort)

    def _discard(self, length: int) -> None:
        self._discarded_bytes += length
        if self._discarded_bytes > DISCARDED_BYTES:
            self.transport.pause_reading()  # not closed: that would reset the connection before the answer is read

    def eof_received(self) -> None:
        """Asyncio's hook: the client has nothing more to say; its connection is closed with the answer."""
        if self._phase is _Phase.CLOSING:
            self.transport.close()
        super().eof_received()

    def _set_timer(self, seconds: float, act: Any) -> None:
        self._end_timer()
        self._timer = self.loop.call_later(seconds, act)

    def _end_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _end_timers(self) -> None:
        self._end_head()
        if self._unread_timer is not None:
            self._unread_timer.cancel()
