"""How a Chinese name is typed by who looks for it: its pinyin without tones, its initials, its pairs of characters."""

from dataclasses import dataclass
from functools import lru_cache

from pypinyin import lazy_pinyin


@dataclass(frozen=True, slots=True)
class Spelling:
    """`青石镇` is `qingshizhen`, `qsz`, and holds the pairs `青石` and `石镇`."""

    pinyin: str
    initials: str
    pairs: tuple[str, ...]


@lru_cache(maxsize=65_536)  # a country has some hundred thousand villages, and many of one name
def spelling(name: str) -> Spelling:
    """The spellings of a name; whatever is no Chinese character stays as it is, in small letters."""
    sounds = [sound.lower() for sound in lazy_pinyin(name)]
    return Spelling("".join(sounds), "".join(sound[0] for sound in sounds), pairs(name))


def pairs(text: str) -> tuple[str, ...]:
    """The neighbouring characters of a text, each pair once: what an index can find a part of a name by."""
    return tuple(dict.fromkeys(text[at : at + 2] for at in range(len(text) - 1)))
