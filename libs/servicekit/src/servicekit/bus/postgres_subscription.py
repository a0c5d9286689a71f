"""A member of a reading group on the PostgreSQL transport.

A partition belongs to the member that holds its session advisory lock, so a member that dies loses it in the moment its
connection ends. Heartbeats only say into how many shares the partitions are divided. Shares change inside `poll`
and nowhere else: what a member is still working on is never taken from it.
"""

import asyncio
import logging
import random
import time
import uuid
import zlib
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import asyncpg

from servicekit.bus import postgres_sql as sql
from servicekit.bus.interface import BusOptions, BusUnavailable, Message, Partition, Revoked
from servicekit.driver import LOST

TRANSIENT = LOST
SHARE_SECONDS = 1.0
MEMBER_LIFETIME = timedelta(seconds=4)
FALLBACK_SECONDS = 0.2
RECONNECT_SECONDS = 0.5
# The server must notice a vanished machine soon, or its partitions stay locked.
KEEPALIVES = {
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "10000",
}
SETTINGS = {
    **KEEPALIVES,
    # A lost acknowledgement is a repeated delivery, which every reader bears; it is not worth a disk flush.
    "synchronous_commit": "off",
    # Every query here walks the primary key, whatever a table without statistics looks like to the planner.
    "enable_seqscan": "off", "enable_bitmapscan": "off", "jit": "off",
}  # fmt: skip

log = logging.getLogger(__name__)


class PostgresSubscription:
    """One member of a group, on its own direct connection."""

    def __init__(self, dsn: str, group: str, topics: Sequence[str], *, client_id: str, options: BusOptions) -> None:
        """Describe the member; nothing happens before `start`."""
        self.last_poll_at: float | None = None
        self.on_revoked: Revoked | None = None
        self._dsn = dsn
        self._group = group
        self._topics = list(topics)
        self._client_id = client_id
        self._options = options
        self._member = uuid.uuid4()
        self._connection: asyncpg.Connection | None = None
        self._busy = asyncio.Lock()
        self._holder: asyncio.Task[object] | None = None
        self._wake = asyncio.Event()
        self._positions: dict[Partition, int] = {}
        self._shared_at = 0.0
        self._drained = False

    async def start(self) -> None:
        """Try to join at once; when the database is down, `poll` joins later."""
        async with self._exclusive():
            try:
                await self._join()
            except TRANSIENT as error:
                await self._lose(error)

    async def stop(self) -> None:
        """Leave the group; closing the connection frees the partitions."""
        async with self._exclusive():
            connection, self._connection = self._connection, None
            self._positions.clear()
            if connection is None:
                return
            try:
                await connection.execute(sql.LEAVE, self._group, self._member, timeout=2)
                await connection.close(timeout=2)
            except TRANSIENT:
                connection.terminate()

    async def poll(self, max_messages: int = 500, timeout_seconds: float = 1.0) -> list[Message]:
        """Return the next messages of this member's partitions; an unreachable database yields nothing."""
        deadline = time.monotonic() + timeout_seconds
        if self._drained and not self._wake.is_set():
            # The read before found the end and nobody has written since: a look would cost both sides for nothing.
            await self._wait(min(timeout_seconds, FALLBACK_SECONDS))
        while True:
            async with self._exclusive():
                messages = await self._poll_once(max_messages)
            remaining = deadline - time.monotonic()
            if messages or remaining <= 0:
                return messages
            if self._connection is None:
                await asyncio.sleep(min(remaining, RECONNECT_SECONDS))
            else:
                await self._wait(min(remaining, FALLBACK_SECONDS))

    async def commit(self, upto: Mapping[Partition, int]) -> None:
        """Store the next offsets of those partitions that are still this member's."""
        async with self._exclusive():
            owned = [(*partition, offset) for partition, offset in upto.items() if partition in self._positions]
            if not owned or self._connection is None or self._connection.is_closed():
                return  # the partitions went with the connection; their next reader repeats these messages
            topics, numbers, offsets = zip(*owned, strict=True)
            try:
                await self._connection.execute(sql.COMMIT, self._group, list(topics), list(numbers), list(offsets))
            except TRANSIENT as error:
                await self._lose(error)
                raise BusUnavailable(f"PostgreSQL bus: {type(error).__name__}: {error}") from error

    async def committed(self) -> dict[Partition, int]:
        """Return the group's stored offsets."""
        async with self._exclusive():
            rows = await self._query(sql.COMMITTED, self._group, self._topics)
        return {(row["topic"], row["partition"]): row["next"] for row in rows}

    async def lag(self) -> dict[Partition, int]:
        """Return how many records each partition still holds for the group."""
        async with self._exclusive():
            rows = await self._query(sql.LAG, self._group, self._topics)
        return {(row["topic"], row["partition"]): row["waiting"] for row in rows}

    def assignment(self) -> set[Partition]:
        """Return the partitions whose locks this member holds."""
        return set(self._positions)

    @asynccontextmanager
    async def _exclusive(self) -> AsyncIterator[None]:
        """Use the connection alone; the holder may enter again, because `on_revoked` is allowed to commit."""
        if self._holder is asyncio.current_task():
            yield
            return
        async with self._busy:
            self._holder = asyncio.current_task()
            try:
                yield
            finally:
                self._holder = None

    async def _poll_once(self, max_messages: int) -> list[Message]:
        try:
            connection = await self._join()
            if time.monotonic() - self._shared_at >= SHARE_SECONDS:
                await self._share(connection)
            self._wake.clear()
            messages = await self._read(connection, max_messages)
        except TRANSIENT as error:
            await self._lose(error)
            return []
        self.last_poll_at = time.monotonic()
        return messages

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _join(self) -> asyncpg.Connection:
        if self._connection is not None:
            if not self._connection.is_closed():
                return self._connection
            await self._forfeit(set(self._positions))
        self._drained = False
        self._connection = await asyncpg.connect(
            self._dsn,
            timeout=self._options.request_timeout_seconds,
            command_timeout=self._options.request_timeout_seconds,
            server_settings={**SETTINGS, "application_name": f"{self._client_id}:{self._group}"[:60]},
        )
        await self._connection.add_listener(sql.CHANNEL, self._heard)
        await self._share(self._connection)
        return self._connection

    def _heard(self, _connection: object, _pid: int, _channel: str, topic: str) -> None:
        if topic in self._topics:
            self._wake.set()

    async def _share(self, connection: asyncpg.Connection) -> None:
        """Tell that this member lives, give back what is above its share and claim what is below."""
        await connection.execute(sql.HEARTBEAT, self._group, self._member, self._topics)
        await connection.execute(sql.FORGET_DEAD)
        for row in await connection.fetch(
            sql.TOPICS_AND_MEMBERS, self._group, self._topics, MEMBER_LIFETIME, self._member
        ):
            topic, partitions, members = row["name"], row["partitions"], row["members"]
            share = share_of(members.index(self._member), len(members), partitions, salt=zlib.crc32(topic.encode()))
            owned = sorted(partition for partition in self._positions if partition[0] == topic)
            if len(owned) > share:
                await self._give_back(connection, set(owned[share:]))
            elif len(owned) < share:
                await self._claim(connection, topic, partitions, share - len(owned))
        self._shared_at = time.monotonic()

    async def _claim(self, connection: asyncpg.Connection, topic: str, partitions: int, missing: int) -> None:
        candidates = [number for number in range(partitions) if (topic, number) not in self._positions]
        random.shuffle(candidates)  # members that look at the same moment should not all try the same one
        for number in candidates:
            if missing == 0:
                return
            if await connection.fetchval(sql.CLAIM, self._lock_of(topic, number)):
                start = await connection.fetchval(sql.START_OFFSET, self._group, topic, number)
                self._positions[topic, number] = start
                missing -= 1

    async def _give_back(self, connection: asyncpg.Connection, excess: set[Partition]) -> None:
        await self._forfeit(excess)
        for topic, number in excess:
            await connection.fetchval(sql.RELEASE, self._lock_of(topic, number))

    async def _forfeit(self, partitions: set[Partition]) -> None:
        if partitions and self.on_revoked is not None:
            await self.on_revoked(partitions)
        for partition in partitions:
            self._positions.pop(partition, None)

    async def _lose(self, error: BaseException) -> None:
        """Drop the connection and with it all partitions: the server frees their locks when the session ends."""
        self._drained = False
        log.warning("bus connection lost", extra={"group": self._group, "error": f"{type(error).__name__}: {error}"})
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None
        await self._forfeit(set(self._positions))

    async def _read(self, connection: asyncpg.Connection, max_messages: int) -> list[Message]:
        if not self._positions:
            return []
        wanted = self._rotated()
        topics, numbers, offsets = zip(*((*partition, self._positions[partition]) for partition in wanted), strict=True)
        rows = await connection.fetch(sql.READ, list(topics), list(numbers), list(offsets), max_messages)
        self._drained = len(rows) < max_messages
        messages = [Message(*row) for row in rows]
        for message in messages:
            self._positions[message.topic, message.partition] = message.offset + 1
        return messages

    def _rotated(self) -> list[Partition]:
        """Return the partitions with the one read last at the end, so that a busy one does not starve the others."""
        first = next(iter(self._positions))
        self._positions[first] = self._positions.pop(first)
        return list(self._positions)

    async def _query(self, statement: str, *arguments: object) -> list[asyncpg.Record]:
        try:
            connection = await self._join()
            return list(await connection.fetch(statement, *arguments))
        except TRANSIENT as error:
            await self._lose(error)
            raise BusUnavailable(f"PostgreSQL bus: {type(error).__name__}: {error}") from error

    def _lock_of(self, topic: str, number: int) -> str:
        return f"{self._group}/{topic}/{number}"


def share_of(rank: int, members: int, partitions: int, *, salt: int) -> int:
    """Return how many partitions a member gets; the salt gives the remainders of topics to different members."""
    return partitions // members + ((rank + salt) % members < partitions % members)
