"""How Chinese is typed by who looks for it: `lh` or `liuhe` for 柳河, anywhere in a name or title.

Typed letters become a pattern of the characters that may be read so, each in all of its readings. No record keeps its
spelling, so that none can be out of date, and 长 is found by `chang` and by `zhang`.
"""

import json
import re
import unicodedata
from collections import defaultdict
from functools import cache, lru_cache
from importlib.metadata import distribution
from itertools import islice
from pathlib import Path

import sqlalchemy as sa

_LETTERS = re.compile(r"[a-z]+")
_CHINESE = range(0x4E00, 0xA000)
_LONGEST = 6
"""`zhuang`: no syllable is longer."""
_MOST_INITIALS = 12
_MOST_RUNS = 3
_MOST_CUTS = 8
"""Of `xianan` there are several readings; more than these are typed by nobody."""


def reads(text: sa.ColumnElement[str], words: str) -> sa.ColumnElement[bool]:
    """Whether what is typed stands in a text, by its characters, its pinyin or its initials, in any case."""
    pattern = pattern_of(words.lower())
    return text.icontains(words, autoescape=True) if pattern is None else text.regexp_match(pattern, flags="i")


@lru_cache(maxsize=1024)
def pattern_of(words: str) -> str | None:
    """The pattern of what is typed in small letters; none where it has no letters to be read as pinyin."""
    if not _LETTERS.search(words):
        return None
    parts, place = [], 0
    for run in islice(_LETTERS.finditer(words), _MOST_RUNS):
        parts += [_literal(words[place : run.start()]), _typed(run[0])]
        place = run.end()
    return "".join([*parts, _literal(words[place:])])


def _literal(text: str) -> str:
    """The text as itself; what Python does not escape means nothing in PostgreSQL's patterns either."""
    return re.escape(text)


def _typed(letters: str) -> str:
    """The letters as they are, as initials, or as syllables of which the last may be unfinished."""
    ways = [letters]
    if len(letters) <= _MOST_INITIALS:
        ways.append("".join(f"[{letter}{_beginning(letter)}]" for letter in letters))
    ways += ["".join(f"[{chars}]" for chars in cut) for cut in _cuts(letters)]
    return f"(?:{'|'.join(ways)})"


@lru_cache(maxsize=4096)
def _cuts(letters: str) -> tuple[tuple[str, ...], ...]:
    """The characters of each way to cut letters into syllables, the longest syllables first."""
    found: list[tuple[str, ...]] = []
    for length in range(min(_LONGEST, len(letters)), 0, -1):
        head, rest = letters[:length], letters[length:]
        if not rest and (chars := _beginning(head)):
            found.append((chars,))
        elif rest and (chars := _syllables().get(head, "")):
            found += [(chars, *cut) for cut in _cuts(rest)]
    return tuple(found[:_MOST_CUTS])


@lru_cache(maxsize=4096)
def _beginning(letters: str) -> str:
    """The characters whose pinyin begins so, as ranges of a pattern."""
    known = _readings()
    return _ranges({char for syllable, chars in known.items() if syllable.startswith(letters) for char in chars})


@cache
def _syllables() -> dict[str, str]:
    return {syllable: _ranges(chars) for syllable, chars in _readings().items()}


@cache
def _readings() -> dict[str, set[int]]:
    """The characters of each syllable without tones. Only the library's table is read: its phrases are large."""
    table = Path(str(distribution("pypinyin").locate_file("pypinyin/pinyin_dict.json")))
    known: dict[str, set[int]] = defaultdict(set)
    for code, readings in json.loads(table.read_bytes()).items():
        if int(code) in _CHINESE:
            for spelt in {each for reading in readings.split(",") for each in _toneless(reading)}:
                known[spelt].add(int(code))
    return dict(known)


def _toneless(reading: str) -> set[str]:
    """`lǜ` is typed `lv` or `lu`."""
    parts = unicodedata.normalize("NFD", reading.replace("ê", "e"))
    letters = "".join(each for each in parts if not unicodedata.combining(each))
    return {letters, letters.replace("u", "v")} if "\u0308" in parts else {letters}


def _ranges(codes: set[int]) -> str:
    found: list[list[int]] = []
    for code in sorted(codes):
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return "".join(chr(first) if first == last else f"{chr(first)}-{chr(last)}" for first, last in found)
