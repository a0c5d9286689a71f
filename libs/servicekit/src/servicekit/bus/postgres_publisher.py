"""Appending to the log of the PostgreSQL transport, over one connection that is fenced when it fails."""

import asyncio
import uuid
from collections.abc import Sequence

import asyncpg

from servicekit.bus import postgres_sql as sql
from servicekit.bus.interface import BusOptions, BusUnavailable
from servicekit.bus.partitioner import partition_of
from servicekit.bus.postgres_subscription import KEEPALIVES, TRANSIENT

RECORDS_PER_APPEND = 1_000
BYTES_PER_APPEND = 4 * 1024 * 1024


class PostgresPublisher:
    """The one writer's connection of a bus."""

    def __init__(self, dsn: str, *, client_id: str, options: BusOptions) -> None:
        """Describe the connection; it is made when the first record is published."""
        self._dsn = dsn
        self._options = options
        self._name = f"{client_id[:30]}:publish:{uuid.uuid4().hex[:16]}"
        self._connection: asyncpg.Connection | None = None
        self._publishing = asyncio.Lock()
        self._partitions: dict[str, int] = {}

    async def stop(self) -> None:
        """Close the connection; what was published is durable already."""
        async with self._publishing:
            self._discard()

    async def publish(self, topic: str, records: Sequence[tuple[str, bytes]]) -> None:
        """Append the records in order, each statement one durable batch, then wake the readers."""
        async with self._publishing:
            whole = False
            try:
                async with asyncio.timeout(self._options.publish_timeout_seconds):
                    await self._publish(topic, records)
                whole = True
            except TRANSIENT as error:
                raise BusUnavailable(f"PostgreSQL bus: {type(error).__name__}: {error}") from error
            finally:
                if not whole:
                    self._discard()

    async def _publish(self, topic: str, records: Sequence[tuple[str, bytes]]) -> None:
        connection = self._connection or await self._connect()
        count = self._partitions.get(topic) or await self._count_partitions(connection, topic)
        for batch in batches(records):
            keys = [key for key, _ in batch]
            numbers = [partition_of(key, count) for key in keys]
            await connection.fetchval(sql.APPEND, topic, numbers, keys, [value for _, value in batch])
            # After the commit and alone: inside it, the cluster-wide lock of NOTIFY would serialise all commits.
            await connection.execute(sql.NOTIFY, topic)

    async def _connect(self) -> asyncpg.Connection:
        """Connect, and make sure that no statement of a failed predecessor can still land behind what comes now."""
        connection = await asyncpg.connect(
            self._dsn,
            timeout=self._options.request_timeout_seconds,
            server_settings={**KEEPALIVES, "application_name": self._name},
        )
        self._connection = connection
        if not all(row["gone"] for row in await connection.fetch(sql.END_PREDECESSORS, self._name)):
            raise BusUnavailable("PostgreSQL bus: an earlier connection of this publisher does not end")
        return connection

    async def _count_partitions(self, connection: asyncpg.Connection, topic: str) -> int:
        count: int | None = await connection.fetchval(sql.PARTITIONS, topic)
        if count is None:
            raise BusUnavailable(f"topic {topic} does not exist yet; the init step creates it")
        self._partitions[topic] = count
        return count

    def _discard(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None


def batches(records: Sequence[tuple[str, bytes]]) -> list[list[tuple[str, bytes]]]:
    """Cut records into batches bounded in number and bytes; the order stays."""
    cut: list[list[tuple[str, bytes]]] = [[]]
    size = 0
    for record in records:
        length = len(record[1])
        if cut[-1] and (len(cut[-1]) == RECORDS_PER_APPEND or size + length > BYTES_PER_APPEND):
            cut.append([])
            size = 0
        cut[-1].append(record)
        size += length
    return cut
