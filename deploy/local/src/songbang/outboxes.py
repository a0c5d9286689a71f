"""Reading the parts' own logs of events: the source from which the bus and the board can be made again."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import asyncpg
from servicekit.leader import LEADER_LOCK

BATCH = 2000
_WATCH_SECONDS = 3.0  # a dethroned leader notices within the rhythm of its watch
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

# What still waits for its first publication is the relay's business. One partition of the log after the other, so that
# a batch never has to sort years.
_READ = """
    SELECT o.id, o.topic, o.key, o.body, o.recorded_at FROM outbox o
    WHERE o.recorded_at >= $1 AND o.id > $2
      AND ($3 OR NOT EXISTS (SELECT 1 FROM outbox_pending p WHERE p.id = o.id AND p.recorded_at = o.recorded_at))
    ORDER BY o.id LIMIT $4
"""
_COUNT = "SELECT count(*) FROM outbox WHERE recorded_at >= $1"
_END_LEADER = """
    SELECT pg_terminate_backend(pid) FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND classid = 0 AND objid = $1
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid <> $2
"""


async def connect(url: str) -> asyncpg.Connection:
    """A connection for long reads."""
    return await asyncpg.connect(url, server_settings={"application_name": "songbang", "jit": "off"})


async def count(connection: asyncpg.Connection, since: datetime = BEGINNING) -> int:
    """How many events a log holds from that moment on."""
    found: int = await connection.fetchval(_COUNT, since)
    return found


async def read(
    connection: asyncpg.Connection, since: datetime = BEGINNING, *, pending_too: bool = False
) -> AsyncIterator[Sequence[Any]]:
    """The events of a log in their order, in batches."""
    position = 0
    while rows := await connection.fetch(_READ, since, position, pending_too, BATCH):
        position = rows[-1]["id"]
        yield rows


@asynccontextmanager
async def instead_of_the_leader(url: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection that leads the part, so that its relay adds nothing meanwhile; it takes over again afterwards.

    A waiting request for the lock goes before the tries of the replicas, so ending the present holder is enough.
    """
    connection, other = await asyncpg.connect(url), await asyncpg.connect(url)
    try:
        led = asyncio.create_task(connection.execute("SELECT pg_advisory_lock($1)", LEADER_LOCK))
        ourselves, dethroned = connection.get_server_pid(), False
        while not led.done():
            dethroned = bool(await other.fetch(_END_LEADER, LEADER_LOCK, ourselves)) or dethroned
            await asyncio.wait({led}, timeout=0.2)
        await led
        await asyncio.sleep(_WATCH_SECONDS if dethroned else 0)
        yield connection
    finally:
        connection.terminate()
        await other.close()
