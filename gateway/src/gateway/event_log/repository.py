"""SQL about the stored event log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from servicekit.transaction import Transaction
from sqlmodel import col

from gateway.event_log.models import LoggedEvent

WRITER_LOCK = 0x50B0_0020
_LOCK = sa.text("SELECT pg_advisory_xact_lock(:key)")
_LAST = sa.text("SELECT coalesce(max(position), 0) FROM event_log")
_PARTITIONS = "SELECT webhook_partitions_ahead(2, $1)"
_DROP = "SELECT webhook_partitions_drop(make_interval(days => $1), $2)"


@dataclass(frozen=True, slots=True)
class Heard:
    """A decoded event of the bus with its exact bytes."""

    event_id: UUID
    type: str
    region: str
    time: datetime
    subject: str
    body: bytes


async def become_writer(tx: Transaction) -> None:
    """Wait until nobody else writes the log; held to the commit, so positions become visible in their order."""
    await tx.session.execute(_LOCK, {"key": WRITER_LOCK})


async def last_position(tx: Transaction) -> int:
    """The newest position; exact only for the writer."""
    return int((await tx.session.execute(_LAST)).scalar_one())


async def by_event_id(tx: Transaction, event_id: UUID) -> LoggedEvent | None:
    """One stored event by the id it had on the bus."""
    statement = sa.select(LoggedEvent).where(col(LoggedEvent.event_id) == event_id)
    return (await tx.session.execute(statement)).scalar_one_or_none()


async def keep_partitions(connection: asyncpg.Connection, keep_days: int, now: datetime) -> int:
    """Make the months ahead and drop those that are too old; returns how many were dropped."""
    await connection.execute(_PARTITIONS, now)
    return int(await connection.fetchval(_DROP, keep_days, now))


def columns(events: Sequence[Heard]) -> tuple[list[UUID], list[str], list[str], list[datetime], list[str], list[bytes]]:
    """The events as arrays for one statement."""
    return (
        [event.event_id for event in events], [event.type for event in events], [event.region for event in events],
        [event.time for event in events], [event.subject for event in events], [event.body for event in events],
    )  # fmt: skip
