"""The nearest known case: texts that share most of their rarer character pairs."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from heapq import nlargest

from wording import tables
from wording.answers import Known
from wording.features import characters
from wording.folding import folded


class Index:
    """Texts by their character pairs."""

    def __init__(self, texts: Sequence[str]) -> None:
        pieces = [_pairs(folded(text).text) for text in texts]
        frequency = Counter(piece for found in pieces for piece in found)
        self._rarity = {piece: math.log(1 + len(texts) / count) for piece, count in frequency.items()}
        self._postings: dict[str, list[int]] = defaultdict(list)
        self._lengths = [math.sqrt(sum(self._rarity[piece] ** 2 for piece in found)) or 1.0 for found in pieces]
        for place, found in enumerate(pieces):
            for piece in sorted(found):
                self._postings[piece].append(place)

    def nearest(self, text: str, count: int = 1) -> list[tuple[int, float]]:
        """The places of the nearest texts with their cosine similarity, the nearest first."""
        found = _pairs(text)
        default = math.log(1 + len(self._lengths))
        length = math.sqrt(sum(self._rarity.get(piece, default) ** 2 for piece in found)) or 1.0
        scores: dict[int, float] = defaultdict(float)
        for piece in found:
            for place in self._postings.get(piece, ()):
                scores[place] += self._rarity[piece] ** 2
        ranked = nlargest(count, ((score / length / self._lengths[at], -at) for at, score in scores.items()))
        return [(-at, min(1.0, score)) for score, at in ranked]


def _pairs(text: str) -> set[str]:
    return {piece for piece in characters(text, 2) if len(piece) == 2 or piece.isascii()}


@cache
def _demands() -> tuple[Index, list[dict[str, object]]]:
    known = [*tables.rows("texts/demands"), *tables.rows("texts/usual")]
    return Index([str(row["text"]) for row in known]), known


def nearest_demand(text: str) -> Known | None:
    """The nearest known demand to a folded text."""
    index, known = _demands()
    for place, similarity in index.nearest(text):
        row = known[place]
        items = row.get("items")
        codes = [str(code) for code in items] if isinstance(items, Iterable) else []
        return Known(text=str(row["text"]), verdict=str(row["label"]), items=codes, similarity=round(similarity, 2))
    return None
