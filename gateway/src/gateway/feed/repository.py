"""SQL of the feed: PostgreSQL joins the stored bytes, so that a page is one value however many events it has."""

from collections.abc import Sequence
from dataclasses import dataclass

from servicekit.database import Database

from gateway.event_log.matching import EVERYTHING, any_matches

WINDOW = 50_000
"""Positions that one statement looks at: a filter that fits little must not scan the whole log."""

_WANTED = "type LIKE ANY ($1::text[]) AND NOT type LIKE ANY ($2::text[]) AND starts_with(region, $3)"
PAGE = f"""
    SELECT page.*, (SELECT min(position) FROM event_log) AS earliest, (SELECT max(position) FROM event_log) AS newest
    FROM (
        SELECT count(*) AS events, max(position) AS last, string_agg(body, $6::bytea ORDER BY position) AS body
        FROM (SELECT position, body FROM event_log
              WHERE {_WANTED} AND position > $4 AND position <= $5 ORDER BY position LIMIT $7) wanted
    ) page
"""
_EDGES = "SELECT min(position) AS earliest, max(position) AS newest FROM event_log"
_LATEST = f"""
    SELECT min(position) AS first FROM (
        SELECT position FROM event_log WHERE {_WANTED} AND position > $4 ORDER BY position DESC LIMIT $5
    ) latest
"""
NEWS = """
    SELECT coalesce(max(position), $1) AS upto, coalesce(array_agg(DISTINCT type || ' ' || region), '{}') AS kinds
    FROM (SELECT position, type, region FROM event_log WHERE position > $1 ORDER BY position LIMIT 10000) news
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one reader gets: what it asked for within what it may see."""

    types: Sequence[str]
    hidden: Sequence[str]
    prefix: str

    def covers(self, type: str, region: str) -> bool:
        """The condition of the statements for one event."""
        return any_matches(self.types, type) and not any_matches(self.hidden, type) and region.startswith(self.prefix)

    @property
    def values(self) -> tuple[list[str], list[str], str]:
        """The first three parameters of the statements."""
        return [_like(pattern) for pattern in self.types], [_like(pattern) for pattern in self.hidden], self.prefix


@dataclass(frozen=True, slots=True)
class Piece:
    """What one statement found, and where the log begins and ends at that moment."""

    events: int
    last: int | None
    body: bytes
    earliest: int | None
    newest: int | None


async def piece(database: Database, wanted: Wanted, after: int, limit: int, glue: bytes) -> Piece:
    """The wanted events of one window behind a position, joined."""
    row = await database.fetchrow(PAGE, *wanted.values, after, after + WINDOW, glue, limit)
    return Piece(row["events"], row["last"], row["body"] or b"", row["earliest"], row["newest"])


async def edges(database: Database) -> tuple[int | None, int | None]:
    """The first and the last position of the log."""
    row = await database.fetchrow(_EDGES)
    return row["earliest"], row["newest"]


async def before_latest(database: Database, wanted: Wanted, count: int, newest: int) -> int:
    """The position in front of the latest so many wanted events of the last window."""
    row = await database.fetchrow(_LATEST, *wanted.values, newest - WINDOW, count)
    return newest if row["first"] is None else int(row["first"]) - 1


async def news(database: Database, after: int) -> tuple[int, list[tuple[str, str]]]:
    """How far the log has come, and which types in which regions are new."""
    row = await database.fetchrow(NEWS, after)
    kinds = [kind.split(" ", 1) for kind in row["kinds"]]
    return int(row["upto"]), [(kind[0], kind[1]) for kind in kinds]


def _like(pattern: str) -> str:
    """A pattern of types for LIKE, in which an underscore would stand for any letter."""
    if pattern == EVERYTHING:
        return "%"
    return pattern.replace("_", r"\_").replace("*", "%")
