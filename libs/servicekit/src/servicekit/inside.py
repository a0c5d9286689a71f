"""A separate port for what outsiders may not read: whether a process is ready and why not, and its metrics."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from contracts.version import VERSION
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from servicekit import build  # noqa: F401 - tells the release among the figures of every process

Readiness = Callable[[], Awaitable[Mapping[str, Any]]]
"""Returns the document of `/readyz`; the process is ready when its `reasons` are empty."""


@asynccontextmanager
async def inside_port(
    host: str,
    port: int | None,
    readiness: Readiness,
    refresh: Callable[[], Awaitable[object]] | None = None,
    routes: Sequence[web.RouteDef] = (),
) -> AsyncIterator[None]:
    """Answer `/healthz`, `/readyz` and `/metrics` on that port around a block; without a port nothing is opened.

    `refresh` is awaited before `/metrics` answers; `routes` are what else is answered there.
    """
    if port is None:
        yield
        return

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def readyz(_: web.Request) -> web.Response:
        document = await readiness()
        return web.json_response(document, status=503 if document["status"] == "not_ready" else 200)

    async def figures(_: web.Request) -> web.Response:
        if refresh is not None:
            await refresh()
        return web.Response(body=generate_latest(), headers={"content-type": CONTENT_TYPE_LATEST})

    application = web.Application()
    application.add_routes(
        [web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", figures), *routes]
    )
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield
    finally:
        await runner.cleanup()


def reasons_of(reasons: Mapping[str, str]) -> dict[str, Any]:
    """The document of `/readyz` of a process that has no further details."""
    return {"status": "not_ready" if reasons else "ready", "reasons": dict(reasons), "release": VERSION}
