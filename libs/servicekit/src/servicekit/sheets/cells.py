"""One cell as its column means it: codes typed as numbers, dates as serial numbers, 是 for yes."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Any

from wording.folding import fold

from servicekit.sheets.wanted import CellRefused, Column
from servicekit.text import cleaned

_BREAKS = re.compile(r"_x000[DAda]_|[\r\n\v\f\u0085\u2028\u2029]")
_BREAK = re.compile(rf"\s*(?:{_BREAKS.pattern})+\s*")
_WORD = re.compile(r"[A-Za-z0-9]")
_TYPED_AS_TEXT = re.compile(r"^['‘’＇](?=[\d=+\-@＝＋－＠])|^=\"(?=[^\"]*\"$)")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+\d+")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:(?:T|\s+)0{1,2}:00(?::00(?:\.0+)?)?)?", re.ASCII
)
_DIGITS = re.compile(r"\d+(\.0+)?", re.ASCII)
_YES_NO = {"是": True, "有": True, "true": True, "1": True, "否": False, "无": False, "false": False, "0": False}
_EXACT = 10**15
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 99_999  # 1927-05-18 to 2173-10-13: a year or a month is never five digits


def plain(value: Any) -> Any:
    """The cell without what nobody sees; a text of nothing is None."""
    if not isinstance(value, str):
        return value
    text = cleaned(_BREAK.sub(_joined, value) if _BREAKS.search(value) else value).strip()
    marked = _TYPED_AS_TEXT.match(text)
    if marked:
        text = text[marked.end() :].removesuffix('"' if marked[0].startswith("=") else "")
    return text or None


def read(value: Any, column: Column, epoch_shift: int = 0) -> Any:
    """A plain cell as its column means it; raises CellRefused where that would be guessing.

    `epoch_shift` are the days between 1900 and the year from which the file counts its dates.
    """
    match column.kind:
        case "date":
            return _day(value, epoch_shift)
        case "yes_no":
            return value if isinstance(value, bool) else _YES_NO.get(fold(str(_number(value))), value)
        case "choice":
            return column.choices.get(fold(value), value) if isinstance(value, str) else _number(value)
        case "number":
            return _digits(value) if isinstance(value, str) else _number(value)
        case "text":
            return _text(value)
    return value


def _joined(found: re.Match[str]) -> str:
    """A line break parts words in letters; between Chinese characters it only breaks the line."""
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    return " " if _WORD.match(before) and _WORD.match(after) else ""


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _digits(text: str) -> str:
    typed = unicodedata.normalize("NFKC", text)
    return typed.replace(",", "") if _THOUSANDS.fullmatch(typed) else typed


def _text(value: Any) -> str:
    if isinstance(value, str):
        if _SCIENTIFIC.fullmatch(value):
            raise CellRefused("scientific_notation", f"“{value}”是被表格软件改写的数字，请把该列设为文本后重新填写")
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) >= _EXACT:
        raise CellRefused("number_imprecise", "超过15位的数字在表格中会丢失末位，请把该列设为文本后重新填写")
    return value.isoformat() if isinstance(value, (date, time)) else str(_number(value))


def _day(value: Any, epoch_shift: int) -> Any:
    if isinstance(value, (time, timedelta, bool)):
        raise CellRefused("date_zero", "单元格是0或时刻，不是日期，请填写如 2024-05-01")
    if isinstance(value, datetime):
        if value.time() != time():
            raise CellRefused("date_with_time", "日期不应带时刻，请填写如 2024-05-01")
        value = value.date()
    if isinstance(value, date):
        return _calendar(value.year, value.month, value.day)
    if isinstance(value, (int, float)):
        return _of_number(value, epoch_shift)
    text = unicodedata.normalize("NFKC", value).translate(_DASHES).strip()
    if _DIGITS.fullmatch(text):
        return _of_number(float(text), epoch_shift)
    written = _DAY.fullmatch(text)
    return _calendar(*map(int, written.groups())) if written else value


_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")


def _of_number(number: float, epoch_shift: int) -> str:
    if number == 0:
        raise CellRefused("date_zero", "0不是日期，没有日期时请留空")
    if number == int(number):
        serial = int(number)
        if _FIRST_SERIAL <= serial <= _LAST_SERIAL:
            return (date(1899, 12, 30) + timedelta(days=serial + epoch_shift)).isoformat()
        if len(str(serial)) == 8:
            return _calendar(serial // 10_000, serial // 100 % 100, serial % 100)
    raise CellRefused("date_ambiguous", f"“{number:.10g}”看不出是哪一天，请填写如 2024-05-01")


def _calendar(year: int, month: int, day: int) -> str:
    try:
        found = date(year, month, day)
    except ValueError:
        raise CellRefused("date_impossible", f"没有{year}年{month}月{day}日这一天") from None
    if year < 1900:
        raise CellRefused("date_zero", "1900年以前的日期是表格中的0，不是日期")
    return found.isoformat()
