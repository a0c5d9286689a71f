"""How alike two titles are. Chinese has no blanks between words, so characters are compared, not tokens."""

from rapidfuzz import fuzz
from wording.folding import fold


def sameness(first: str, second: str) -> float:
    """How far two titles name the same matter, in percent."""
    one, other = fold(first), fold(second)
    return float(fuzz.ratio(one, other)) if one and other else 0.0
