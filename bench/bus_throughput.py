"""Throughput of one transport: `python bench/bus_throughput.py <bus url> [events]`."""

import asyncio
import json
import sys
import time
import uuid

from servicekit.bus.factory import open_bus
from servicekit.bus.interface import Bus, BusUnavailable, TopicSpec

VALUE_BYTES = 400
KEYS = 5_000
BATCH = 1_000


async def publish(bus: Bus, topic: str, events: int, batch: int) -> float:
    keys = [str(uuid.uuid4()) for _ in range(KEYS)]
    value = b"x" * VALUE_BYTES
    began = time.perf_counter()
    for start in range(0, events, batch):
        await bus.publish(topic, [(keys[number % KEYS], value) for number in range(start, min(start + batch, events))])
    return events / (time.perf_counter() - began)


async def consume(bus: Bus, topic: str, events: int) -> float:
    subscription = bus.subscribe(f"bench-{uuid.uuid4()}", [topic])
    await subscription.start()
    began, seen = 0.0, 0
    while seen < events:
        messages = await subscription.poll(5_000)
        began = began or time.perf_counter()
        seen += len(messages)
        if messages:
            await subscription.commit({(m.topic, m.partition): m.offset + 1 for m in messages})
    rate = seen / (time.perf_counter() - began)
    await subscription.stop()
    return rate


async def latency(bus: Bus, topic: str, group: str) -> list[float]:
    subscription = bus.subscribe(group, [topic])
    await subscription.start()
    while not subscription.assignment() or await subscription.poll(5_000, 0.3):
        await subscription.poll(5_000, 0.1)
    delays = []
    for _ in range(200):
        began = time.perf_counter()
        reader = asyncio.create_task(subscription.poll(10, 5))
        await bus.publish(topic, [(str(uuid.uuid4()), b"y")])
        while not await reader:
            reader = asyncio.create_task(subscription.poll(10, 5))
        delays.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0.01)
    await subscription.stop()
    return sorted(delays)


async def main(url: str, events: int) -> None:
    bus = open_bus(url, client_id="bench")
    topic = f"bench.{uuid.uuid4()}"
    await bus.start()
    try:
        await bus.ensure_topics([TopicSpec(topic)])
        await first_publish(bus, topic)
        rates = {
            f"publish_batches_of_{batch}": await publish(bus, topic, events, batch) for batch in (BATCH, 5 * BATCH)
        }
        rates["consume"] = await consume(bus, topic, 2 * events)
        delays = await latency(bus, topic, "bench-latency")
    finally:
        await bus.stop()
    report = {name: f"{rate:,.0f} events/s" for name, rate in rates.items()}
    report["publish_to_read"] = f"p50 {delays[len(delays) // 2]:.1f} ms, p99 {delays[int(len(delays) * 0.99)]:.1f} ms"
    print(json.dumps(report, indent=1))


async def first_publish(bus: Bus, topic: str) -> None:
    """A topic made a moment ago may have no leader yet."""
    for _ in range(30):
        try:
            await bus.publish(topic, [("warm", b"")])
        except BusUnavailable:
            await asyncio.sleep(0.5)
        else:
            return


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 200_000))
