"""Publishes the outbox: pending rows in id order, deleted by exact id after the broker's acknowledgement.

Never a cursor `id > last` and never `DELETE … id <= last`: a lower id may commit later (measured, 5 % lost).
"""

import asyncio
import logging
import time
from itertools import groupby
from operator import itemgetter

import asyncpg

from servicekit import metrics, tracing
from servicekit.bus.interface import Bus, BusUnavailable
from servicekit.database import Database

log = logging.getLogger(__name__)
_BATCH = 5000
_POLL_SECONDS = 0.25
_RETRY_SECONDS = 1.0
# Passes begin at least this far apart, so that under load events gather instead of having a pass each.
PASS_SECONDS = 0.005

# A backlog that has just come up has no statistics yet, and a planner that believes in an empty table reads all of it.
# What is published is forgotten without waiting for the disk: after a crash of the database it is published once more.
STEER = """
    SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_seqscan = off; SET synchronous_commit = off;
    SET plan_cache_mode = force_generic_plan
"""
# The lower bound lets PostgreSQL skip every partition but those that still hold something to do.
_PENDING = """
    WITH pending AS MATERIALIZED (SELECT id, recorded_at FROM outbox_pending ORDER BY id LIMIT $1)
    SELECT o.id, o.topic, o.key, o.body FROM outbox o
    JOIN pending p ON p.id = o.id AND p.recorded_at = o.recorded_at
    WHERE o.recorded_at >= (SELECT min(recorded_at) FROM pending)
    ORDER BY o.id
"""
_DONE = "DELETE FROM outbox_pending WHERE id = ANY($1::bigint[])"
DEPTH = "SELECT count(*), coalesce(extract(epoch FROM now() - min(recorded_at)), 0) FROM outbox_pending"


class Relay:
    """The outbox duty of the leader."""

    def __init__(self, database: Database, bus: Bus) -> None:
        self._database = database
        self._bus = bus

    async def run(self, connection: asyncpg.Connection) -> None:
        """Publish without end, woken by commits of this process and by a poll for those of others."""
        await connection.execute(STEER)
        while True:
            began = time.perf_counter()
            self._database.committed.clear()
            try:
                published = await self.publish_pending(connection)
            except BusUnavailable as error:
                log.warning("bus unavailable, events wait in the outbox: %s", error)
                await asyncio.sleep(_RETRY_SECONDS)
                continue
            if published < _BATCH:
                try:
                    # Not wait_for: on Python 3.11 it swallows a cancellation that meets the event, and never ends.
                    async with asyncio.timeout(_POLL_SECONDS):
                        await self._database.committed.wait()
                except TimeoutError:
                    continue
                await asyncio.sleep(PASS_SECONDS - (time.perf_counter() - began))

    async def publish_pending(self, connection: asyncpg.Connection) -> int:
        """Publish one batch; returns how many events it held."""
        rows = await connection.fetch(_PENDING, _BATCH)
        if not rows:
            return 0
        started, began = time.perf_counter(), tracing.now_ns()
        # A service has one topic; grouping keeps that an observation, not an assumption.
        for topic, batch in groupby(sorted(rows, key=itemgetter("topic")), key=itemgetter("topic")):
            await self._bus.publish(topic, [(row["key"], row["body"]) for row in batch])
        await connection.execute(_DONE, [row["id"] for row in rows])
        tracing.events("publish", (row["body"] for row in rows), began)
        metrics.RELAYED.inc(len(rows))
        metrics.RELAY_SECONDS.observe(time.perf_counter() - started)
        return len(rows)
