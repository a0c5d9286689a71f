"""Reading the feed: where to begin, how far to look, and how long to wait."""

import asyncio
from dataclasses import dataclass

from servicekit.database import Database

from gateway.feed import cursor, repository
from gateway.feed.errors import CursorGone
from gateway.feed.formats import Found
from gateway.feed.repository import Piece, Wanted
from gateway.feed.watch import Watch

_WINDOWS = 20


@dataclass(frozen=True, slots=True)
class Reading:
    """One request; without `after` it begins at the start of the log, or with the `latest` so many events."""

    wanted: Wanted
    after: str | None
    latest: int | None
    limit: int
    wait_seconds: float
    glue: bytes


async def read(database: Database, watch: Watch, reading: Reading) -> Found:
    """The next events; waits for them when there are none yet. Raises CursorGone."""
    position = await _start(database, reading)
    clock = asyncio.get_running_loop()
    give_up_at = clock.time() + reading.wait_seconds
    while True:
        found = await _look(database, reading, position)
        left = give_up_at - clock.time()
        if found.events or found.more or left <= 0:
            return found
        position = found.position
        if not await watch.wait(reading.wanted, position, left):
            return found


async def _start(database: Database, reading: Reading) -> int:
    if reading.after is not None:
        return cursor.to_position(reading.after)
    earliest, newest = await repository.edges(database)
    if earliest is None or newest is None:
        return 0
    if reading.latest is None:
        return earliest - 1
    return (
        await repository.before_latest(database, reading.wanted, reading.latest, newest) if reading.latest else newest
    )


async def _look(database: Database, reading: Reading, position: int) -> Found:
    """Look through a number of windows; a reader whose filter fits nothing so far goes on with `next`."""
    for _ in range(_WINDOWS):
        piece = await repository.piece(database, reading.wanted, position, reading.limit, reading.glue)
        _require_kept(piece, position)
        if piece.newest is None:
            break
        full = piece.events == reading.limit and piece.last is not None
        position = piece.last if full and piece.last else max(position, min(position + repository.WINDOW, piece.newest))
        if piece.events or position >= piece.newest:
            return Found(piece.events, piece.body, position, position < piece.newest)
    return Found(0, b"", position, piece.newest is not None)


def _require_kept(piece: Piece, position: int) -> None:
    if piece.earliest is None or piece.newest is None:
        return
    if not piece.earliest - 1 <= position <= piece.newest:
        raise CursorGone(earliest=cursor.of_position(piece.earliest - 1))
