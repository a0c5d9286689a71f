"""The audit chain: a sealer links every audit row to the one before it, and `verify` recomputes the chain.

A chain inside the writers' transactions would queue every commit of a service behind one lock; sealing a second
later keeps the writers free and still shows any later edit, deletion, insertion or reordering.

    python -m servicekit.audit verify <database-url> [--head HEX]
"""

import argparse
import asyncio
import hashlib
import sys
import time
from collections.abc import AsyncIterator
from typing import Any

import asyncpg

_GENESIS = hashlib.sha256(b"songbang audit chain").digest()
_BATCH = 200  # hashed in one go, while everything else waits
_EVERY_SECONDS = 1.0
# How many ids before the last sealed row are looked through: always, and once in a while for what has committed late.
NEAR, FAR = 1000, 100_000
FAR_EVERY_SECONDS = 60.0
_COLUMNS = "a.id, a.at, a.actor, a.action, a.resource, a.address, a.request_id, a.before, a.after"

UNSEALED = f"""
    SELECT {_COLUMNS} FROM audit a
    WHERE a.id > $1 AND NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.audit_id = a.id AND s.audit_id > $1)
    ORDER BY a.id LIMIT $2
"""
_HEAD = "SELECT position, audit_id, hash FROM audit_seal ORDER BY position DESC LIMIT 1"
_SEALED = f"""
    SELECT s.position, s.hash, s.audit_id, {_COLUMNS} FROM audit_seal s LEFT JOIN audit a ON a.id = s.audit_id
    ORDER BY s.position
"""


def _link(previous: bytes, row: Any) -> bytes:
    digest = hashlib.sha256(previous)
    values = (row["id"], row["at"].isoformat(), row["actor"], row["action"], row["resource"], row["address"],
              row["request_id"], row["before"], row["after"])  # fmt: skip
    for value in values:
        part = value if isinstance(value, bytes) else str(value).encode()
        digest.update(len(part).to_bytes(4, "big") + part)
    return digest.digest()


async def seal(connection: asyncpg.Connection, reach: int = FAR) -> int:
    """Extend the chain by rows that have no seal, from `reach` ids before its last one on; returns how many."""
    async with connection.transaction():
        position, last, previous = await connection.fetchrow(_HEAD) or (0, 0, _GENESIS)
        seals = []
        for row in await connection.fetch(UNSEALED, last - reach, _BATCH):
            position, previous = position + 1, _link(previous, row)
            seals.append((position, row["id"], previous))
        await connection.executemany("INSERT INTO audit_seal (position, audit_id, hash) VALUES ($1, $2, $3)", seals)
    return len(seals)


async def run_sealer(connection: asyncpg.Connection) -> None:
    """A duty of the leader."""
    far_at = time.monotonic()
    while True:
        reach = NEAR
        if time.monotonic() >= far_at:
            reach, far_at = FAR, time.monotonic() + FAR_EVERY_SECONDS
        if await seal(connection, reach) < _BATCH:
            await asyncio.sleep(_EVERY_SECONDS)


class ChainBroken(Exception):
    """The audit table is not what was sealed."""


async def verify(connection: asyncpg.Connection, expected_head: bytes | None = None) -> tuple[int, bytes]:
    """Recompute the chain; returns its length and head, raises ChainBroken naming the first bad place.

    A full rewrite is only noticed against a head that was kept outside: pass it as `expected_head`.
    """
    length, previous, met = 0, _GENESIS, expected_head is None
    async with connection.transaction():
        async for row in _cursor(connection):
            length += 1
            if row["position"] != length:
                raise ChainBroken(f"seal {length} is missing")
            if row["id"] is None:
                raise ChainBroken(f"audit row {row['audit_id']} has been deleted (seal {length})")
            previous = _link(previous, row)
            if previous != row["hash"]:
                raise ChainBroken(f"audit row {row['audit_id']} or its seal {length} has been changed")
            met = met or previous == expected_head
    if not met:
        raise ChainBroken("the chain does not contain the head that was kept outside")
    return length, previous


async def _cursor(connection: asyncpg.Connection) -> AsyncIterator[Any]:
    async for row in connection.cursor(_SEALED, prefetch=1000):
        yield row


async def _main(url: str, head: str | None) -> int:
    connection = await asyncpg.connect(url)
    try:
        length, last = await verify(connection, bytes.fromhex(head) if head else None)
        unsealed = await connection.fetchval("SELECT count(*) FROM audit") - length
    except ChainBroken as finding:
        sys.stderr.write(f"BROKEN: {finding}\n")
        return 1
    finally:
        await connection.close()
    sys.stdout.write(f"ok: {length} rows sealed, {unsealed} waiting, head {last.hex()}\n")
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m servicekit.audit")
    parser.add_argument("command", choices=["verify"])
    parser.add_argument("url")
    parser.add_argument("--head", help="a head printed earlier and kept elsewhere")
    arguments = parser.parse_args()
    sys.exit(asyncio.run(_main(arguments.url, arguments.head)))
