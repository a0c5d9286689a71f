"""Request bodies, received whole before anything scarce is taken for them: a connection to a service, a login's place.

A body that trickles in holds some memory here and nothing else, and of that a client has only its share.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO

from servicekit.budgets import BodyTooSlow
from servicekit.errors import TooLarge
from starlette.types import Message, Receive

from gateway.edge.errors import BodiesBusy

GRACE_SECONDS = 10.0
LEAST_BYTES_PER_SECOND = 8192
"""A body has the grace and the time that it takes at this rate: 64 kbit/s, a poor line in a village."""
MOST_AT_A_TIME = 32
"""Unfinished bodies of one client; the oldest is given up for the next one."""
_IN_MEMORY = 1_048_576
_CHUNK = 65_536


class ClientGone(Exception):
    """The client went away before its request was complete."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one request may send: so many bytes, within so many seconds at most."""

    most_bytes: int
    most_seconds: float

    def seconds(self, taken: int) -> float:
        """From the beginning until a body must be whole of which so much has come."""
        return min(self.most_seconds, GRACE_SECONDS + taken / LEAST_BYTES_PER_SECOND)


class Body:
    """A whole body; it can be read more than once."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = file
        self.size = size

    @property
    def content(self) -> bytes | None:
        """The body where it is small enough to be held in memory."""
        return b"".join(self.chunks()) if self.size <= _IN_MEMORY else None

    def chunks(self) -> Iterator[bytes]:
        """The body from its beginning."""
        self._file.seek(0)
        while chunk := self._file.read(_CHUNK):
            yield chunk

    async def stream(self) -> AsyncIterator[bytes]:
        """The same for an HTTP client."""
        for chunk in self.chunks():
            yield chunk

    def replayed(self, receive: Receive) -> Receive:
        """The body as an application receives it; afterwards the connection speaks for itself again."""
        chunks, left = self.chunks(), self.size

        async def next_message() -> Message:
            nonlocal left
            if left <= 0:
                return await receive()
            chunk = next(chunks)
            left -= len(chunk)
            return {"type": "http.request", "body": chunk, "more_body": left > 0}

        return next_message


@dataclass(slots=True)
class _Client:
    """What one client sends at the moment: its unfinished bodies, oldest first, and the bytes of all that are here."""

    unfinished: dict[int, asyncio.Timeout] = field(default_factory=dict)
    held_bytes: int = 0


class Bodies:
    """All bodies that are on their way through this process."""

    def __init__(self, most_bytes: int) -> None:
        """`most_bytes` may be held in all, half of it by one client."""
        self._most_bytes = most_bytes
        self._held_bytes = 0
        self._number = 0
        self._clients: defaultdict[str, _Client] = defaultdict(_Client)

    @asynccontextmanager
    async def received(
        self, receive: Receive, client: str, allowance: Allowance, declared: int | None
    ) -> AsyncIterator[Body]:
        """The whole body of a request, held for the block. `client` is whose share it counts against.

        Raises TooLarge, BodyTooSlow, BodiesBusy and ClientGone.
        """
        if declared is not None and declared > allowance.most_bytes:
            raise TooLarge
        theirs = self._clients[client]
        body = Body(SpooledTemporaryFile(_IN_MEMORY), 0)  # noqa: SIM115 - closed below
        try:
            await self._fill(body, receive, theirs, allowance)
            yield body
        finally:
            body._file.close()
            theirs.held_bytes -= body.size
            self._held_bytes -= body.size
            if not theirs.unfinished and not theirs.held_bytes:
                self._clients.pop(client, None)

    async def _fill(self, body: Body, receive: Receive, theirs: _Client, allowance: Allowance) -> None:
        self._number += 1
        number, started = self._number, asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout_at(started + allowance.seconds(0)) as timer:
                theirs.unfinished[number] = timer
                if len(theirs.unfinished) > MOST_AT_A_TIME:
                    oldest = theirs.unfinished.pop(next(iter(theirs.unfinished)))
                    oldest.reschedule(started)
                more = True
                while more:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise ClientGone
                    more = message.get("more_body", False)
                    self._keep(body, message.get("body", b""), theirs, allowance)
                    if not timer.expired():
                        timer.reschedule(started + allowance.seconds(body.size))
        except TimeoutError as error:
            raise BodyTooSlow from error
        finally:
            theirs.unfinished.pop(number, None)

    def _keep(self, body: Body, chunk: bytes, theirs: _Client, allowance: Allowance) -> None:
        if body.size + len(chunk) > allowance.most_bytes:
            raise TooLarge
        if self._held_bytes + len(chunk) > self._most_bytes or theirs.held_bytes + len(chunk) > self._most_bytes // 2:
            raise BodiesBusy
        body._file.write(chunk)
        body.size += len(chunk)
        theirs.held_bytes += len(chunk)
        self._held_bytes += len(chunk)
