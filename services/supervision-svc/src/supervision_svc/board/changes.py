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
    """One open page: which of its townships have changed since it was last told, and whether its to-dos may have.

    `board` and `todos` are the prefixes of the regions that it may hear of; None is nothing.
    """

    def __init__(self, board: str | None, todos: str | None) -> None:
        self._board, self._todos = board, todos
        self.pending: set[str] = set()
        self.todos_changed = False
        self.woken = asyncio.Event()
        self.ready = asyncio.Event()

    def hear(self, regions: set[str], touched: set[str]) -> None:
        """Remember what concerns this page; from the first call on nothing is missed."""
        self.ready.set()
        self.pending |= {region for region in regions if _within(region, self._board)}
        self.todos_changed = self.todos_changed or any(_within(region, self._todos) for region in touched)
        if self.pending or self.todos_changed:
            self.woken.set()

    def news(self) -> bytes:
        """What there is to tell since the last time, as server-sent events."""
        self.woken.clear()
        changed, self.pending = sorted(self.pending), set()
        todos, self.todos_changed = self.todos_changed, False
        board = b"event: board\ndata: " + orjson.dumps({"townships": changed}) + b"\n\n" if changed else b""
        return board + (b"event: todos.changed\ndata: {}\n\n" if todos else b"")


def _within(region: str, prefix: str | None) -> bool:
    return prefix is not None and region.startswith(prefix)


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
            changes = await repository.touched_since(tx, next_floor if floor < 0 else floor)
        new = [change for number, change in changes.items() if floor >= 0 and number not in seen]
        regions = {region for changed, _ in new for region in changed}
        touched = {region for _, about in new for region in about}
        for listener in list(self._listeners):
            listener.hear(regions, touched)
        return next_floor, set(changes)

    async def stream(self, board: str | None, todos: str | None, lifetime_seconds: float) -> AsyncIterator[bytes]:
        """Server-sent events until the lifetime ends; then the browser comes back with a fresh token."""
        listener = self._join(board, todos)
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
                if news := listener.news():
                    yield news
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

    def _join(self, board: str | None, todos: str | None) -> Listener:
        listener = Listener(board, todos)
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
