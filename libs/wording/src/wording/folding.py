"""One spelling for what people write in many: width, traditional forms, invisible signs, masks.

`fold` is for comparing and searching. `Folded` keeps the place of every character, so that a finding in the folded text
can be shown in the text as it was written.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from opencc import OpenCC

LONGEST = 10_000
"""Characters of a text that are looked at; what comes after them is left out."""

# Dots, dashes, quotation marks and the like carry no meaning inside a word, but hide it: 责·任·状, “责任”状.
_MASKS = frozenset("·•・‧∙⋅●○…\"'`´“”‘’「」『』«»‹›*^~_|/\\+=#&@-‐‑‒–—―.")
_SAME = str.maketrans("[]{}【】〔〕〖〗〈〉《》·•・‧∙⋅‐‑‒–—―−ー─○◯", "()()()()()()()......---------〇〇")
# Strokes and rings over a letter. Marks of other scripts are letters of their own: Tibetan vowels, for one.
_ACCENTS = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe2f\U000e0100-\U000e01ef\u180b-\u180f]"
)
_LETTERS = frozenset({"Mn", "Mc", "Co"})
"""Beside what Python calls alphanumeric: vowels of other scripts, and rare characters in the private use area."""
_to_simplified = OpenCC("t2s").convert


@lru_cache(maxsize=16_384)
def _letter(sign: str) -> str:
    """One written sign in its plain form; empty when it is invisible or an accent."""
    if unicodedata.category(sign) in {"Cf", "Cc", "Cn", "Cs"} and sign not in "\n\r\t":
        return ""
    plain = unicodedata.normalize("NFKC", sign).casefold()
    if not plain.isascii():
        bare = _ACCENTS.sub("", unicodedata.normalize("NFD", plain))
        plain = "".join(map(_to_simplified, unicodedata.normalize("NFKC", bare)))
    return plain.translate(_SAME)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in one spelling. `places[i]` is where the sign behind `text[i]` stands in the written text."""

    written: str
    text: str
    places: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The part of the written text that a part of the folded text came from."""
        if start >= end:
            return (0, 0)
        return self.places[start], self.places[end - 1] + 1


def folded(written: str) -> Folded:
    """The first 10,000 characters of a text in one spelling, punctuation of sentences kept."""
    written = written[:LONGEST]
    signs: list[tuple[str, int]] = []
    for place, sign in enumerate(written):
        signs.extend((part, place) for part in _letter(sign))
    kept = [pair for index, pair in enumerate(signs) if not _hides(signs, index)]
    return Folded(written, "".join(sign for sign, _ in kept), tuple(place for _, place in kept))


def _hides(signs: list[tuple[str, int]], index: int) -> bool:
    """Whether a sign only stands between others: a mask or picture, a blank. A point inside a number is kept."""
    sign = signs[index][0]
    if sign.isalnum() or sign == "\n":
        return False
    if sign in ".-/" and 0 < index < len(signs) - 1:
        return not (signs[index - 1][0].isdecimal() and signs[index + 1][0].isdecimal())
    return sign.isspace() or sign in _MASKS or unicodedata.category(sign) in {"So", "Sk"}


def fold(text: str) -> str:
    """The text for comparing: one spelling, letters and digits only."""
    return _fold_short(text) if len(text) <= 100 else _fold(text)


def _fold(text: str) -> str:
    return "".join(sign for sign in folded(text).text if sign.isalnum() or unicodedata.category(sign) in _LETTERS)


# Names of items and columns are folded again and again; long texts of users are not kept.
_fold_short = lru_cache(maxsize=8_192)(_fold)
