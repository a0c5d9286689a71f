"""What both transports bear: killed members, brokers that go away and come back."""

import asyncio
import contextlib
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from servicekit.bus.interface import Bus, BusUnavailable

from .conftest import Broker
from .reading import numbered, per_key, persist, poll_until, read

MEMBER = Path(__file__).with_name("member.py")


@asynccontextmanager
async def another_process(broker: Broker, group: str, topic: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A member of the group in a process that the test may kill."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(MEMBER), broker.url, group, topic, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def told(process: asyncio.subprocess.Process, owned: int) -> None:
    """Wait until the member says that it owns so many partitions."""
    assert process.stdout is not None
    async with asyncio.timeout(30):
        while int(await process.stdout.readline()) != owned:
            pass


async def test_the_partitions_of_a_killed_member_are_taken_over(
    broker: Broker, bus: Bus, topic: str, group: str
) -> None:
    survivor = bus.subscribe(group, [topic])
    async with another_process(broker, group, topic) as victim:
        await told(victim, 6)
        await survivor.start()
        await poll_until(lambda: len(survivor.assignment()) == 3, survivor)
        victim.kill()
        await victim.wait()
        killed_at = time.monotonic()
        await bus.publish(topic, numbered(keys=60, each=2))
        found = per_key(await read(survivor, 120))
        assert time.monotonic() - killed_at < 20
    assert found == {f"key-{key}": [0, 1] for key in range(60)}
    assert len(survivor.assignment()) == 6
    await survivor.stop()


async def test_publishing_fails_in_bounded_time_while_the_broker_is_down_and_works_after_it(
    broker: Broker, bus: Bus, topic: str, group: str
) -> None:
    await bus.publish(topic, numbered(keys=5, each=1))
    assert await bus.ready() is None
    broker.kill()
    began = time.monotonic()
    with pytest.raises(BusUnavailable):
        await bus.publish(topic, numbered(keys=5, each=1, start=1))
    assert time.monotonic() - began < 15
    assert await bus.ready() == "bus-unreachable"
    broker.start()
    await persist(bus, topic, numbered(keys=5, each=1, start=1))
    assert await bus.ready() is None
    subscription = bus.subscribe(group, [topic])
    await subscription.start()
    found = per_key(await read(subscription, 10))
    await subscription.stop()
    for numbers in found.values():
        assert sorted(set(numbers)) == [0, 1]
        assert numbers == sorted(numbers)


async def test_a_member_survives_a_broker_that_is_killed_and_comes_back(
    broker: Broker, bus: Bus, topic: str, group: str
) -> None:
    subscription = bus.subscribe(group, [topic])
    await subscription.start()
    await bus.publish(topic, numbered(keys=10, each=5))
    before = per_key(await read(subscription, 50))
    broker.kill()
    away_until = time.monotonic() + 12
    while time.monotonic() < away_until:
        assert await subscription.poll(500, 0.5) == []
    broker.start()
    await persist(bus, topic, numbered(keys=10, each=5, start=5))
    after = per_key(await read(subscription, 50, seconds=60))
    await subscription.stop()
    assert before == {f"key-{key}": list(range(5)) for key in range(10)}
    for numbers in after.values():
        assert set(numbers) >= set(range(5, 10))


async def test_a_member_can_be_stopped_while_its_broker_is_down_and_joins_again(
    broker: Broker, bus: Bus, topic: str, group: str
) -> None:
    """The client's own cancellations must not look like ours: a reader that believes them never reads again."""
    subscription = bus.subscribe(group, [topic])
    await subscription.start()
    await bus.publish(topic, numbered(keys=10, each=1))
    await read(subscription, 10)
    broker.stop()
    assert await subscription.poll(500, 1) == []
    async with asyncio.timeout(30):
        await subscription.stop()
    broker.start()
    await persist(bus, topic, numbered(keys=10, each=1, start=1))
    await subscription.start()
    assert len(await read(subscription, 10, seconds=60)) >= 10
    await subscription.stop()


async def test_a_member_that_starts_before_its_broker_joins_later(
    broker: Broker, bus: Bus, topic: str, group: str
) -> None:
    await bus.publish(topic, numbered(keys=10, each=1))
    broker.stop()
    subscription = bus.subscribe(group, [topic])
    await subscription.start()
    assert await subscription.poll(500, 0.5) == []
    assert subscription.last_poll_at is None
    broker.start()
    assert len(await read(subscription, 10, seconds=60)) >= 10
    assert subscription.last_poll_at is not None
    await subscription.stop()


async def test_what_failed_once_never_lands_behind_what_was_published_after_it(
    broker: Broker, bus: Bus, topic: str, group: str
) -> None:
    key = "village"
    for round_number in range(0, 6, 3):
        await persist(bus, topic, [(key, str(round_number).encode())])
        broker.freeze()
        try:
            began = time.monotonic()
            with pytest.raises(BusUnavailable):
                await bus.publish(topic, [(key, str(round_number + 1).encode())])
            assert time.monotonic() - began < 15
            assert await bus.ready() == "bus-unreachable"
        finally:
            broker.thaw()
        await persist(bus, topic, [(key, str(round_number + 1).encode())])
        await persist(bus, topic, [(key, str(round_number + 2).encode())])
    subscription = bus.subscribe(group, [topic])
    await subscription.start()
    total = sum((await bus.end_offsets([topic])).values())
    numbers = per_key(await read(subscription, total))[key]
    await subscription.stop()
    assert sorted(set(numbers)) == list(range(6))
    assert numbers == sorted(numbers)


async def test_a_cancelled_publication_leaves_the_bus_usable(broker: Broker, bus: Bus, topic: str) -> None:
    await bus.publish(topic, [("key", b"0")])
    broker.freeze()
    try:
        publishing = asyncio.create_task(bus.publish(topic, [("key", b"1")]))
        done, _ = await asyncio.wait({publishing}, timeout=0.3)
        assert not done, "a broker that stands still acknowledges nothing"
        publishing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await publishing
    finally:
        broker.thaw()
    await persist(bus, topic, [("key", b"1")])
    assert sum((await bus.end_offsets([topic])).values()) >= 2
