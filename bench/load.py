"""A small HTTP/1.1 load generator: keep-alive connections that each wait for their answer, raw sockets, one process.

python -m bench.load <host> <port> <seconds> <connections> [<requests per second>]    the request on standard input
"""

import asyncio
import json
import sys
import time
from functools import partial

import uvloop


class _Connection(asyncio.Protocol):
    """Sends the same request again and again; records each answer's latency."""

    def __init__(
        self, request: bytes, latencies: list[float], failures: list[bytes], pace: float, delay: float
    ) -> None:  # fmt: skip
        self._request = request
        self._latencies = latencies
        self._failures = failures
        self._pace = pace
        self._delay = delay
        self._due = 0.0
        self._buffer = b""
        self._missing = -1
        self.stopping = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._due = time.perf_counter() + self._delay
        asyncio.get_running_loop().call_later(self._delay, self._send)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        if not self.stopping:
            self._failures.append(b"the server has closed a connection")

    def _send(self) -> None:
        self._sent = time.perf_counter()
        self._transport.write(self._request)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if self._missing < 0:
            head, split, rest = self._buffer.partition(b"\r\n\r\n")
            if not split:
                return
            lowered = head.lower()
            if not lowered.startswith((b"http/1.1 200", b"http/1.1 201")):
                self._failures.append(head[:200] + rest[:300])
            place = lowered.find(b"content-length:")
            self._missing = len(head) + 4 + int(lowered[place + 15 :].split(b"\r\n", 1)[0])
        if len(self._buffer) < self._missing:
            return
        # With a pace, latency counts from when the request was due: a slow server must not slow the clock.
        started = self._due if self._pace else self._sent
        now = time.perf_counter()
        self._latencies.append(now - started)
        self._buffer, self._missing = b"", -1
        if self.stopping:
            return
        if self._pace:
            self._due += self._pace
            asyncio.get_running_loop().call_later(max(0.0, self._due - now), self._send)
        else:
            self._send()


async def run(host: str, port: int, seconds: float, connections: int, rate: float, request: bytes) -> dict[str, float]:
    """Load for that long; returns requests per second and latencies in milliseconds."""
    loop = asyncio.get_running_loop()
    latencies: list[float] = []
    failures: list[bytes] = []
    pace = connections / rate if rate else 0.0
    made = (
        # Evenly spaced over the connections: a rate is no sixteen requests at once, and then a pause.
        partial(_Connection, request, latencies, failures, pace, pace * number / connections)
        for number in range(connections)
    )
    pairs = [await loop.create_connection(protocol, host, port) for protocol in made]
    await asyncio.sleep(min(1.0, seconds / 4))  # warm-up
    latencies.clear()
    started = time.perf_counter()
    await asyncio.sleep(seconds)
    took = time.perf_counter() - started
    measured = sorted(latencies)
    for _, connection in pairs:
        connection.stopping = True
    if failures or not measured:
        raise SystemExit(f"{len(failures)} answers were not 200 or 201: {failures[:1]}")
    return {
        "per_second": len(measured) / took,
        "p50_ms": measured[len(measured) // 2] * 1000,
        "p95_ms": measured[int(len(measured) * 0.95)] * 1000,
        "p99_ms": measured[int(len(measured) * 0.99)] * 1000,
    }


if __name__ == "__main__":
    host, port, seconds, connections, *rest = sys.argv[1:]
    figures = uvloop.run(
        run(host, int(port), float(seconds), int(connections), float(rest[0]) if rest else 0.0, sys.stdin.buffer.read())
    )
    print(json.dumps(figures))
