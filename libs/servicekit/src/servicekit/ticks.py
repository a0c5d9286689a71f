"""Time-driven work of the leader: deadlines, expiries, and the housekeeping of the kit's own tables."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import asyncpg

from servicekit.bus.interface import Bus, BusUnavailable
from servicekit.clock import Clock
from servicekit.database import Database
from servicekit.leader import Duty
from servicekit.settings import ServiceSettings
from servicekit.transaction import Context, Transaction

log = logging.getLogger(__name__)
_HOUSEKEEPING_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Tick:
    """Something to look at again and again. It must find its work in the database, so that downtime loses nothing."""

    name: str
    every_seconds: float
    run: Callable[[Transaction], Awaitable[None]]


def tick_duty(database: Database, clock: Clock, ticks: Sequence[Tick]) -> Duty:
    """The leader's duty that runs every tick in its own rhythm."""

    async def repeat(tick: Tick) -> None:
        while True:
            async with database.transaction(Context.of_system(f"tick:{tick.name}", clock.now())) as tx:
                await tick.run(tx)
            await asyncio.sleep(tick.every_seconds)

    async def run(_: asyncpg.Connection) -> None:
        async with asyncio.TaskGroup() as group:
            for tick in ticks:
                group.create_task(repeat(tick))

    return run


def housekeeping_duty(settings: ServiceSettings, bus: Bus) -> Duty:
    """Make partitions ahead, drop old ones, forget old idempotency keys, inbox rows and expired records of the bus."""

    async def run(connection: asyncpg.Connection) -> None:
        while True:
            await connection.execute("SELECT outbox_partitions_ahead(2)")
            await connection.execute(
                "SELECT outbox_drop_older_than(make_interval(days => $1))", settings.outbox_keep_days
            )
            await connection.execute(
                "DELETE FROM idempotency_key WHERE created_at < now() - make_interval(hours => $1)",
                settings.idempotency_keep_hours,
            )
            await connection.execute(
                "DELETE FROM inbox WHERE received_at < now() - make_interval(days => $1)", settings.outbox_keep_days
            )
            try:
                await bus.drop_expired()
            except BusUnavailable as error:
                log.info("expired records stay a while longer: %s", error)
            await asyncio.sleep(_HOUSEKEEPING_SECONDS)

    return run
