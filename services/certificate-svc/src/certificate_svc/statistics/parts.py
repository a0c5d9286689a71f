"""How a total is published in parts that lead to nobody.

Every number that is shown is a sum of parts, and no part is below the least number: whatever is added or subtracted,
also between tables of one total, is again a sum of such parts. What is too small goes together into one rest; where the
rest itself would be too small, or would say what is in it, the smallest part that could be shown goes with it.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

LEAST: Final = 3
"""The smallest number that is shown: two who know of each other must not find the third."""
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Parts(Generic[K]):
    """The parts that may be shown, the largest first, and what all others are together."""

    shown: dict[K, int]
    rest: int


def parted(counts: Mapping[K, int], others: int = 0) -> Parts[K] | None:
    """A total by its parts; `others` is what belongs to no part. None where the total itself must not be shown.

    Whoever had no demand at all is in the rest like who had one or two, so that being in it says nothing.
    """
    total = sum(counts.values()) + others
    if total < LEAST:
        return None
    shown = {key: count for key, count in counts.items() if count >= LEAST}
    hidden = [count for count in counts.values() if 0 < count < LEAST]
    # By size, and of equal ones by name: the same every time it is worked out.
    order = sorted(shown, key=lambda key: (-shown[key], str(key)))
    while order and _says_too_much(hidden, others):
        hidden.append(shown.pop(order.pop()))
    if _says_too_much(hidden, others):
        return Parts({}, total)
    return Parts({key: shown[key] for key in order}, sum(hidden) + others)


def _says_too_much(hidden: list[int], others: int) -> bool:
    """Whether a rest is below the least, or, with nothing of unknown size in it, can be shared out in one way only."""
    together = sum(hidden) + others
    if together == 0:
        return False
    least_and_most = (len(hidden), len(hidden) * (LEAST - 1))
    return together < LEAST or (others == 0 and together in least_and_most)
