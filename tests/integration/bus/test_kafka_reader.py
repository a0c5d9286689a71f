"""What only the Kafka transport has to take care of; collected with `--kafka`."""

import pytest
from servicekit.bus import kafka_subscription
from servicekit.bus.interface import Bus, TopicSpec
from servicekit.bus.kafka_subscription import KafkaSubscription

from .reading import numbered, poll_until, read

TRANSPORTS = ["kafka"]


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
