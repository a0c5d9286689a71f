"""The due-list: work that has a time at which it is due.

A business transaction enters and withdraws it with `Transaction.schedule`; the leader does it once, at that time or
after the downtime that covered it, and tries again with growing waits. Decision 0024 compares it with libraries.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import asyncpg
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from servicekit import metrics
from servicekit.clock import Clock
from servicekit.database import Database
from servicekit.transaction import Context, Transaction

log = logging.getLogger(__name__)
_LOOK_SECONDS, _REFILL_SECONDS = 1.0, 3600.0
_AT_ONCE, _PARALLEL = 200, 4
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=1)
ONLY = "-"
"""The key of a job that has one entry only."""

_DUE = """
    SELECT job, key, due_at, attempts FROM due_entry WHERE next_at <= $1 AND job = ANY($2) ORDER BY next_at LIMIT $3
"""
_DONE = "DELETE FROM due_entry WHERE job = $1 AND key = $2 AND due_at = $3 RETURNING 1"
_FAILED = """
    UPDATE due_entry SET attempts = attempts + 1, next_at = $4, error = $5 WHERE job = $1 AND key = $2 AND due_at = $3
"""
_FIGURES = """
    SELECT job, count(*) AS entries, count(*) FILTER (WHERE due_at <= $1) AS late,
           count(*) FILTER (WHERE attempts > 0) AS failing, min(due_at) AS next,
           max(error) FILTER (WHERE attempts > 0) AS error,
           greatest(0, extract(epoch FROM $1 - min(due_at)))::float AS late_seconds
    FROM due_entry GROUP BY job ORDER BY job
"""
_ENTRY = sa.table("due_entry", *(sa.column(name) for name in ("job", "key", "due_at", "next_at")))


@dataclass(frozen=True, slots=True)
class Job:
    """One kind of work on the due-list.

    `run` does what is due for a key. It locks the row that it is about before it looks, changes nothing that is no
    longer due, and enters the next time with `Transaction.schedule`, if there is one. `missing` selects the key and
    the time of everything that belongs on the list, as of a moment: what an older release left out is entered when
    the leader begins, and each hour.
    """

    name: str
    run: Callable[[Transaction, str], Awaitable[None]]
    missing: Callable[[datetime], sa.Select[Any, Any]]


def repeated(name: str, every: timedelta, run: Callable[[Transaction], Awaitable[bool]]) -> Job:
    """A job that is due again after each `every`, and at once while `run` tells that there is more to do."""

    async def again(tx: Transaction, _: str) -> None:
        more = await run(tx)
        tx.schedule(name, ONLY, tx.now if more else tx.now + every)

    return Job(name, again, lambda now: sa.select(sa.literal(ONLY), sa.literal(now)))


class Moved(Exception):
    """The entry was moved, withdrawn or done while its job ran; what the job did is rolled back."""


class DueList:
    """The leader's duty that does what is due, and the figures about it."""

    def __init__(self, database: Database, clock: Clock, jobs: Sequence[Job]) -> None:
        self._database, self._clock = database, clock
        self._jobs = {job.name: job for job in jobs}
        self.latest: list[dict[str, Any]] = []
        """For each job: entries, the next time, how many are late, by how many seconds, how many fail and why."""

    async def run(self, _: asyncpg.Connection) -> None:
        """Enter what is missing, then do what is due, until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._refill())
            group.create_task(self._follow())

    async def _follow(self) -> None:
        while True:
            if await self.pass_once() < _AT_ONCE:
                await asyncio.sleep(_LOOK_SECONDS)

    async def pass_once(self, now: datetime | None = None) -> int:
        """Attempt what is due by now, at most some hundreds of entries; returns how many were attempted."""
        now = now or self._clock.now()
        due = await self._database.fetch(_DUE, now, list(self._jobs), _AT_ONCE)
        room = asyncio.Semaphore(_PARALLEL)
        async with asyncio.TaskGroup() as group:
            for entry in due:
                group.create_task(self._attempt(room, entry, now))
        return len(due)

    async def _attempt(self, room: asyncio.Semaphore, entry: asyncpg.Record, now: datetime) -> None:
        name, outcome = entry["job"], "done"
        async with room:
            try:
                async with self._database.transaction(Context.of_system(f"due:{name}", now)) as tx:
                    await self._do(tx, entry)
            except Moved:
                outcome = "moved"
            except Exception as error:  # the next entry must not wait for the one that fails
                outcome = "failed"
                log.warning("%s of %s failed, to be tried again", name, entry["key"], exc_info=error)
                wait = min(_FIRST_WAIT * 2 ** min(entry["attempts"], 20), _LONGEST_WAIT)
                place = (name, entry["key"], entry["due_at"])
                await self._database.execute(_FAILED, *place, now + wait, type(error).__name__)
        metrics.DUE_ATTEMPTS.labels(name, outcome).inc()

    async def _do(self, tx: Transaction, entry: asyncpg.Record) -> None:
        await self._jobs[entry["job"]].run(tx, entry["key"])
        # The entry is locked after the row, as business transactions do it: they would deadlock otherwise.
        connection = await tx.session.connection()
        place = (entry["job"], entry["key"], entry["due_at"])
        if (await connection.exec_driver_sql(_DONE, place)).first() is None:
            raise Moved

    async def _refill(self) -> None:
        while True:
            async with self._database.transaction(Context.of_system("due-list", self._clock.now())) as tx:
                await tx.session.execute(_entering(self._jobs.values(), tx.now))
            await asyncio.sleep(_REFILL_SECONDS)

    async def look(self) -> None:
        """Read the figures of each job into the metrics and into `latest`, which `/readyz` shows."""
        rows = await self._database.fetch(_FIGURES, self._clock.now())
        for row in rows:
            metrics.DUE_ENTRIES.labels(row["job"]).set(row["entries"])
            metrics.DUE_LATE.labels(row["job"]).set(row["late_seconds"])
            metrics.DUE_FAILING.labels(row["job"]).set(row["failing"])
        self.latest = [{**row, "next": row["next"].isoformat()} for row in rows]


def _entering(jobs: Iterable[Job], now: datetime) -> sa.Insert:
    """What is missing of all jobs, as one statement: a service with thirty of them starts as fast as one with two."""
    rows = sa.union_all(*(_missing(job, now) for job in jobs))
    return insert(_ENTRY).from_select(["job", "key", "due_at", "next_at"], rows).on_conflict_do_nothing()


def _missing(job: Job, now: datetime) -> sa.Select[str, str, datetime, datetime]:
    key, due_at = job.missing(now).subquery().c
    at = sa.cast(due_at, sa.DateTime(timezone=True))
    return sa.select(sa.literal(job.name), sa.cast(key, sa.Text), at, at)
