"""The delivery process: hears the bus, sends deliveries and probes, replays, keeps house, shows its figures."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
from aiohttp.abc import AbstractResolver
from servicekit.app import measure, open_service_bus
from servicekit.bus.interface import Bus, BusUnavailable
from servicekit.consumers import ConsumerLoop
from servicekit.database import Database
from servicekit.garbage import collect_seldom
from servicekit.inside import inside_port, reasons_of
from servicekit.stopping import stop_signal

from gateway.event_log import repository as event_log
from gateway.webhooks import fan_out
from gateway.webhooks.chores import run_chores
from gateway.webhooks.probes.runner import Probes
from gateway.webhooks.replays.runner import run_piece
from gateway.webhooks.sending.worker import LOST, Worker
from gateway.webhooks.settings import WebhookSettings

log = logging.getLogger(__name__)
NAME = "webhooks"
_CHORES_SECONDS = 30.0
_PROBES_SECONDS = 0.25
_REPLAYS_SECONDS = 0.5
_RETRY_SECONDS = 1.0
Job = Callable[[asyncpg.Connection], Awaitable[bool]]


class Delivering:
    """The parts of the process, wired once."""

    def __init__(self, settings: WebhookSettings, *, resolver: AbstractResolver | None = None) -> None:
        self.settings = settings
        self.database = Database(
            settings.database_url.get_secret_value(), pool_size=4,
            statement_timeout_seconds=settings.statement_timeout_seconds, name=NAME,
            row_mac=settings.row_mac("gateway"), password=settings.password_of_now,
        )  # fmt: skip
        self.bus: Bus = open_service_bus(NAME, settings)
        self.loop = ConsumerLoop(fan_out.consumer(), self.database, self.bus)
        self.worker = Worker(self.database, settings, resolver=resolver)
        self._lease = timedelta(seconds=settings.webhooks_lease_seconds)
        self.probes = Probes(self.database, self.worker.roster, self._lease)
        self._tasks: list[asyncio.Task[None]] = []

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run everything around a block, and end it in good order."""
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.database.close)
            stack.push_async_callback(self.bus.stop)
            door = inside_port(self.settings.inside_host, self.settings.webhooks_port, self._readiness)
            await stack.enter_async_context(door)
            await _connect(self.bus)
            await self._prepare()
            tasks = self._tasks = [
                asyncio.create_task(self.loop.run()),
                asyncio.create_task(self.worker.run()),
                asyncio.create_task(self._repeat(self.probes.begin, _PROBES_SECONDS)),
                asyncio.create_task(self._repeat(self._replays, _REPLAYS_SECONDS)),
                asyncio.create_task(self._repeat(self._chores, _CHORES_SECONDS)),
                asyncio.create_task(measure(self.database)),
            ]
            try:
                yield
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                await self.probes.stop()
                await self.worker.stop()

    async def until(self, stopping: asyncio.Event) -> None:
        """Wait for the end; raises what a part died of, since a process that lacks one must be started anew."""
        stopped = asyncio.create_task(stopping.wait())
        done, _ = await asyncio.wait([stopped, *self._tasks], return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        for part in done:
            part.result()

    async def _readiness(self) -> dict[str, Any]:
        silences = {"claims": self.worker.last_claim_at, "bus": self.loop.last_poll_at}
        limit = self.settings.consumer_ready_seconds
        return reasons_of({
            name: f"silent_for_{int(time.monotonic() - at)}s"
            for name, at in silences.items() if time.monotonic() - at > limit
        })  # fmt: skip

    async def _prepare(self) -> None:
        """After a long rest this month's partitions are missing: without them events would look like poison."""
        while True:
            try:
                connection = await self.database.direct()
                try:
                    await event_log.keep_partitions(connection, self.settings.event_log_keep_days, datetime.now(UTC))
                    return
                finally:
                    connection.terminate()
            except LOST as error:
                log.warning("database not ready yet: %s", error)
                await asyncio.sleep(_RETRY_SECONDS)

    async def _replays(self, connection: asyncpg.Connection) -> bool:
        return await run_piece(connection, self._lease)

    async def _chores(self, connection: asyncpg.Connection) -> bool:
        await run_chores(connection, self.database, self.settings)
        return False

    async def _repeat(self, job: Job, every_seconds: float) -> None:
        """Do a job again and again on a connection of its own; a job that found work looks again at once."""
        while True:
            try:
                connection = await self.database.direct()
                try:
                    while True:
                        if not await job(connection):
                            await asyncio.sleep(every_seconds)
                finally:
                    connection.terminate()
            except LOST as error:
                log.warning("%s waits for the database: %s", job.__name__, error)
            await asyncio.sleep(_RETRY_SECONDS)


async def serve(settings: WebhookSettings) -> None:
    """Deliver until the process is told to stop."""
    stopping = stop_signal()
    process = Delivering(settings)
    async with process.running():
        collect_seldom()
        log.info("delivering")
        await process.until(stopping)


async def _connect(bus: Bus) -> None:
    while True:
        try:
            await bus.start()
            return
        except (BusUnavailable, OSError) as error:
            log.warning("bus not reachable yet: %s", error)
            await asyncio.sleep(_RETRY_SECONDS)
