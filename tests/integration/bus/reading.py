"""Small words the bus tests share."""

import asyncio
import time
from collections.abc import Callable, Sequence

from servicekit.bus.interface import Bus, BusUnavailable, Message, Subscription

Record = tuple[str, bytes]


def numbered(keys: int, each: int, start: int = 0) -> list[Record]:
    """Records of several keys, interleaved, whose values count up per key."""
    return [(f"key-{key}", str(number).encode()) for number in range(start, start + each) for key in range(keys)]


async def read(
    subscription: Subscription, count: int, *, commit: bool = True, seconds: float = 30.0, at_once: int = 500
) -> list[Message]:
    """Poll until at least `count` messages came."""
    messages: list[Message] = []
    deadline = time.monotonic() + seconds
    while len(messages) < count:
        assert time.monotonic() < deadline, f"{len(messages)} of {count} messages after {seconds} s"
        batch = await subscription.poll(at_once, 0.5)
        messages += batch
        if commit and batch:
            await subscription.commit(positions(batch))
    return messages


async def poll_until(
    condition: Callable[[], bool], *subscriptions: Subscription, seconds: float = 30.0
) -> list[Message]:
    """Let the members poll side by side until the condition holds; return what they read."""
    messages: list[Message] = []
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true in time"
        for batch in await asyncio.gather(*(member.poll(500, 0.2) for member in subscriptions)):
            messages += batch
    return messages


async def persist(bus: Bus, topic: str, records: Sequence[Record], seconds: float = 60.0) -> None:
    """Publish as the relay does: repeat until it is acknowledged."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return await bus.publish(topic, records)
        except BusUnavailable:
            assert time.monotonic() < deadline, "the bus did not come back"
            await asyncio.sleep(0.2)


def positions(messages: Sequence[Message]) -> dict[tuple[str, int], int]:
    """The next offset to read behind these messages."""
    return {(message.topic, message.partition): message.offset + 1 for message in messages}


def per_key(messages: Sequence[Message]) -> dict[str, list[int]]:
    """The numbers each key's messages carried, in the order they came."""
    found: dict[str, list[int]] = {}
    for message in messages:
        found.setdefault(message.key, []).append(int(message.value))
    return found


def per_partition(messages: Sequence[Message]) -> dict[int, list[int]]:
    """The offsets each partition's messages had, in the order they came."""
    found: dict[int, list[int]] = {}
    for message in messages:
        found.setdefault(message.partition, []).append(message.offset)
    return found
