"""A reader in a process of its own, to be killed: `python member.py <url> <group> <topic>`; it tells what it owns."""

import asyncio
import sys

from servicekit.bus.factory import open_bus
from servicekit.bus.interface import BusOptions


async def main(url: str, group: str, topic: str) -> None:
    options = BusOptions(session_timeout_seconds=6, heartbeat_seconds=1)
    bus = open_bus(url, client_id="victim", options=options)
    await bus.start()
    subscription = bus.subscribe(group, [topic])
    await subscription.start()
    told = 0
    while True:
        messages = await subscription.poll(500, 0.2)
        if messages:
            await subscription.commit({(m.topic, m.partition): m.offset + 1 for m in messages})
        if len(subscription.assignment()) != told:
            told = len(subscription.assignment())
            sys.stdout.write(f"{told}\n")
            sys.stdout.flush()


asyncio.run(main(*sys.argv[1:]))
