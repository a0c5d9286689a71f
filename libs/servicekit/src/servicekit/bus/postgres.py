"""The PostgreSQL transport: a durable log in a database of its own, for one machine without Java or Docker.

It needs direct connections: session locks and LISTEN do not pass through a transaction pooler.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import asyncpg

from servicekit.bus import postgres_sql as sql
from servicekit.bus.interface import (
    BusOptions,
    BusUnavailable,
    Partition,
    Subscription,
    TopicMismatch,
    TopicSpec,
    too_few_partitions,
)
from servicekit.bus.postgres_publisher import PostgresPublisher
from servicekit.bus.postgres_subscription import KEEPALIVES, TRANSIENT, PostgresSubscription

ROWS_PER_DELETE = 5_000
CLOSE_SECONDS = 5.0
READY_SECONDS = 3.0


class PostgresBus:
    """A bus whose broker is a PostgreSQL database."""

    def __init__(self, dsn: str, *, client_id: str, options: BusOptions) -> None:
        """Describe the bus; nothing happens before `start`."""
        self._dsn = dsn
        self._client_id = client_id
        self._options = options
        self._pool: asyncpg.Pool | None = None
        self._publisher = PostgresPublisher(dsn, client_id=client_id, options=options)

    async def start(self) -> None:
        """Prepare the pool without connecting yet."""
        self._pool = await asyncpg.create_pool(
            self._dsn,
            min_size=0,
            max_size=4,
            timeout=self._options.request_timeout_seconds,
            command_timeout=self._options.request_timeout_seconds,
            server_settings={**KEEPALIVES, "application_name": self._client_id[:60]},
        )

    async def stop(self) -> None:
        """Close the connections."""
        await self._publisher.stop()
        pool, self._pool = self._pool, None
        if pool is None:
            return
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await pool.close()
        except TimeoutError:
            pool.terminate()

    async def ensure_schema(self) -> None:
        """Create the tables of the bus; the database itself must exist."""
        async with self._connection() as connection, connection.transaction():
            await connection.execute("select pg_advisory_xact_lock($1)", sql.SCHEMA_LOCK)
            await connection.execute(sql.SCHEMA)

    async def ensure_topics(self, specs: Sequence[TopicSpec]) -> None:
        """Create the tables and the topics that are missing; raise `TopicMismatch` for too few partitions."""
        await self.ensure_schema()
        async with self._connection() as connection, connection.transaction():
            await connection.execute("select pg_advisory_xact_lock($1)", sql.SCHEMA_LOCK)
            for spec in specs:
                existing = await connection.fetchval(sql.UPSERT_TOPIC, spec.name, spec.partitions, spec.retention_ms)
                if existing < spec.partitions:
                    raise TopicMismatch(too_few_partitions(spec, existing))
                await connection.execute(sql.ADD_HEADS, spec.name, existing)

    async def publish(self, topic: str, records: Sequence[tuple[str, bytes]]) -> None:
        """Append the records in order, each statement one durable batch, then wake the readers."""
        if records:
            await self._publisher.publish(topic, records)

    def subscribe(self, group: str, topics: Sequence[str]) -> Subscription:
        """Return an unstarted member of the group."""
        return PostgresSubscription(self._dsn, group, topics, client_id=self._client_id, options=self._options)

    async def end_offsets(self, topics: Sequence[str]) -> dict[Partition, int]:
        """Return the next offset of each partition."""
        async with self._connection() as connection:
            rows = await connection.fetch(sql.END_OFFSETS, list(topics))
        return {(row["topic"], row["partition"]): row["next"] for row in rows}

    async def ready(self) -> str | None:
        """Answer whether the database is reachable."""
        try:
            async with asyncio.timeout(READY_SECONDS), self._connection() as connection:
                await connection.fetchval("select 1")
        except (BusUnavailable, TimeoutError):
            return "bus-unreachable"
        return None

    async def drop_expired(self) -> int:
        """Delete what is older than its topic's retention, in small batches; safe to call from several machines."""
        dropped = 0
        async with self._connection() as connection:
            for row in await connection.fetch("select topic, partition from head"):
                deleted = ROWS_PER_DELETE
                while deleted == ROWS_PER_DELETE:
                    status = await connection.execute(sql.DROP_EXPIRED, row["topic"], row["partition"], ROWS_PER_DELETE)
                    deleted = int(status.split()[-1])
                    dropped += deleted
        return dropped

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[asyncpg.Connection]:
        if self._pool is None:
            raise BusUnavailable("the bus is not started")
        try:
            async with self._pool.acquire(timeout=self._options.request_timeout_seconds) as connection:
                yield connection
        except TRANSIENT as error:
            raise BusUnavailable(f"PostgreSQL bus: {type(error).__name__}: {error}") from error
