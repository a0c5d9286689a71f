"""Telling open pages that townships changed: one poller per process, whatever the number of pages and replicas."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import orjson
from fastapi import FastAPI
from servicekit import metrics
from servicekit.database import Database
from servicekit.errors import Unavailable
from servicekit.transaction import Context
from sqlalchemy.exc import SQLAlchemyError

from supervision_svc.board import repository

log = logging.getLogger(__name__)
POLL_SECONDS = 0.25
HEARTBEAT_SECONDS = 15.0
MOST_LISTENERS = 500


class Listener:
    """One open page: which of its townships have changed since it was last told."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.pending: set[str] = set()
        self.woken = asyncio.Event()
        self.ready = asyncio.Event()

    def hear(self, regions: set[str]) -> None:
        """Remember what concerns this page; from the first call on nothing is missed."""
        self.ready.set()
        mine = {region for region in regions if region.startswith(self.prefix)}
        if mine:
            self.pending |= mine
            self.woken.set()


class Changes:
    """Reads the log of changes while anybody listens."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._listeners: set[Listener] = set()
        self._somebody = asyncio.Event()
        self._ending = False

    @property
    def listening(self) -> int:
        """How many pages are open."""
        return len(self._listeners)

    async def run(self) -> None:
        """Poll until cancelled."""
        floor, seen = -1, set[int]()
        while True:
            if not self._listeners:
                floor = -1
                self._somebody.clear()
                await self._somebody.wait()
            try:
                floor, seen = await self._poll(floor, seen)
            except (SQLAlchemyError, OSError) as error:
                log.warning("the board's stream waits for the database: %s", error)
            await asyncio.sleep(POLL_SECONDS)

    async def _poll(self, floor: int, seen: set[int]) -> tuple[int, set[int]]:
        async with self._database.transaction(Context.of_system("board:stream")) as tx:
            next_floor = await repository.floor(tx)
            changes = await repository.changed_since(tx, next_floor if floor < 0 else floor)
        new = [touched for number, touched in changes.items() if floor >= 0 and number not in seen]
        regions = {region for touched in new for region in touched}
        for listener in list(self._listeners):
            listener.hear(regions)
        return next_floor, set(changes)

    async def stream(self, prefix: str, lifetime_seconds: float) -> AsyncIterator[bytes]:
        """Server-sent events until the lifetime ends; then the browser comes back with a fresh token."""
        listener = self._join(prefix)
        ends_at = time.monotonic() + lifetime_seconds
        try:
            async with asyncio.timeout(lifetime_seconds):
                await listener.ready.wait()
            # A reader of the board after this line hears of everything that comes behind what was read.
            yield b"retry: 2000\nevent: hello\ndata: {}\n\n"
            while (left := ends_at - time.monotonic()) > 0 and not self._ending:
                try:
                    async with asyncio.timeout(min(left, HEARTBEAT_SECONDS)):
                        await listener.woken.wait()
                except TimeoutError:
                    yield b": still here\n\n"
                    continue
                listener.woken.clear()
                changed, listener.pending = sorted(listener.pending), set()
                if not changed:
                    continue
                yield b"event: board\ndata: " + orjson.dumps({"townships": changed}) + b"\n\n"
        except TimeoutError:
            return  # the database did not answer for a whole lifetime
        finally:
            self._listeners.discard(listener)
            metrics.SSE_CLIENTS.dec()

    def end(self) -> None:
        """Let every open page come back to another process: this one is to stop, and would wait for them."""
        self._ending = True
        for listener in self._listeners:
            listener.ready.set()
            listener.woken.set()

    def _join(self, prefix: str) -> Listener:
        listener = Listener(prefix)
        self._listeners.add(listener)
        metrics.SSE_CLIENTS.inc()
        self._somebody.set()
        return listener

    def require_room(self) -> None:
        """Refuse a page too many; open streams cost memory."""
        if self.listening >= MOST_LISTENERS:
            raise Unavailable("实时连接过多，请稍后重试")


@asynccontextmanager
async def listening(app: FastAPI) -> AsyncIterator[None]:
    """Run the poller as long as the service runs."""
    app.state.changes = Changes(app.state.database)
    app.state.farewells.append(app.state.changes.end)
    task = asyncio.create_task(app.state.changes.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
