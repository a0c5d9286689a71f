"""A key with those before it, in one setting: `key[,former[@until]…]`. The first works, the others only prove.

So a key is replaced by writing one file, and what the key before it made stays genuine.
"""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Former:
    """A key that works no more; without `until` it proves for ever, else what was made up to then."""

    key: str
    until: datetime | None = None

    def proves(self, at: datetime) -> bool:
        """Whether it may vouch for something of that moment."""
        return self.until is None or at <= self.until

    def __str__(self) -> str:
        # To the microsecond, as moments are kept: a second cut short would disown what was made within it.
        return self.key if self.until is None else f"{self.key}@{self.until.astimezone(UTC).isoformat()}"


def ring(text: str) -> tuple[str, list[Former]]:
    """The key in use and the former ones, newest first; raises ValueError for a moment that is none."""
    first, *others = (entry.strip() for entry in text.split(","))
    return first, [_former(entry) for entry in others]


def _former(entry: str) -> Former:
    key, _, until = entry.partition("@")
    if not until:
        return Former(key)
    moment = datetime.fromisoformat(until)
    if moment.tzinfo is None:
        raise ValueError("a former key is good until a moment with a time zone, such as 2026-12-01T00:00:00Z")
    return Former(key, moment)


def written(first: str, others: list[Former]) -> str:
    """The setting's text."""
    return ",".join([first, *map(str, others)])
