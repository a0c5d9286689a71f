"""What lies on the bus, read from the beginning on and checked for order as it is read."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

import orjson
from aiokafka import AIOKafkaConsumer, TopicPartition
from contracts.envelope import TOPIC_PREFIX
from contracts.parts import OWNERS
from servicekit.bus.kafka_client import TRANSIENT, apart, unavailable, within
from songbang.inventory import BUS_DATABASE

from tests.faults.world import World

READ_SECONDS = 30.0
CLOSE_SECONDS = 5.0
TOPICS = [TOPIC_PREFIX + owner for owner in OWNERS]
_MORE = """
    SELECT record.topic, record.partition, record."offset", record.value
    FROM unnest($1::text[]) AS wanted(topic) JOIN head USING (topic)
    CROSS JOIN LATERAL (
        SELECT * FROM log WHERE log.topic = head.topic AND log.partition = head.partition
        AND log."offset" >= coalesce(($2::jsonb ->> (head.topic || '/' || head.partition))::bigint, 0)
        ORDER BY log."offset"
    ) AS record
"""
Record = tuple[str, int, int, bytes]
Positions = dict[tuple[str, int], int]


class Reader(Protocol):
    """Reads what has come since."""

    async def more(self, positions: Positions) -> list[Record]:
        """Every record from these positions to the present end, each partition in its order.

        Raises BusUnavailable, or what a lost database raises, when the bus does not answer.
        """


class _Embedded:
    def __init__(self, world: World) -> None:
        self._world = world

    async def more(self, positions: Positions) -> list[Record]:
        told = orjson.dumps({f"{topic}/{number}": at for (topic, number), at in positions.items()}).decode()
        async with self._world.connected(BUS_DATABASE) as connection:
            rows = await connection.fetch(_MORE, TOPICS, told)
        return [(row["topic"], row["partition"], row["offset"], row["value"]) for row in rows]


class _Kafka:
    def __init__(self, world: World) -> None:
        self._server = world.bus_url.removeprefix("kafka://")

    async def more(self, positions: Positions) -> list[Record]:
        """Ask by a client of its own, which is given up when it does not answer: the next look asks with a new one."""
        reader = AIOKafkaConsumer(bootstrap_servers=self._server, enable_auto_commit=False, client_id="faults")
        try:
            return await within(READ_SECONDS, _read(reader, positions))
        except TRANSIENT as error:
            raise unavailable(error) from error
        finally:
            await apart(reader.stop(), CLOSE_SECONDS)


async def _read(reader: AIOKafkaConsumer, positions: Positions) -> list[Record]:
    await reader.start()
    await reader._client.force_metadata_update()
    parts = [TopicPartition(topic, number) for topic in TOPICS for number in reader.partitions_for_topic(topic) or ()]
    reader.assign(parts)
    ends = await reader.end_offsets(parts)
    behind = {part for part in parts if positions.get((part.topic, part.partition), 0) < ends[part]}
    for part in parts:
        reader.seek(part, positions.get((part.topic, part.partition), 0))
    found: list[Record] = []
    while behind:
        for part, records in (await reader.getmany(timeout_ms=500)).items():
            found += [(part.topic, part.partition, record.offset, record.value) for record in records]
            if records and records[-1].offset + 1 >= ends[part]:
                behind.discard(part)
    return found


@dataclass
class Stream:
    """Everything that was ever on the bus: how often each event came, and what came out of order."""

    reader: Reader
    positions: Positions = field(default_factory=dict)
    copies: Counter[UUID] = field(default_factory=Counter)
    bodies: dict[UUID, bytes] = field(default_factory=dict)
    strange: list[tuple[str, bytes]] = field(default_factory=list)
    inverted: list[str] = field(default_factory=list)
    _highest: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, world: World) -> "Stream":
        """The stream of a product."""
        return cls(_Kafka(world) if world.bus == "kafka" else _Embedded(world))

    async def read(self) -> None:
        """Take in what is new."""
        for topic, number, offset, value in await self.reader.more(self.positions):
            self.positions[topic, number] = offset + 1
            self._take(topic, number, offset, value)

    def _take(self, topic: str, number: int, offset: int, value: bytes) -> None:
        try:
            event = orjson.loads(value)
            id, subject, sequence = UUID(event["id"]), f"{topic} {event['subject']}", int(event["sequence"])
        except (ValueError, TypeError, KeyError):
            self.strange.append((f"{topic}/{number}@{offset}", value))
            return
        self.copies[id] += 1
        if id in self.bodies:
            if self.bodies[id] != value:
                self.inverted.append(f"{id} came twice with different bytes at {topic}/{number}@{offset}")
            return
        self.bodies[id] = value
        before = self._highest.get(subject, 0)
        if sequence != before + 1:
            self.inverted.append(f"{subject}: {sequence} after {before} at {topic}/{number}@{offset}")
        self._highest[subject] = max(before, sequence)
