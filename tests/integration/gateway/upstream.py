"""A service behind the edge as bad as it gets: echoes, streams, hangs, breaks off."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

OPENAPI = {
    "openapi": "3.1.0", "info": {"title": "x", "version": "1"},
    "paths": {
        "/healthz": {"get": {"operationId": "healthz"}},
        "/v1/things": {"get": {
            "operationId": "list_things", "tags": ["things"],
            "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}},
        }},
        "/v1/others": {"get": {"operationId": "list_things", "responses": {}}},
    },
    "components": {
        "schemas": {"Thing": {"type": "object"}, "Pair": {"items": {"$ref": "#/components/schemas/Thing"}}},
        "securitySchemes": {"access_token": {"type": "http", "scheme": "bearer"}},
    },
}  # fmt: skip


class Upstream:
    """Remembers what it saw."""

    def __init__(self, name: str = "checklist") -> None:
        self.name = name
        self.requests = 0
        self.received_bytes = 0
        self.first_chunk = asyncio.Event()
        self.stream_ended = asyncio.Event()
        self.app = Starlette(routes=[
            Route("/openapi.json", lambda _: JSONResponse(OPENAPI)),
            Route("/v1/take", self.take, methods=["POST", "PUT"]),
            Route("/v1/refuse", self.refuse, methods=["POST"]),
            Route("/v1/events", self.events),
            Route("/v1/large", self.large),
            Route("/v1/hang", self.hang),
            Route("/v1/pause", self.pause),
            Route("/v1/break", self.break_off),
            Route("/{path:path}", self.echo, methods=["GET", "POST", "PUT", "DELETE", "OPTIONS"]),
        ])  # fmt: skip

    async def echo(self, request: Request) -> Response:
        self.requests += 1
        seen: dict[str, Any] = {
            "service": self.name, "method": request.method, "path": request.scope["raw_path"].decode(),
            "query": request.url.query, "headers": [[k.decode(), v.decode()] for k, v in request.headers.raw],
            "body": (await request.body()).decode("latin-1"),
        }  # fmt: skip
        return JSONResponse(
            seen, 201, {"etag": '"7"', "connection": "close, x-secret", "x-secret": "1", "x-own": "kept"}
        )

    async def take(self, request: Request) -> Response:
        async for chunk in request.stream():
            self.received_bytes += len(chunk)
            self.first_chunk.set()
        return JSONResponse({"bytes": self.received_bytes})

    async def refuse(self, request: Request) -> Response:
        return JSONResponse({"code": "too_large"}, 413)

    async def events(self, request: Request) -> Response:
        async def stream() -> AsyncIterator[bytes]:
            try:
                for number in range(1000):
                    yield b"data: %d\n\n" % number
                    await asyncio.sleep(0.3)
            finally:
                self.stream_ended.set()

        return StreamingResponse(stream(), media_type="text/event-stream")

    async def large(self, request: Request) -> Response:
        async def stream() -> AsyncIterator[bytes]:
            for _ in range(160):
                yield b"x" * 65_536

        return StreamingResponse(stream(), media_type="application/octet-stream", headers={"content-encoding": "gzip"})

    async def hang(self, request: Request) -> Response:
        self.requests += 1
        await asyncio.sleep(30)
        return Response()

    async def pause(self, request: Request) -> Response:
        async def stream() -> AsyncIterator[bytes]:
            yield b"begun"
            await asyncio.sleep(30)

        return StreamingResponse(stream(), media_type="text/plain")

    async def break_off(self, request: Request) -> Response:
        async def stream() -> AsyncIterator[bytes]:
            yield b"begun"
            raise ConnectionAbortedError

        return StreamingResponse(stream(), media_type="text/plain")
