"""A TCP proxy between the product and its bus, which can cut, refuse and hold back what passes through it."""

import asyncio
import contextlib
import random
from asyncio import StreamReader, StreamWriter

from songbang.ports import HOST

_CHUNK = 65536


class Proxy:
    """Passes bytes both ways; the two gates hold back requests or answers without closing anything."""

    def __init__(self, port: int, target: int) -> None:
        self.port = port
        self._target = target
        self._pairs: set[tuple[StreamWriter, StreamWriter]] = set()
        self._server: asyncio.Server | None = None
        self.refusing = False
        self.requests, self.answers = asyncio.Event(), asyncio.Event()
        self.requests.set()
        self.answers.set()

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._serve, HOST, self.port)

    async def stop(self) -> None:
        """Stop listening and drop every connection."""
        if self._server is not None:
            self._server.close()
        self.heal()
        self.cut(random.Random(0), 1.0)

    def cut(self, chance: random.Random, share: float) -> int:
        """Reset a share of the connections; returns how many."""
        chosen = [pair for pair in self._pairs if chance.random() < share]
        for pair in chosen:
            _abort(pair)
        return len(chosen)

    def heal(self) -> None:
        """Let everything pass again."""
        self.refusing = False
        self.requests.set()
        self.answers.set()

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        if self.refusing:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection(HOST, self._target)
        except OSError:
            writer.transport.abort()
            return
        pair = (writer, far_writer)
        self._pairs.add(pair)
        try:
            ways = [_pass(reader, far_writer, self.requests), _pass(far_reader, writer, self.answers)]
            await asyncio.gather(*ways)
        finally:
            self._pairs.discard(pair)
            _abort(pair)


async def _pass(reader: StreamReader, writer: StreamWriter, gate: asyncio.Event) -> None:
    """What was sent before its sender died still arrives: a dead process's bytes travel on in real networks too."""
    with contextlib.suppress(OSError):
        while data := await reader.read(_CHUNK):
            await gate.wait()
            writer.write(data)
            await writer.drain()
    with contextlib.suppress(OSError):
        writer.close()


def _abort(pair: tuple[StreamWriter, StreamWriter]) -> None:
    for writer in pair:
        writer.transport.abort()
