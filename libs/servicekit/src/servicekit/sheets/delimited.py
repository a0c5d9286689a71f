"""CSV as programs write it: any mark, `sep=`, commas, tabs or semicolons, UTF-8, UTF-16 or GB18030."""

import csv
import io
import re
from collections.abc import Iterator

from servicekit.sheets.wanted import Refused

_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_SEPARATORS = ",\t;|，；"
_LOOKED_AT = 20


def lines(content: bytes) -> Iterator[list[str]]:
    """The records of the file; a stray quotation mark is named with its line."""
    text = _text(content)
    declared = _SEPARATOR.match(text)
    separator = declared[1] if declared else _separator(text)
    text = text[declared.end() :] if declared else text
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    except csv.Error as error:
        raise Refused("csv_quotation", _place_of_stray_quote(text, separator)) from error


def _text(content: bytes) -> str:
    encoding = _MARKS.get(content[:2])
    try:
        if encoding:
            text = content[2:].decode(encoding)
        else:
            while content.startswith(b"\xef\xbb\xbf"):
                content = content[3:]
            text = content.decode()
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")  # what Excel writes on Chinese Windows
        except UnicodeDecodeError as error:
            raise Refused("table_unreadable") from error
    if "\x00" in text:
        raise Refused("table_unreadable")
    return text.lstrip("\ufeff")


def _separator(text: str) -> str:
    """What parts most of the first lines evenly: the sign that each of them has most of."""
    first = [line for line in text[:65_536].splitlines()[:_LOOKED_AT] if line.strip()]
    return max(_SEPARATORS, key=lambda sign: max((line.count(sign) for line in first), default=0))


def _place_of_stray_quote(text: str, separator: str) -> str:
    line, column, opened = 1, 0, 1
    state = "start"
    for sign in text:
        column += 1
        ends = sign in (separator, "\n", "\r")
        if state == "closing" and not ends and sign != '"':
            return f"第 {line} 行第 {column - 1} 个字符的引号后面还有文字，请去掉这一格的引号，或改用 .xlsx 上传"
        if state == "quoted":
            state = "closing" if sign == '"' else "quoted"
        elif sign == '"' and state != "plain":
            state, opened = "quoted", line if state == "start" else opened
        else:
            state = "start" if ends else "plain"
        if sign == "\n":
            line, column = line + 1, 0
    return f"第 {opened} 行有一个引号没有配对，请去掉引号，或改用 .xlsx 上传"
