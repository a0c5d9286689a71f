"""Cues: words that speak for or against a breach, each with its law, found with place and negation."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from wording import tables
from wording.clauses import Span


@dataclass(frozen=True, slots=True)
class Law:
    """What a cue, an item or an exception rests on, and when it holds (no date: open, or not known for certain)."""

    title: str
    sentence: str
    since: date | None = None
    until: date | None = None

    def in_force(self, day: date) -> bool:
        """Whether it holds on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Cue:
    """One kind of words that speak for or against a breach."""

    name: str
    kind: str
    items: tuple[str, ...]
    law: Law
    pattern: re.Pattern[str]
    calms: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue in a folded text."""

    cue: Cue
    start: int
    end: int
    denied: bool


@cache
def laws() -> dict[str, Law]:
    """The laws that cues name, by their key."""
    return {key: _law(entry) for key, entry in tables.rules("laws").items()}


def _law(entry: dict[str, str]) -> Law:
    title = f"{entry['title']}{entry.get('article', '')}"
    return Law(title, entry["sentence"], _day(entry.get("since")), _day(entry.get("until")))


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


@cache
def cues() -> tuple[Cue, ...]:
    """All cues, in the order of the table."""
    return tuple(
        Cue(
            entry["name"],
            entry["kind"],
            tuple(entry["items"]),
            laws()[entry["law"]],
            re.compile(entry["pattern"]),
            calms=entry["kind"] == "relief" and entry.get("calms", True),
        )
        for entry in tables.rules("cues")["cue"]
    )


def hits(text: str, spans: list[Span]) -> list[Hit]:
    """The cues of a folded text; `spans` are its denied parts."""
    return [
        Hit(cue, match.start(), match.end(), any(span.covers(match.start()) for span in spans))
        for cue in cues()
        for match in cue.pattern.finditer(text)
    ]
