"""JSON goes out as zstd or gzip to who takes it: lists shrink to a tenth. Events and what is packed already do not.

Answers about identity are left alone: a secret that is packed beside text of a stranger's can be guessed by its length.
An entity tag names the record or the list rather than the bytes, so it is the same in every form.
"""

import asyncio
import re
import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import Protocol

import zstandard
from starlette.types import Message, Send

from gateway.edge.headers import Headers, value_of

SMALLEST = 1024
"""Smaller bodies are not worth it."""
_IN_A_THREAD_FROM = 65_536
"""From this size on packing takes longer than a request may hold others up."""
_ZSTD_LEVEL, _GZIP_LEVEL = 3, 5
_REFUSED = re.compile(rb"q=0(\.0*)?")
_UNPACKED_STATUSES = frozenset({204, 206, 304})


class _Packer(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...
    def flush(self) -> bytes: ...


def _zstd() -> _Packer:
    return zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compressobj()


def _gzip() -> _Packer:
    return zlib.compressobj(_GZIP_LEVEL, wbits=31)


_PACKERS: dict[bytes, Callable[[], _Packer]] = {b"zstd": _zstd, b"gzip": _gzip}


@lru_cache(maxsize=256)
def wanted(accept_encoding: bytes) -> bytes | None:
    """The packing that an Accept-Encoding header takes, the better one first; None for neither."""
    taken = set()
    for part in accept_encoding.lower().split(b","):
        name, _, quality = part.partition(b";")
        if not _REFUSED.fullmatch(quality.strip()):
            taken.add(name.strip())
    return next((name for name in _PACKERS if name in taken), None)


def packing(send: Send, coding: bytes) -> Send:
    """The same `send` with bodies of JSON packed."""
    held: Message | None = None
    packer: _Packer | None = None

    async def answer(message: Message) -> None:
        nonlocal held, packer
        if message["type"] == "http.response.start":
            if _is_packable(message["status"], message.get("headers", [])):
                held = message
            else:
                await send(message)
            return
        body, more = message.get("body", b""), message.get("more_body", False)
        if held is not None:
            start, held = held, None
            if more or len(body) >= SMALLEST:
                packer = _PACKERS[coding]()
                packed = await _packed(packer, body, more=more)
                await send({**start, "headers": _repacked(start["headers"], coding, None if more else len(packed))})
                await send({"type": "http.response.body", "body": packed, "more_body": more})
            else:
                await send(start)
                await send(message)
        elif packer is not None:
            packed = await _packed(packer, body, more=more)
            await send({"type": "http.response.body", "body": packed, "more_body": more})
        else:
            await send(message)

    return answer


def _is_packable(status: int, headers: Headers) -> bool:
    if status in _UNPACKED_STATUSES or value_of(headers, b"content-encoding") is not None:
        return False
    kind = (value_of(headers, b"content-type") or b"").partition(b";")[0]
    return kind.endswith((b"/json", b"+json")) and value_of(headers, b"cache-control") != b"no-store"


async def _packed(packer: _Packer, body: bytes, *, more: bool) -> bytes:
    def pack() -> bytes:
        return packer.compress(body) + (b"" if more else packer.flush())

    return await asyncio.to_thread(pack) if len(body) > _IN_A_THREAD_FROM else pack()


def _repacked(headers: Headers, coding: bytes, length: int | None) -> Headers:
    kept = [(name, value) for name, value in headers if name != b"content-length"]
    kept += [(b"content-encoding", coding), (b"vary", b"Accept-Encoding")]
    return kept if length is None else [*kept, (b"content-length", b"%d" % length)]
