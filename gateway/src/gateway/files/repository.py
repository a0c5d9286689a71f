"""SQL about sealed files."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import orjson
import sqlalchemy as sa
from countykit.filters import Subtree
from countykit.identity import Scope
from servicekit.filters import AnyOf, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from gateway.files.models import Receipt, SealedFile, State

WINDOW = 5_000
CHUNK = """
    WITH wanted AS MATERIALIZED (
        SELECT position, type, body FROM event_log
        WHERE position > $1 AND position <= $2 AND starts_with(region, $3)
    )
    SELECT string_agg(body || '\\x0a'::bytea, ''::bytea ORDER BY position) AS lines,
        (SELECT json_object_agg(type, events) FROM (SELECT type, count(*) AS events FROM wanted GROUP BY type) t)
            AS types
    FROM wanted
"""
_EDGES = "SELECT coalesce(min(position), 1) AS first, coalesce(max(position), 0) AS last FROM event_log"
# The log grows in the order of its positions, so this looks at the newest rows only.
_RECORDED_BEFORE = "SELECT position FROM event_log WHERE recorded_at < $1 ORDER BY position DESC LIMIT 1"
_LAST = """
    SELECT number, last_position, until, encode(sha256(manifest), 'hex') AS hash FROM sealed_file
    WHERE region = $1 AND number IS NOT NULL ORDER BY number DESC LIMIT 1
"""
_FIRST_ORDERED = """
    SELECT id, region, first_position, last_position FROM sealed_file WHERE state = 'ordered' ORDER BY id LIMIT 1
"""
_TO_NAME = """
    SELECT EXISTS (SELECT FROM sealed_file WHERE state = 'sealed')
        OR EXISTS (SELECT FROM sealed_file WHERE state = 'published' AND until < $1) AS found
"""
_NOW = "SELECT clock_timestamp() AS now"


async def database_now(tx: Transaction) -> datetime:
    """The clock that events are recorded by; a simulated time is none of its business."""
    now: datetime = (await tx.committed(_NOW))["now"]
    return now


async def edges(tx: Transaction) -> tuple[int, int]:
    """The first and the last position of the log."""
    row = await tx.committed(_EDGES)
    return int(row["first"]), int(row["last"])


async def recorded_before(tx: Transaction, moment: datetime) -> int:
    """The last position recorded before a moment."""
    row = await tx.committed(_RECORDED_BEFORE, moment)
    return 0 if row is None else int(row["position"])


async def last_of_chain(tx: Transaction, region: str) -> tuple[int, int, datetime, str] | None:
    """Number, last position, end and manifest hash of a region's newest file."""
    row = await tx.committed(_LAST, region)
    return None if row is None else (row["number"], row["last_position"], row["until"], row["hash"])


async def chunk(tx: Transaction, after: int, upto: int, prefix: str) -> tuple[bytes, dict[str, int]]:
    """The lines of a window of the log, and how many there are of each type."""
    row = await tx.committed(CHUNK, after, upto, prefix)
    return row["lines"] or b"", orjson.loads(row["types"] or "{}")


FILTERS = filters(
    SealedFile,
    region=Subtree(),
    kind=AnyOf(),
    state=AnyOf(),
)


def visible(scope: Scope) -> sa.Select[SealedFile]:
    """The files within a scope."""
    return sa.select(SealedFile).where(scope.where(SealedFile))


async def get(tx: Transaction, scope: Scope, id: UUID) -> SealedFile:
    """One file; outside of the scope it does not exist."""
    return await tx.get(SealedFile, id, scope)


async def in_state(tx: Transaction, state: State, most: int = 1000) -> Sequence[SealedFile]:
    """The oldest files in a state."""
    statement = sa.select(SealedFile).where(col(SealedFile.state) == state).order_by(col(SealedFile.id)).limit(most)
    return list((await tx.session.execute(statement)).scalars())


async def first_ordered(tx: Transaction) -> tuple[UUID, str, int, int] | None:
    """Id, region, first and last position of the export that was ordered first."""
    row = await tx.committed(_FIRST_ORDERED)
    return None if row is None else (row["id"], row["region"], row["first_position"], row["last_position"])


async def anything_to_name(tx: Transaction, before: datetime) -> bool:
    """Whether a sealed file waits for its name, or a published one is to be deleted."""
    return bool((await tx.committed(_TO_NAME, before))["found"])


async def outlived(tx: Transaction, before: datetime) -> Sequence[SealedFile]:
    """Published files that are older than contents are kept."""
    old = (col(SealedFile.state) == State.PUBLISHED, col(SealedFile.until) < before)
    statement = sa.select(SealedFile).where(*old).limit(1000)  # in turns: the next run takes the next ones
    return list((await tx.session.execute(statement)).scalars())


async def receipts(tx: Transaction, file: UUID) -> Sequence[Receipt]:
    """What receivers said about a file, newest first."""
    statement = sa.select(Receipt).where(col(Receipt.file_id) == file).order_by(col(Receipt.id).desc())
    return list((await tx.session.execute(statement)).scalars())
