"""What only the Kafka transport has to take care of; collected with `--kafka`."""

import asyncio
import contextlib
from collections.abc import Sequence

import pytest
from servicekit.bus import kafka_subscription
from servicekit.bus.interface import Bus, BusUnavailable, Message, TopicSpec
from servicekit.bus.kafka import KafkaBus
from servicekit.bus.kafka_client import within
from servicekit.bus.kafka_offsets import KafkaOffsets
from servicekit.bus.kafka_subscription import KafkaSubscription
from servicekit.consumers import BatchConsumer, ConsumerLoop
from servicekit.database import Database
from servicekit.transaction import Transaction
from songbang.ports import HOST, free_port
from songbang.postgres import EmbeddedPostgres

from .conftest import OPTIONS
from .reading import numbered, poll_until, read

TRANSPORTS = ["kafka"]


async def joined(bus: Bus, topic: str, group: str) -> KafkaSubscription:
    """A member that has all partitions of the topic."""
    subscription = bus.subscribe(group, [topic])
    assert isinstance(subscription, KafkaSubscription)
    await subscription.start()
    await poll_until(lambda: len(subscription.assignment()) == 6, subscription)
    return subscription


async def deaf_to_the_first_cancellation() -> None:
    """What asyncio.wait_for and its like did to a cancellation that met an answer."""
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        await asyncio.sleep(3600)


async def test_a_consumer_that_has_gone_deaf_is_replaced(
    bus: Bus, topic: str, group: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kafka_subscription, "PROBE_SECONDS", 1.0)
    subscription = bus.subscribe(group, [topic])
    assert isinstance(subscription, KafkaSubscription)
    await subscription.start()
    await poll_until(lambda: len(subscription.assignment()) == 6, subscription)
    deaf = subscription._consumer
    assert deaf is not None
    deaf.pause(*deaf.assignment())
    await subscription.poll(500, 1.1)  # a first look at the silence, before anything has arrived
    await bus.publish(topic, numbered(keys=6, each=1))
    assert len(await read(subscription, 6)) == 6
    assert subscription._consumer is not deaf
    await subscription.stop()


async def test_a_consumer_that_was_deaf_before_anything_waited_is_replaced(
    bus: Bus, topic: str, group: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing may come after what waits already: a difference between two looks at the topic would show nothing."""
    monkeypatch.setattr(kafka_subscription, "PROBE_SECONDS", 1.0)
    subscription = await joined(bus, topic, group)
    assert subscription._consumer is not None
    subscription._consumer.pause(*subscription._consumer.assignment())
    await bus.publish(topic, numbered(keys=6, each=1))
    assert len(await read(subscription, 6)) == 6
    await subscription.stop()


async def test_records_that_were_read_and_not_yet_committed_are_no_sign_of_deafness(
    bus: Bus, topic: str, group: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kafka_subscription, "PROBE_SECONDS", 0.2)
    subscription = await joined(bus, topic, group)
    consumer = subscription._consumer
    await bus.publish(topic, numbered(keys=6, each=1))
    await read(subscription, 6, commit=False)
    for _ in range(6):
        assert await subscription.poll(500, 0.3) == []
    assert subscription._consumer is consumer
    await subscription.stop()


async def test_a_consumer_whose_group_work_hangs_is_replaced(bus: Bus, topic: str, group: str) -> None:
    """A heartbeat that swallows its cancellation (aiokafka's issue 773) leaves `getmany` waiting without end."""
    subscription = await joined(bus, topic, group)
    coordinator = subscription._consumer._coordinator
    coordinator._heartbeat_task.cancel()
    coordinator._heartbeat_task = asyncio.create_task(deaf_to_the_first_cancellation())
    await asyncio.sleep(0)
    coordinator.request_rejoin()
    await bus.publish(topic, numbered(keys=6, each=1))
    async with asyncio.timeout(60):
        assert len(await read(subscription, 6, seconds=50)) == 6
        await subscription.stop()


async def test_a_cancellation_of_the_clients_own_making_does_not_end_its_reader(
    bus: Bus, topic: str, group: str
) -> None:
    subscription = await joined(bus, topic, group)
    subscription._consumer._coordinator._coordination_task.cancel()
    await bus.publish(topic, numbered(keys=6, each=1))
    assert len(await read(subscription, 6)) == 6
    await subscription.stop()


async def test_a_client_that_swallows_its_cancellation_is_not_waited_for() -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(5):
            await within(0.1, deaf_to_the_first_cancellation())
            pytest.fail("it never answers")


async def test_a_lag_that_cannot_be_told_costs_the_reader_nothing(
    bus: Bus, topic: str, group: str, postgres: EmbeddedPostgres
) -> None:
    """Who leaves the group over it makes all other members wait."""
    assert isinstance(bus, KafkaBus)
    nowhere = {"bootstrap_servers": f"{HOST}:{free_port()}", "client_id": "test"}
    bus._offsets = KafkaOffsets(nowhere, OPTIONS)
    heard: asyncio.Queue[Message] = asyncio.Queue()

    async def hear(messages: Sequence[Message], _: Transaction) -> None:
        for message in messages:
            heard.put_nowait(message)

    database = Database(postgres.dsn())
    loop = ConsumerLoop(BatchConsumer(group, (topic,), hear, ordered=False), database, bus)
    subscription = loop._subscription
    assert isinstance(subscription, KafkaSubscription)
    running = asyncio.create_task(loop.run())
    try:
        async with asyncio.timeout(30):
            await bus.publish(topic, [("key", b"1")])
            await heard.get()
            consumer = subscription._consumer
            with pytest.raises(BusUnavailable):
                await subscription.lag()
            await bus.publish(topic, [("key", b"2")])
            assert (await heard.get()).value == b"2"
        assert subscription._consumer is consumer
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
        await database.close()


async def test_an_idle_member_is_known_to_be_alive(
    bus: Bus, topic: str, group: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kafka_subscription, "PROBE_SECONDS", 0.5)
    subscription = bus.subscribe(group, [topic])
    await subscription.start()
    await poll_until(lambda: subscription.last_poll_at is not None, subscription, seconds=10)
    first = subscription.last_poll_at
    await poll_until(lambda: subscription.last_poll_at != first, subscription, seconds=10)
    await subscription.stop()


async def test_a_new_topic_keeps_what_its_specification_says(bus: Bus, topic: str) -> None:
    """Creating again with other settings changes nothing: from then on they are the operator's."""
    await bus.ensure_topics([TopicSpec(topic, partitions=6, retention_ms=1)])
    await bus.publish(topic, numbered(keys=1, each=1))
    assert sum((await bus.end_offsets([topic])).values()) == 1
    assert await bus.drop_expired() == 0
