"""A receiver at the speed of the machine: raw HTTP/1.1 that notes which webhook-id arrived where and when.

python -m bench.sink <port>    POST /<endpoint> is acknowledged, POST /hang/… never; GET /seen returns and forgets
"""

import asyncio
import json
import sys
import time

import uvloop

_OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
seen: list[tuple[str, str, float]] = []


class _Sink(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._buffer = b""

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while True:
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            lowered = head.lower()
            place = lowered.find(b"content-length: ")
            length = int(lowered[place + 16 :].split(b"\r\n", 1)[0]) if place >= 0 else 0
            if len(rest) < length:
                return
            self._buffer = rest[length:]
            self._answer(head, lowered)

    def _answer(self, head: bytes, lowered: bytes) -> None:
        path = head.split(b" ", 2)[1].decode()
        if head.startswith(b"GET"):
            body = json.dumps(seen).encode() if path == "/seen" else b"{}"
            if path == "/seen":
                seen.clear()
            self._transport.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(body) + body)
            return
        place = lowered.find(b"webhook-id: ")
        id = head[place + 12 :].split(b"\r\n", 1)[0].decode()
        seen.append((id, path, time.time()))
        if not path.startswith("/hang/"):
            self._transport.write(_OK)


async def serve(port: int) -> None:
    """Accept until the process ends."""
    server = await asyncio.get_running_loop().create_server(_Sink, "127.0.0.1", port, backlog=4096)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
