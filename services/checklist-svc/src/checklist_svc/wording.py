"""How alike two wordings are. Chinese has no blanks between words, so characters are compared, not tokens."""

import re
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from rapidfuzz import fuzz
from wording.folding import fold

_CLAUSE_END = re.compile(r"[,,。;;::!!??\n]+")
# A clause that forbids something does not demand it.
_FORBIDS = re.compile(r"(不得|不准|不要求|严禁|禁止|杜绝|防止|反对)")


class Worded(Protocol):
    """Something with a name and other usual wordings for it."""

    @property
    def name(self) -> str:
        """Its own wording."""

    @property
    def wordings(self) -> Sequence[str]:
        """How else people say it."""


W = TypeVar("W", bound=Worded)


def likeness(text: str, wording: str) -> float:
    """How far `text` contains `wording`, in percent.

    The wording is looked for inside a longer text; a shorter text is compared as a whole, because a harmless short
    title (环境整治) may well stand inside a long forbidden sentence.
    """
    whole, part = fold(text), fold(wording)
    if not whole or not part:
        return 0.0
    return float(fuzz.partial_ratio(whole, part) if len(part) <= len(whole) else fuzz.ratio(whole, part))


def sameness(first: str, second: str) -> float:
    """How far two titles name the same matter, in percent."""
    return float(fuzz.ratio(fold(first), fold(second)))


def demands(text: str) -> list[str]:
    """What a text asks for: its clauses but those that forbid, and the whole of it when none forbids."""
    clauses = [clause for part in _CLAUSE_END.split(text) if (clause := part.strip())]
    asking = [clause for clause in clauses if not _FORBIDS.match(clause)]
    return [text, *asking] if asking == clauses else asking


def most_alike(texts: Iterable[str], items: Iterable[W]) -> tuple[W | None, float]:
    """The item that one of the texts contains most of, and how much."""
    best: tuple[W | None, float] = (None, 0.0)
    candidates = [(item, wording) for item in items for wording in (item.name, *item.wordings)]
    for text in texts:
        for item, wording in candidates:
            score = likeness(text, wording)
            if score > best[1]:
                best = (item, score)
    return best
