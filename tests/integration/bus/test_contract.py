"""What both transports promise alike."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from servicekit.bus.interface import Bus, BusUnavailable, Message, TopicMismatch, TopicSpec

from .reading import numbered, per_key, per_partition, poll_until, positions, read

Another = Callable[[], Awaitable[Bus]]


async def test_the_records_of_a_key_arrive_in_the_order_they_were_published(bus: Bus, topic: str, group: str) -> None:
    for start in range(0, 100, 20):
        await bus.publish(topic, numbered(keys=30, each=20, start=start))
    subscription = bus.subscribe(group, [topic])
    await subscription.start()
    found = per_key(await read(subscription, 3_000, at_once=137))
    await subscription.stop()
    assert found == {f"key-{key}": list(range(100)) for key in range(30)}


async def test_offsets_count_up_without_a_gap_while_several_writers_append(
    open_another: Another, bus: Bus, topic: str, group: str
) -> None:
    subscription = bus.subscribe(group, [topic])
    await subscription.start()
    writers = [await open_another() for _ in range(3)]

    async def write(writer: Bus) -> None:
        for start in range(0, 200, 10):
            await writer.publish(topic, numbered(keys=10, each=10, start=start))

    reading = asyncio.create_task(read(subscription, 6_000))
    await asyncio.gather(*(write(writer) for writer in writers))
    messages = await reading
    await subscription.stop()
    assert len(messages) == 6_000
    for offsets in per_partition(messages).values():
        assert offsets == list(range(len(offsets)))


async def test_a_message_tells_its_key_its_value_and_when_it_was_appended(bus: Bus, topic: str, group: str) -> None:
    await bus.publish(topic, [("村-1", "牌匾".encode())])
    subscription = bus.subscribe(group, [topic])
    await subscription.start()
    [message] = await read(subscription, 1)
    await subscription.stop()
    assert (message.topic, message.key, message.value.decode(), message.offset) == (topic, "村-1", "牌匾", 0)
    assert abs(datetime.now(UTC) - message.appended_at) < timedelta(minutes=1)


async def test_a_large_publication_arrives_whole(bus: Bus, topic: str, group: str) -> None:
    records = [(f"key-{number % 7}", bytes([number % 256]) * 60_000) for number in range(200)]
    await bus.publish(topic, records)
    subscription = bus.subscribe(group, [topic])
    await subscription.start()
    messages = await read(subscription, 200)
    await subscription.stop()
    for key in {key for key, _ in records}:
        assert [m.value for m in messages if m.key == key] == [value for name, value in records if name == key]


async def test_what_was_not_committed_is_delivered_again(bus: Bus, topic: str, group: str) -> None:
    await bus.publish(topic, numbered(keys=5, each=10))
    for _ in range(2):
        subscription = bus.subscribe(group, [topic])
        await subscription.start()
        assert len(await read(subscription, 50, commit=False)) == 50
        await subscription.stop()


async def test_a_member_goes_on_behind_what_its_group_committed(bus: Bus, topic: str, group: str) -> None:
    await bus.publish(topic, numbered(keys=5, each=10))
    first = bus.subscribe(group, [topic])
    await first.start()
    messages = await read(first, 50)
    assert await first.committed() == positions(messages)
    await first.stop()
    await bus.publish(topic, numbered(keys=5, each=10, start=10))
    second = bus.subscribe(group, [topic])
    await second.start()
    found = per_key(await read(second, 50))
    assert await second.poll(500, 0.5) == []
    await second.stop()
    assert found == {f"key-{key}": list(range(10, 20)) for key in range(5)}


async def test_a_new_group_reads_everything_from_the_beginning(bus: Bus, topic: str) -> None:
    await bus.publish(topic, numbered(keys=3, each=10))
    for _ in range(2):
        subscription = bus.subscribe(f"replay-{uuid.uuid4()}", [topic])
        await subscription.start()
        found = per_key(await read(subscription, 30))
        await subscription.stop()
        assert found == {f"key-{key}": list(range(10)) for key in range(3)}


async def test_two_members_share_the_partitions_and_both_get_work(bus: Bus, topic: str, group: str) -> None:
    one, two = bus.subscribe(group, [topic]), bus.subscribe(group, [topic])
    await one.start()
    await two.start()
    await poll_until(lambda: len(one.assignment()) == len(two.assignment()) == 3, one, two)
    assert not one.assignment() & two.assignment()
    await bus.publish(topic, numbered(keys=60, each=5))
    work = await asyncio.gather(one.poll(500, 5), two.poll(500, 5))
    rest = await poll_until(lambda: True, one, two)
    seen = [*work[0], *work[1], *rest]
    while len(seen) < 300:
        seen += [*await one.poll(500, 0.5), *await two.poll(500, 0.5)]
    await one.stop()
    await two.stop()
    assert work[0]
    assert work[1]
    assert sorted(map(len, per_key(seen).values())) == [5] * 60


async def test_a_member_that_leaves_hands_its_partitions_over(bus: Bus, topic: str, group: str) -> None:
    one, two = bus.subscribe(group, [topic]), bus.subscribe(group, [topic])
    await one.start()
    await two.start()
    await poll_until(lambda: len(one.assignment()) == len(two.assignment()) == 3, one, two)
    await two.stop()
    await poll_until(lambda: len(one.assignment()) == 6, one, seconds=10)
    await one.stop()


async def test_a_member_may_commit_while_its_partitions_are_taken_away(bus: Bus, topic: str, group: str) -> None:
    await bus.publish(topic, numbered(keys=30, each=1))
    one, two = bus.subscribe(group, [topic]), bus.subscribe(group, [topic])
    revoked: set[tuple[str, int]] = set()
    messages: list[Message] = []

    async def give_up(partitions: set[tuple[str, int]]) -> None:
        revoked.update(partitions)
        await one.commit(positions(messages))

    one.on_revoked = give_up
    await one.start()
    messages = await read(one, 30, commit=False)
    await two.start()
    again = await poll_until(lambda: len(one.assignment()) == len(two.assignment()) == 3, one, two)
    assert revoked >= two.assignment()
    assert await one.committed() == positions(messages)
    assert again == []
    await one.stop()
    await two.stop()


async def test_a_commit_for_partitions_of_others_is_passed_over(bus: Bus, topic: str, group: str) -> None:
    await bus.publish(topic, numbered(keys=5, each=2))
    stranger, owner = bus.subscribe(group, [topic]), bus.subscribe(group, [topic])
    await owner.start()
    messages = await read(owner, 10)
    await stranger.commit(dict.fromkeys(positions(messages), 0))
    assert await owner.committed() == positions(messages)
    await owner.stop()


async def test_lag_is_what_the_group_has_not_yet_committed(bus: Bus, topic: str, group: str) -> None:
    subscription = bus.subscribe(group, [topic])
    await subscription.start()
    assert await subscription.lag() == {(topic, number): 0 for number in range(6)}
    await bus.publish(topic, numbered(keys=20, each=5))
    assert sum((await subscription.lag()).values()) == 100
    messages = await read(subscription, 100, commit=False)
    ends = await bus.end_offsets([topic])
    assert {partition: end for partition, end in ends.items() if end} == positions(messages)
    assert await subscription.lag() == ends
    await subscription.commit(positions(messages))
    assert sum((await subscription.lag()).values()) == 0
    await subscription.stop()


async def test_one_member_reads_several_topics(bus: Bus, topic: str, group: str) -> None:
    other = f"test.{uuid.uuid4()}"
    await bus.ensure_topics([TopicSpec(other, partitions=1)])
    await bus.publish(topic, numbered(keys=2, each=5))
    await bus.publish(other, numbered(keys=2, each=5))
    subscription = bus.subscribe(group, [topic, other])
    await subscription.start()
    messages = await read(subscription, 20)
    await subscription.stop()
    assert {message.topic for message in messages} == {topic, other}


async def test_a_waiting_member_gets_a_message_at_once(bus: Bus, topic: str, group: str) -> None:
    subscription = bus.subscribe(group, [topic])
    await subscription.start()
    await poll_until(lambda: len(subscription.assignment()) == 6, subscription)
    waiting = asyncio.create_task(subscription.poll(10, 20))
    done, _ = await asyncio.wait({waiting}, timeout=0.2)
    assert not done, "there is nothing yet to be had"
    await bus.publish(topic, [("key", b"now")])
    async with asyncio.timeout(5):
        [message] = await waiting
    assert subscription.last_poll_at is not None
    await subscription.stop()
    assert message.value == b"now"


async def test_topics_are_made_once_by_however_many_machines_at_once(open_another: Another) -> None:
    names = [f"test.{uuid.uuid4()}" for _ in range(3)]
    specs = [TopicSpec(name, partitions=4) for name in names]
    machines = [await open_another() for _ in range(3)]
    await asyncio.gather(*(machine.ensure_topics(specs) for machine in machines))
    await machines[0].ensure_topics(specs)
    assert await machines[0].end_offsets(names) == {(name, number): 0 for name in names for number in range(4)}


async def test_a_topic_with_too_few_partitions_is_a_question_to_a_person(bus: Bus, topic: str) -> None:
    with pytest.raises(TopicMismatch, match=f"topic {topic} has 6 partitions, 12 are configured"):
        await bus.ensure_topics([TopicSpec(topic, partitions=12)])
    await bus.ensure_topics([TopicSpec(topic, partitions=3)])


async def test_publishing_to_a_topic_that_is_not_there_yet_can_be_repeated(bus: Bus) -> None:
    name = f"test.{uuid.uuid4()}"
    with pytest.raises(BusUnavailable):
        await bus.publish(name, [("key", b"1")])
    await bus.ensure_topics([TopicSpec(name, partitions=1)])
    await bus.publish(name, [("key", b"1")])
    assert await bus.end_offsets([name]) == {(name, 0): 1}
