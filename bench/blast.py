"""The limit of plain HTTP: one process that posts one signed body again and again with aiohttp, and does nothing else.

python -m bench.blast <port> <seconds> <connections>
"""

import asyncio
import json
import sys
import time

import aiohttp
import uvloop
from contracts.catalogue import by_type, example_of
from gateway.webhooks.wire.signing import Signer, new_symmetric, signature_with


async def run(port: int, seconds: float, connections: int) -> float:
    """Requests per second."""
    body = example_of(by_type()["checklist.group.registered.v1"])
    signer = Signer([signature_with(new_symmetric())])
    ends_at, done = time.perf_counter() + seconds, 0
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def post(number: int) -> None:
            nonlocal done
            url = f"http://127.0.0.1:{port}/{number % 10}"
            while time.perf_counter() < ends_at:
                async with session.post(
                    url, data=body, headers=signer.headers("limit", body, int(time.time()))
                ) as answer:
                    await answer.read()
                done += 1

        await asyncio.gather(*(post(number) for number in range(connections)))
    return done / seconds


if __name__ == "__main__":
    print(json.dumps(uvloop.run(run(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])))))
