"""Writes the history of records in the transaction that changes them.

The outbox drops events after a while and the audit keeps digests only, so neither can tell a record's life.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from servicekit.changes import Change
from servicekit.tables import Aggregate

# Part of the statement that ends a transaction: $6 is its time, $15 to $17 are the action, the account and its name.
INSERT = """history AS (
    INSERT INTO record_history
        (kind, record_id, version, at, action, event, from_state, to_state, actor, actor_name, reason)
    SELECT kind, record_id, version, $6, $15, event, from_state, to_state, $16, $17, reason
    FROM unnest($18::text[], $19::uuid[], $20::int[], $21::text[], $22::text[], $23::text[], $24::text[])
         WITH ORDINALITY AS h(kind, record_id, version, event, from_state, to_state, reason, place) ORDER BY place
)"""


@dataclass(frozen=True, slots=True)
class Fact:
    """An event that a transaction recorded about an aggregate, with the aggregate's version and state at it."""

    type: str
    version: int
    state: str | None


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One line of a record's history."""

    kind: str
    record_id: UUID
    version: int
    event: str | None
    from_state: str | None
    to_state: str
    reason: str | None


def entries_of(changes: Mapping[int, Change], facts: Iterable[tuple[int, Fact]]) -> list[HistoryRow]:
    """One entry for each event about a record with a state, and one for a change that published nothing."""
    by_record: dict[int, list[Fact]] = {}
    for about, fact in facts:
        by_record.setdefault(about, []).append(fact)
    rows: list[HistoryRow] = []
    for key, change in changes.items():
        if getattr(change.row, "state", None) is not None:
            rows += _of_record(change, by_record.get(key, []))
    return rows


def _of_record(change: Change, facts: Sequence[Fact]) -> list[HistoryRow]:
    row: Any = change.row
    before, rows = change.state, []
    for fact in facts or [Fact("", row.version, row.state)]:
        to_state = str(fact.state)
        entry = HistoryRow(
            row.__tablename__, row.id, fact.version, fact.type or None,
            None if before is None else str(before), to_state, _reason(row, change.written),
        )  # fmt: skip
        rows.append(entry)
        before = to_state
    return rows


def _reason(row: Aggregate, written: set[str]) -> str | None:
    values = (getattr(row, name, None) for name in row.reason_columns if name in written)
    return next((str(value) for value in values if value), None)


def columns_of(rows: Sequence[HistoryRow]) -> tuple[list[Any], ...]:
    """The rows as the arrays that `INSERT` takes."""
    names = HistoryRow.__slots__
    return tuple([getattr(row, name) for row in rows] for name in names)
