"""How documents write days and numbers."""

from datetime import date

_DIGITS = "零一二三四五六七八九十"


def chinese_day(day: date) -> str:
    """A day as documents write it (GB/T 9704: Arabic digits without leading zeros)."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_number(number: int) -> str:
    """One to ninety-nine in characters, for the numbering of paragraphs."""
    tens, ones = divmod(number, 10)
    if tens == 0 or number == 10:
        return _DIGITS[number]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
