"""The two logs that answer who did what, and the bytes that their rows are authenticated and sealed by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

_ABSENT = b"\xff\xff\xff\xff"  # in place of a length: no value is that long


@dataclass(frozen=True, slots=True)
class LogTable:
    """A log: its table, and the columns that the writing process vouches for."""

    name: str
    columns: tuple[str, ...]

    def content(self, row: Mapping[str, Any]) -> list[Any]:
        """What the writer's code of a row covers."""
        return [self.name, *(row[column] for column in self.columns)]

    def whole(self, row: Mapping[str, Any]) -> list[Any]:
        """What a seal covers: the row with its number and the writer's code."""
        return [row["id"], *self.content(row), row["mac"]]


AUDIT = LogTable("audit", ("at", "actor", "action", "resource", "address", "request_id", "before", "after"))
SECURITY_LOG = LogTable(
    "security_log",
    ("at", "kind", "outcome", "account", "action", "resource", "address", "request_id", "occurrences", "detail"),
)
DELETION_PROOF = LogTable(
    "deletion_proof", ("at", "rule", "subject", "keep_days", "count", "earliest", "latest", "digest")
)
"""Proofs are authenticated by their writer like the rows of a log; each is named by the audit, which is sealed."""

LOGS = (AUDIT, SECURITY_LOG)


def canonical(values: Iterable[object]) -> bytes:
    """The bytes of some values, each behind its length, so that no two lists of values share them."""
    parts = []
    for value in values:
        if value is None:
            parts.append(_ABSENT)
            continue
        part = value if isinstance(value, bytes) else _text(value).encode()
        parts.append(len(part).to_bytes(4, "big") + part)
    return b"".join(parts)


def _text(value: object) -> str:
    # PostgreSQL gives instants back in UTC, whatever offset they were written with.
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
