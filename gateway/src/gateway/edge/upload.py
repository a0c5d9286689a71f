"""A request body on its way through: passed on as it comes, counted, and timed."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from servicekit.errors import Refusal, TooLarge
from starlette.types import Receive

from gateway.edge.errors import AddressInvalid, UploadTooSlow

_SMALL_BYTES = 65_536


class ClientGone(Exception):
    """The client went away before its request was complete."""


@dataclass(slots=True)
class Upload:
    """The body of one request. What went wrong is kept here: the HTTP client only reports that sending failed."""

    receive: Receive
    limit_bytes: int
    seconds: float
    declared_bytes: int | None
    silence_seconds: float
    failure: Refusal | ClientGone | None = None
    complete: bool = False
    deadline: asyncio.Timeout | None = field(default=None, repr=False)
    """The service's deadline; it stands still while the client is the one we wait for."""
    _taken: int = 0
    _give_up_at: float = 0.0

    async def open(self) -> bytes | AsyncIterator[bytes] | None:
        """The whole body when it is small, else a stream of it."""
        self._give_up_at = asyncio.get_running_loop().time() + self.seconds
        if self.declared_bytes is not None and self.declared_bytes > self.limit_bytes:
            raise TooLarge
        first = await self._next()
        if self.complete:
            return first or None
        if self.declared_bytes is None or self.declared_bytes > _SMALL_BYTES:
            return self._stream(first)
        parts = [first]
        while not self.complete:
            parts.append(await self._next())
        return b"".join(parts)

    async def _stream(self, first: bytes) -> AsyncIterator[bytes]:
        try:
            yield first
            while not self.complete:
                chunk = await self._next()
                if chunk:
                    yield chunk
        except (Refusal, ClientGone) as failure:
            self.failure = failure
            raise

    async def _next(self) -> bytes:
        loop = asyncio.get_running_loop()
        self._reschedule(None)
        try:
            async with asyncio.timeout_at(self._give_up_at):
                message = await self.receive()
        except TimeoutError as error:
            raise UploadTooSlow from error
        self._reschedule(loop.time() + self.silence_seconds)
        if message["type"] == "http.disconnect":
            raise ClientGone
        chunk: bytes = message.get("body", b"")
        self.complete = not message.get("more_body", False)
        self._taken += len(chunk)
        if self._taken > self.limit_bytes:
            raise TooLarge
        return chunk

    def _reschedule(self, when: float | None) -> None:
        if self.deadline is not None and not self.deadline.expired():
            self.deadline.reschedule(when)


def declared_length(value: bytes | None) -> int | None:
    """The Content-Length of a request; raises for what is no number."""
    if value is None:
        return None
    if not value.isdigit() or len(value) > 18:
        raise AddressInvalid("Content-Length 有误")
    return int(value)
