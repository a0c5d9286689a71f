"""Receivers that are real servers: one that can be told how to answer, and one that speaks raw bytes."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self

import orjson
from aiohttp import web

CHALLENGE = "songbang.endpoint.challenge"


@dataclass
class Received:
    """One request as it arrived."""

    headers: dict[str, str]
    body: bytes
    at: float = field(default_factory=time.monotonic)
    path: str = "/"

    @property
    def event(self) -> dict[str, Any]:
        return orjson.loads(self.body)

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


Answering = Callable[[Received], Awaitable[web.StreamResponse]]


async def ok(_: Received) -> web.StreamResponse:
    return web.Response(text="ok")


class Receiver:
    """Echoes challenges and answers deliveries as `answer` says."""

    def __init__(self, answer: Answering = ok) -> None:
        self.answer = answer
        self.got: list[Received] = []
        self.challenges: list[Received] = []
        self.url = ""
        self.peer_certificate: Any = None
        self._released = asyncio.Event()
        self.echoes = asyncio.Event()
        self.echoes.set()

    @property
    def events(self) -> list[dict[str, Any]]:
        return [received.event for received in self.got]

    @property
    def ids(self) -> list[str]:
        return [received.id for received in self.got]

    def failing(self, status: int = 500, **headers: str) -> None:
        async def refuse(_: Received) -> web.StreamResponse:
            return web.Response(status=status, text="no", headers=headers)

        self.answer = refuse

    def hanging(self) -> None:
        async def hang(_: Received) -> web.StreamResponse:
            await self._released.wait()
            return web.Response()

        self.answer = hang

    def accepting(self) -> None:
        self.answer = ok

    @asynccontextmanager
    async def serving(self, port: int = 0, tls: ssl.SSLContext | None = None) -> AsyncIterator[Self]:
        application = web.Application()
        application.router.add_post("/{path:.*}", self._handle)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", port, ssl_context=tls)
        await site.start()
        host, bound = site._server.sockets[0].getsockname()[:2]
        self.url = f"https://localhost:{bound}/hook" if tls else f"http://{host}:{bound}/hook"
        self.port = bound
        try:
            yield self
        finally:
            self._released.set()
            self.echoes.set()
            await runner.cleanup()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        received = Received(headers, await request.read(), path=request.path)
        if request.transport is not None:
            self.peer_certificate = request.transport.get_extra_info("peercert")
        document = received.event
        if document["type"] == CHALLENGE:
            self.challenges.append(received)
            await self.echoes.wait()
            return web.json_response({"challenge": document["data"]["challenge"]})
        self.got.append(received)
        return await self.answer(received)


Conversation = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Rogue:
    """A server that echoes challenges like an honest one and then does as it likes with the bytes."""

    def __init__(self, behave: Conversation) -> None:
        self.behave = behave
        self.url = ""
        self.times: list[float] = []
        self._talking: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[Self]:
        server = await asyncio.start_server(self._converse, "127.0.0.1", 0)
        host, port = server.sockets[0].getsockname()[:2]
        self.url = f"http://{host}:{port}/"
        try:
            yield self
        finally:
            server.close()
            for task in self._talking:
                task.cancel()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        self._talking.add(task)
        task.add_done_callback(self._talking.discard)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            document = orjson.loads(await reader.readexactly(length))
            if document["type"] == CHALLENGE:
                body = orjson.dumps({"challenge": document["data"]["challenge"]})
                answer = b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: %d\r\n\r\n" % len(body)
                writer.write(answer + body)
                await writer.drain()
            else:
                self.times.append(time.monotonic())
                await self.behave(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
