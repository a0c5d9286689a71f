"""How documents write days and numbers."""

from datetime import date
from decimal import Decimal

_DIGITS = "零一二三四五六七八九十"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_TENS = ("", "拾", "佰", "仟")


def chinese_day(day: date) -> str:
    """A day as documents write it (GB/T 9704: Arabic digits without leading zeros)."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_number(number: int) -> str:
    """One to ninety-nine in characters, for the numbering of paragraphs."""
    tens, ones = divmod(number, 10)
    if tens == 0 or number == 10:
        return _DIGITS[number]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def chinese_amount(amount: Decimal) -> str:
    """An amount of yuan in the characters of bills: 壹仟贰佰捌拾元伍角整 (中国人民银行《支付结算办法》附件一)."""
    fen = int(amount.scaleb(2).to_integral_exact())
    yuan, jiao, fen = fen // 100, fen // 10 % 10, fen % 10
    text = f"{_formal(yuan)}元" if yuan or not (jiao or fen) else ""
    if jiao:
        text += f"{_FORMAL[jiao]}角"
    elif fen and yuan:
        text += _FORMAL[0]
    return text + (f"{_FORMAL[fen]}分" if fen else "整")


def _formal(number: int) -> str:
    """A whole number below a million millions in the characters of bills."""
    if number == 0:
        return _FORMAL[0]
    text, zero = "", False
    for place, digit in zip(range(len(str(number)) - 1, -1, -1), map(int, str(number)), strict=True):
        if digit:
            text += (_FORMAL[0] if zero else "") + _FORMAL[digit] + _TENS[place % 4]
            zero = False
        else:
            zero = True
        if place % 4 == 0 and number // 10**place % 10**4:
            text += ("", "万", "亿")[place // 4]
    return text
