"""The relay: a backlog of the outbox to the broker, and the age of an event from commit to acknowledgement.

The limit of the backlog is the broker alone: the same records published by the same client without an outbox.
"""

import asyncio
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import orjson
import uvloop
from contracts.checklist import GroupRegistered
from contracts.envelope import encode, new_id
from servicekit.bus.factory import open_bus
from servicekit.bus.interface import Bus, TopicSpec
from servicekit.database import Database
from servicekit.relay import STEER, Relay
from songbang.kafka import KafkaUnavailable, LocalKafka
from songbang.ports import free_port

from bench.figures import Figures, figure
from bench.servers import postgres, url_of

BACKLOG = 200_000
PACE_PER_SECOND, PACED_SECONDS = 1000, 10
TOPIC = "songbang.checklist"
_FILL = """
    WITH e AS (
        INSERT INTO outbox (event_id, topic, key, type, body)
        SELECT gen_random_uuid(), $1, '990101' || lpad((n % 20 + 1)::text, 3, '0') || '000', $2, $3
        FROM generate_series(1, $4) n RETURNING id, recorded_at)
    INSERT INTO outbox_pending SELECT id, recorded_at FROM e
"""


def sample() -> bytes:
    """One event of ordinary size, about 400 bytes."""
    return encode(
        GroupRegistered(platform="wechat"), id=new_id(), subject_id=new_id(), time=datetime.now(UTC),
        sequence=1,
        attributes={"region": "990101001000", "traceparent": "00-" + "0" * 32 + "-" + "0" * 16 + "-00"},
    )  # fmt: skip


async def _limit(bus: Bus, count: int) -> float:
    records = [(f"990101{n % 20 + 1:03d}000", sample()) for n in range(5000)]
    started = time.perf_counter()
    for _ in range(count // 5000):
        await bus.publish(TOPIC, records)
    return count / (time.perf_counter() - started)


async def _backlog(database: Database, bus: Bus) -> float:
    connection = await database.direct()
    await connection.execute(_FILL, TOPIC, GroupRegistered.type, sample(), BACKLOG)
    await connection.execute(STEER)
    relay = Relay(database, bus)
    started = time.perf_counter()
    while await relay.publish_pending(connection):
        pass
    rate = BACKLOG / (time.perf_counter() - started)
    await connection.close()
    return rate


async def _ages(database: Database, bus: Bus) -> list[float]:
    """Milliseconds from just after the commit until the broker's acknowledgement, at a steady pace of writers."""
    committed: dict[str, float] = {}
    ages: list[float] = []

    class Watching:
        async def publish(self, topic: str, records: list[tuple[str, bytes]]) -> None:
            await bus.publish(topic, records)
            now = time.perf_counter()
            for _, body in records:
                ages.append((now - committed.get(orjson.loads(body)["id"], now)) * 1000)

    connection = await database.direct()
    relaying = asyncio.create_task(Relay(database, Watching()).run(connection))  # type: ignore[arg-type]
    pool = await asyncpg.create_pool(database.url, min_size=4, max_size=4)
    started = time.perf_counter()

    async def write(writer: int) -> None:
        for number in range(PACE_PER_SECOND * PACED_SECONDS // 4):
            due = started + (number * 4 + writer) / PACE_PER_SECOND
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            body = sample()
            await pool.execute(_FILL, TOPIC, GroupRegistered.type, body, 1)
            committed[orjson.loads(body)["id"]] = time.perf_counter()
            database.committed.set()

    await asyncio.gather(*(write(writer) for writer in range(4)))
    await asyncio.sleep(1)
    relaying.cancel()
    await asyncio.gather(relaying, return_exceptions=True)
    await pool.close()
    await connection.close()
    return sorted(ages)


async def _measure(name: str, bus_url: str, database_url: str, goal: float) -> Figures:
    bus = open_bus(bus_url, client_id="bench-relay", options=None)
    await bus.start()
    await bus.ensure_topics([TopicSpec(TOPIC)])
    database = Database(database_url, name="bench-relay")
    limit = await _limit(bus, BACKLOG)
    rate = await _backlog(database, bus)
    ages = await _ages(database, bus)
    await database.close()
    await bus.stop()
    p50, p99 = ages[len(ages) // 2], ages[int(len(ages) * 0.99)]
    return {
        f"relay backlog on {name}, events/s": figure(rate, limit, goal=goal),
        f"relay age p50 at 1,000/s on {name}, ms": figure(p50),
        f"relay age p99 at 1,000/s on {name}, ms": figure(p99, goal=20, lower_is_better=True),
    }


def run() -> Figures:
    """Both transports; Kafka where Java and Maven are."""
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        Path(directory).chmod(0o755)
        with postgres(Path(directory), ("checklist_svc",)) as server:
            database = url_of(server, "checklist")
            figures = uvloop.run(_measure("PostgreSQL", url_of(server, "bus"), database, 30_000))
            try:
                with LocalKafka(Path(directory) / "kafka", free_port(2)) as kafka:
                    figures |= uvloop.run(_measure("Kafka", kafka.url, database, 30_000))
            except KafkaUnavailable as missing:
                print(f"Kafka is left out: {missing}")
    return figures


if __name__ == "__main__":
    print(run())
