"""Sending the heads of the logs out, where nobody who can write to the databases can reach them."""

import asyncio
import logging
import os
import socket
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import orjson
from servicekit import syslog
from servicekit.audit.seals import Head

from songbang.sealing.settings import SealerSettings

log = logging.getLogger(__name__)
Send = Callable[[list[dict[str, Any]]], Awaitable[None]]
_SECONDS = 10
_LOST = (OSError, TimeoutError, httpx.HTTPError)


def document(part: str, head: Head) -> dict[str, Any]:
    """A head as it is sent out and read again by `songbang audit verify --heads`."""
    now = datetime.now(UTC).isoformat()
    return {"at": now, "part": part, "log": head.log, "position": head.position, "seal": head.seal.hex()}


def of_lines(lines: Iterable[bytes], part: str) -> list[Head]:
    """The heads of one part among the lines of a file; raises ValueError, KeyError, TypeError for other lines."""
    documents = [orjson.loads(line) for line in lines if line.strip()]
    return [
        Head(document["log"], int(document["position"]), bytes.fromhex(document["seal"]))
        for document in documents if document["part"] == part
    ]  # fmt: skip


def destinations(settings: SealerSettings) -> dict[str, Send]:
    """Every configured way out by its name."""
    ways: dict[str, Send] = {}
    if settings.heads_file is not None:
        ways["file"] = _to_file(settings.heads_file)
    if settings.heads_syslog is not None:
        ways["syslog"] = _to_syslog(settings.heads_syslog)
    if settings.heads_webhook is not None:
        ways["webhook"] = _to_webhook(settings.heads_webhook)
    return ways


async def send_out(ways: dict[str, Send], heads: list[dict[str, Any]]) -> list[str]:
    """Send to every destination; returns the names of those that did not take it. The next heads cover these too."""
    failed = []
    for name, send in ways.items():
        try:
            async with asyncio.timeout(_SECONDS):
                await send(heads)
        except _LOST as error:
            log.warning("the heads could not be sent to the %s: %r", name, error)
            failed.append(name)
    return failed


def _to_file(path: Path) -> Send:
    def append(heads: list[dict[str, Any]]) -> None:
        with path.open("ab") as file:
            file.writelines(orjson.dumps(head) + b"\n" for head in heads)
            file.flush()
            os.fsync(file.fileno())

    async def send(heads: list[dict[str, Any]]) -> None:
        await asyncio.to_thread(append, heads)

    return send


def _to_syslog(address: str) -> Send:
    parts = urlsplit(address)
    kind = socket.SOCK_DGRAM if parts.scheme == "udp" else socket.SOCK_STREAM

    def deliver(heads: list[dict[str, Any]]) -> None:
        messages = [
            syslog.message(
                datetime.fromisoformat(head["at"]), app="songbang-sealer", kind="log_head", failure=False,
                fields=head, text=orjson.dumps(head).decode(),
            )
            for head in heads
        ]  # fmt: skip
        family, _, protocol, _, where = socket.getaddrinfo(parts.hostname, parts.port, type=kind)[0]
        with socket.socket(family, kind, protocol) as connection:
            connection.settimeout(_SECONDS)
            connection.connect(where)
            for message in messages:
                connection.sendall(message if kind == socket.SOCK_DGRAM else syslog.framed(message))

    async def send(heads: list[dict[str, Any]]) -> None:
        await asyncio.to_thread(deliver, heads)

    return send


def _to_webhook(address: str) -> Send:
    async def send(heads: list[dict[str, Any]]) -> None:
        async with httpx.AsyncClient(timeout=_SECONDS, trust_env=False) as client:
            (await client.post(address, json={"heads": heads})).raise_for_status()

    return send
