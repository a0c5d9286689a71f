"""Where topics begin and end and how far groups have come, asked from outside any group."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from servicekit.bus.interface import BusOptions, BusUnavailable, Partition
from servicekit.bus.kafka_client import BACKOFF_MS, TRANSIENT, apart, unavailable, within

CLOSE_SECONDS = 5.0
T = TypeVar("T")
Question = Callable[[AIOKafkaConsumer, AIOKafkaAdminClient], Awaitable[T]]


class KafkaOffsets:
    """Read-only questions to the broker over connections that are made when first asked and again after a failure."""

    def __init__(self, arguments: Mapping[str, object], options: BusOptions) -> None:
        """Describe the clients; nothing happens before the first question."""
        self._arguments = arguments
        self._seconds = options.request_timeout_seconds
        self._reader: AIOKafkaConsumer | None = None
        self._admin: AIOKafkaAdminClient | None = None
        self._lock = asyncio.Lock()

    async def stop(self) -> None:
        """Close the connections."""
        async with self._lock:
            await self._drop()

    async def ping(self) -> None:
        """Make one round trip to a broker."""
        await self._query(lambda _, admin: admin.describe_cluster())

    async def end(self, topics: Sequence[str]) -> dict[Partition, int]:
        """Return the offset the next record of each partition will get."""

        async def question(reader: AIOKafkaConsumer, admin: AIOKafkaAdminClient) -> dict[Partition, int]:
            return _plain(await reader.end_offsets(await _partitions(admin, topics)))

        return await self._query(question)

    async def committed(self, group: str, topics: Sequence[str]) -> dict[Partition, int]:
        """Return the group's stored offsets of these topics."""
        stored = await self._query(lambda _, admin: admin.list_consumer_group_offsets(group))
        return {
            (partition.topic, partition.partition): entry.offset
            for partition, entry in stored.items()
            if partition.topic in topics and entry.offset >= 0
        }

    async def lag(
        self, group: str, topics: Sequence[str], read: Mapping[Partition, int] | None = None
    ) -> dict[Partition, int]:
        """Return how many records each partition still holds for the group, or behind what was `read` already."""
        reached = {**await self.committed(group, topics), **(read or {})}

        async def question(reader: AIOKafkaConsumer, admin: AIOKafkaAdminClient) -> dict[Partition, int]:
            partitions = await _partitions(admin, topics)
            begin = _plain(await reader.beginning_offsets(partitions))
            end = _plain(await reader.end_offsets(partitions))
            return {part: end[part] - min(max(reached.get(part, 0), begin[part]), end[part]) for part in end}

        return await self._query(question)

    async def _query(self, question: Question[T]) -> T:
        async with self._lock:
            whole = False
            try:
                answer = await within(self._seconds, self._answer(question))
                whole = True
            except BusUnavailable:
                whole = True
                raise
            except TRANSIENT as error:
                raise unavailable(error) from error
            finally:
                if not whole:
                    await self._drop()
            return answer

    async def _answer(self, question: Question[T]) -> T:
        return await question(*await self._connected())

    async def _connected(self) -> tuple[AIOKafkaConsumer, AIOKafkaAdminClient]:
        if self._reader is None or self._admin is None:
            self._reader = AIOKafkaConsumer(**self._arguments, retry_backoff_ms=BACKOFF_MS, enable_auto_commit=False)
            self._admin = AIOKafkaAdminClient(**self._arguments, retry_backoff_ms=BACKOFF_MS)
            await self._reader.start()
            await self._admin.start()
        return self._reader, self._admin

    async def _drop(self) -> None:
        reader, self._reader = self._reader, None
        admin, self._admin = self._admin, None
        if reader is not None:
            await apart(reader.stop(), CLOSE_SECONDS)
        if admin is not None:
            await apart(admin.close(), CLOSE_SECONDS)


def _plain(offsets: Mapping[TopicPartition, int]) -> dict[Partition, int]:
    return {(partition.topic, partition.partition): offset for partition, offset in offsets.items()}


async def _partitions(admin: AIOKafkaAdminClient, topics: Sequence[str]) -> list[TopicPartition]:
    found = await admin.describe_topics(list(topics))
    missing = [facts["topic"] for facts in found if not facts["partitions"]]
    if missing:
        raise BusUnavailable(f"topic {', '.join(missing)} does not exist yet; the init step creates it")
    return [TopicPartition(facts["topic"], part["partition"]) for facts in found for part in facts["partitions"]]
