"""Seals: each covers one row of a log and the seal before it, by a key that only the sealing process holds.

A chain inside the writers' transactions would queue every commit of a service behind one lock; sealing a second
later keeps the writers free and still shows any later edit, deletion, insertion or reordering.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg

from servicekit.audit.row_mac import Keys
from servicekit.audit.tables import LogTable, canonical

GENESIS = hashlib.sha256(b"songbang log seals").digest()
BATCH = 500
# How many ids before the last sealed row are looked through: always, and once in a while for what has committed late.
NEAR, FAR = 1000, 100_000

UNSEALED = """
    SELECT r.* FROM {table} r
    WHERE r.id > $1 AND NOT EXISTS (SELECT 1 FROM log_seal s WHERE s.log = '{table}' AND s.row_id = r.id
                                   AND s.row_id > $1)
    ORDER BY r.id LIMIT $2
"""
_LAST = "SELECT position, row_id, seal FROM log_seal WHERE log = $1 ORDER BY position DESC LIMIT 1"
_INSERT = """
    INSERT INTO log_seal (log, position, row_id, sealed_at, digest, seal)
    SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $4::timestamptz[], $5::bytea[], $6::bytea[])
"""


@dataclass(frozen=True, slots=True)
class Head:
    """The last seal of a log."""

    log: str
    position: int
    seal: bytes


def digest_of_row(table: LogTable, row: Mapping[str, Any]) -> bytes:
    """What a seal keeps of a row; it stays when the row is deleted after its time."""
    return hashlib.sha256(canonical(table.whole(row))).digest()


class Sealer:
    """Seals the logs of one part."""

    def __init__(self, secret: str, part: str) -> None:
        self._keys = Keys(secret, f"songbang log seals of {part}")

    def link(self, log: str, position: int, row_id: int, at: datetime, digest: bytes, previous: bytes) -> bytes:
        """The seal at a position of a log's chain."""
        return _link(self._keys.current, canonical([log, position, row_id, at, digest, previous]))

    def made(
        self, seal: bytes, log: str, position: int, row_id: int, at: datetime, digest: bytes, previous: bytes
    ) -> bool:
        """Whether a seal is the one for a position, by a key that was in use when it says that it was made."""
        covered = canonical([log, position, row_id, at, digest, previous])
        return any(hmac.compare_digest(seal, _link(key, covered)) for key in self._keys.proving(at))

    async def seal(self, connection: asyncpg.Connection, table: LogTable, reach: int = FAR) -> int:
        """Seal the rows that have none, from `reach` ids before the last sealed one on; returns how many.

        Needs to read the log and `log_seal`, and to insert into `log_seal`, no more.
        """
        async with connection.transaction(isolation="repeatable_read"):
            last = await connection.fetchrow(_LAST, table.name)
            position, row_id, previous = last or (0, 0, GENESIS)
            rows = await connection.fetch(UNSEALED.format(table=table.name), row_id - reach, BATCH)
            if not rows:
                return 0
            now = await connection.fetchval("SELECT now()")
            links = []
            for row in rows:
                position, digest = position + 1, digest_of_row(table, row)
                previous = self.link(table.name, position, row["id"], now, digest, previous)
                links.append((position, row["id"], now, digest, previous))
            await connection.execute(_INSERT, table.name, *map(list, zip(*links, strict=True)))
        return len(links)


def _link(key: bytes, covered: bytes) -> bytes:
    return hmac.digest(key, covered, "sha256")


async def head(connection: asyncpg.Connection, table: LogTable) -> Head | None:
    """The last seal of a log; None while nothing is sealed."""
    row = await connection.fetchrow(_LAST, table.name)
    return Head(table.name, row["position"], row["seal"]) if row else None
