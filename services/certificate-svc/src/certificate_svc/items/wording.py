"""Recognises a certificate by the words people use for it, whatever punctuation and padding they add."""

from collections.abc import Iterable

from rapidfuzz import fuzz
from wording.folding import fold

from certificate_svc.items.models import Item

_PADDING = ("村民委员会", "居民委员会", "村委会", "居委会", "开具", "出具", "证明书", "证明", "书面", "材料", "的")


def essence(wording: str) -> str:
    """What is left of a wording in one spelling and without padding."""
    letters = fold(wording)
    for padding in _PADDING:
        letters = letters.replace(padding, "")
    return letters


def similarity(wording: str, name: str) -> float:
    """How alike two wordings are, in percent; one that makes up half of the other or more counts fully."""
    one, other = sorted((essence(wording), essence(name)), key=len)
    if len(one) >= 2 and one in other and 2 * len(one) >= len(other):
        return 100.0
    return float(fuzz.ratio(one, other)) if one else 0.0


def named(wording: str, items: Iterable[Item], *, aliases: bool = False) -> Item | None:
    """The item that is called exactly so, by its name or also by an alias."""
    wanted = essence(wording)
    called = ((item, (item.name, *(item.aliases if aliases else ()))) for item in items)
    return next((item for item, names in called if wanted and wanted in map(essence, names)), None)


def nearest(wording: str, items: Iterable[Item], threshold: float) -> Item | None:
    """The item whose name or alias comes nearest to a wording, if near enough."""
    scored = [(max(similarity(wording, name) for name in (item.name, *item.aliases)), item) for item in items]
    score, item = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return item if score >= threshold else None
