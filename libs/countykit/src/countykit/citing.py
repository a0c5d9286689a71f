"""Whether a basis cites a law, and which of its articles: by the words, and in doubt it does."""

import re
import unicodedata

from wording.folding import fold, folded

_TO = "[-–—~～至]"
_ARTICLES = re.compile(rf"第\s*((?:[〇零一二三四五六七八九十百千\d、，,]|{_TO})+?)\s*条")
_LONGEST = 200
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_STATE = "中华人民共和国"


def law_name(text: str) -> str:
    """A law's name as it is compared: without book marks, and without the state's own name."""
    return fold(text.strip().strip("《》").removeprefix(_STATE)).removeprefix(_STATE)


def cites(basis: str, law: str, articles: list[int]) -> bool:
    """Whether a basis stands on a law, or on any of these articles of it; a basis without an article stands on all."""
    text, name = folded(basis), law_name(law)
    pattern = r"\W*".join(map(re.escape, name))
    found = [text.original(*match.span())[1] for match in re.finditer(pattern, text.text)] if name else []
    return any(
        not articles or not (named := articles_named(basis[end:])) or bool(named & set(articles)) for end in found
    )


def articles_named(after: str) -> set[int]:
    """The articles that follow a law's name, up to where another law begins: 第9、21-26条 are seven."""
    part = unicodedata.normalize("NFKC", re.split("[;；。]", after)[0])
    numbers = (number for found in _ARTICLES.findall(part) for number in re.split(r"[、，,]", found))
    return {value for number in numbers for value in _range(number) if value}


def _range(numbers: str) -> range:
    """One article, or all from the first to the last; of what cannot be a range the first one."""
    first, *rest = map(_value, re.split(_TO, numbers))
    last = rest[-1] if rest else first
    return range(first, last + 1) if first <= last <= first + _LONGEST else range(first, first + 1)


def _value(number: str) -> int:
    """A number of an article, in Arabic or Chinese signs; 0 where it is none."""
    if number.isdecimal():
        return int(number)
    total = digit = 0
    for sign in number:
        if sign in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[sign], 0
        else:
            digit = _DIGITS.get(sign, 0)
    return total + digit
