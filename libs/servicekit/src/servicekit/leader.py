"""One leader per service: the holder of the session lock publishes the outbox, seals the audit and runs the ticks."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

import asyncpg
from sqlalchemy.exc import SQLAlchemyError

from servicekit.database import Database
from servicekit.driver import LOST

log = logging.getLogger(__name__)
LEADER_LOCK = 0x50B0_0001
_RETRY_SECONDS = 2.0
# Ticks work through SQLAlchemy, which wraps the driver's errors in its own.
_LOST = (*LOST, SQLAlchemyError)

Duty = Callable[[asyncpg.Connection], Awaitable[None]]


class Leader:
    """Runs duties while it holds the lock, and stands by otherwise; lost with the connection, never kept by memory."""

    def __init__(self, database: Database, duties: Sequence[Duty]) -> None:
        self._database = database
        self._duties = duties
        self.leading = False

    async def run(self) -> None:
        """Compete for the lock until cancelled."""
        while True:
            try:
                await self._reign()
            except _LOST as error:
                log.warning("leadership lost: %s", error)
            except Exception:  # a leader that ends leaves its events unpublished: whatever it was, compete again
                log.exception("leadership failed")
            finally:
                self.leading = False
            await asyncio.sleep(_RETRY_SECONDS)

    async def _reign(self) -> None:
        connection = await self._database.direct()
        try:
            while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", LEADER_LOCK):
                await asyncio.sleep(_RETRY_SECONDS)
            self.leading = True
            log.info("leading")
            # Each duty has its own connection: this one only proves that the lock is still held.
            async with asyncio.TaskGroup() as duties:
                duties.create_task(self._watch(connection))
                for duty in self._duties:
                    duties.create_task(self._perform(duty))
        except ExceptionGroup as errors:
            # Not except*: what is raised in its body comes out as a group again, never caught as a lost connection.
            if errors.split(_LOST)[1] is not None:
                raise
            raise ConnectionError(str(errors.exceptions[0])) from errors
        finally:
            connection.terminate()

    async def _watch(self, connection: asyncpg.Connection) -> None:
        while True:
            # Not wait_for: on Python 3.11 it swallows a cancellation that meets the answer, and never ends.
            async with asyncio.timeout(5):
                await connection.fetchval("SELECT 1")
            await asyncio.sleep(_RETRY_SECONDS)

    async def _perform(self, duty: Duty) -> None:
        connection = await self._database.direct()
        try:
            await duty(connection)
        finally:
            connection.terminate()
