"""What a law lets or bids a village do although its words look like a forbidden matter. They are looked at first."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from wording import tables
from wording.cues import Law


@dataclass(frozen=True, slots=True)
class Exemption:
    """One statutory exception: it answers the items in `lifts` as long as its law holds."""

    name: str
    law: Law
    lifts: frozenset[str]
    pattern: re.Pattern[str]


@cache
def _table() -> tuple[tuple[Exemption, ...], re.Pattern[str]]:
    table = tables.rules("exceptions")
    entries = tuple(
        Exemption(
            entry["name"],
            Law(
                entry["law"],
                entry["sentence"],
                date.fromisoformat(entry["since"]) if "since" in entry else None,
                date.fromisoformat(entry["until"]) if "until" in entry else None,
            ),
            frozenset(entry["lifts"]),
            re.compile(entry["pattern"]),
        )
        for entry in table["exception"]
    )
    return entries, re.compile(table["unless"])


def exemptions() -> tuple[Exemption, ...]:
    """The whole table, for showing it."""
    return _table()[0]


def exempted(text: str, denied: str, on: date) -> list[tuple[Exemption, int, int]]:
    """The exceptions that a folded text meets on a day, with their places.

    `denied` is the text with what is denied blotted out: a penalty laid on top of a lawful paper makes it unlawful
    again, but "no penalty" does not.
    """
    entries, unless = _table()
    if unless.search(denied):
        return []
    return [
        (entry, found.start(), found.end())
        for entry in entries
        if entry.law.in_force(on) and (found := entry.pattern.search(text))
    ]
