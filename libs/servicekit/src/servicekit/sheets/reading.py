"""Reads a whole file: finds the heads, reads every row below them, counts what it met and names what it left out."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import orjson

from servicekit.sheets import cells, delimited, workbooks
from servicekit.sheets.heads import LOOKED_AT, Head, Heads, by_name, refuse_without_head
from servicekit.sheets.wanted import CellRefused, Column, Found, Refused, Wanted
from servicekit.sheets.workbooks import Flaw, Sheet

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARK = b"\xef\xbb\xbf"
_WEB_PAGES = (b"<?xml", b"<html", b"<table", b"<!doctype", b"mime-version:", b"<meta", b"<style")
_OTHER_FILES = (b"%PDF", b"Rar!", b"7z\xbc\xaf", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")
_NO_HEAD = "没有所需的表头"
_BLANK = "空白工作表"


def read(content: bytes, wanted: Wanted) -> Found:
    """Everything in the file that was asked for; raises Refused for the file as a whole."""
    bare = content
    while bare.startswith(_MARK):
        bare = bare[3:]
    start = bare[:64].lstrip()
    if not bare.strip():
        raise Refused("table_unreadable", "文件是空的")
    if start[:1] in (b"[", b"{"):
        found = _of_json(bare, wanted)
    elif content[:4] == b"PK\x03\x04" or content[:8] == _COMPOUND_FILE:
        visible, unread = workbooks.sheets(content)
        found = _of_sheets(visible, wanted)
        found.ignored_sheets += unread
    elif start.lower().startswith(_WEB_PAGES):
        raise Refused("table_is_markup")
    elif content.startswith(_OTHER_FILES):
        raise Refused("table_unreadable")
    else:
        found = _of_sheets([Sheet("", enumerate(delimited.lines(content), start=1))], wanted)
    if not found.rows:
        raise Refused("table_without_rows")
    return found


def _of_json(content: bytes, wanted: Wanted) -> Found:
    try:
        items = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise Refused("table_unreadable", "JSON 格式有误") from error
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise Refused("table_unreadable", "JSON 应为对象的列表")
    if len(items) > wanted.most_rows:
        raise Refused("too_large", f"表格超过 {wanted.most_rows} 行")
    names = by_name(wanted)
    rows = [
        ("", number, {names.get(key, key): value for key, value in item.items()})
        for number, item in enumerate(items, start=2)
    ]
    return Found(rows=rows)


def _of_sheets(sheets: Iterable[Sheet], wanted: Wanted) -> Found:
    found, heads = Found(), Heads(wanted)
    nearest: Head | None = None
    read_one = False
    for sheet in sheets:
        first = _first_lines(sheet)
        best = heads.best([line for _, line in first])
        if best is not None and not best[1].missing(wanted):
            head_row = first[best[0]][0]
            _Reading(sheet, best[1], head_row, wanted, found).read(first[best[0] + 1 :])
            read_one = True
            continue
        blank = all(_is_blank(line) for _, line in first)
        found.ignored_sheets.append({"sheet": sheet.name, "reason": _BLANK if blank else _NO_HEAD})
        if best is not None and (nearest is None or len(best[1].places) > len(nearest.places)):
            nearest = best[1]
    if not read_one:
        raise refuse_without_head(wanted, nearest)
    return found


def _first_lines(sheet: Sheet) -> list[tuple[int, Sequence[Any]]]:
    """The lines at the top, among which the head must be."""
    first: list[tuple[int, Sequence[Any]]] = []
    with_content = 0
    for number, line in sheet.lines:
        first.append((number, line))
        with_content += not _is_blank(line)
        if with_content >= LOOKED_AT or len(first) >= 20 * LOOKED_AT:
            break
    return first


def _is_blank(line: Sequence[Any]) -> bool:
    return line.count("") == len(line) or all(cells.plain(cell) is None for cell in line)


class _Reading:
    """The rows below one head."""

    def __init__(self, sheet: Sheet, head: Head, head_row: int, wanted: Wanted, found: Found) -> None:
        self._sheet = sheet
        self._head = head
        self._head_row = head_row
        self._wanted = wanted
        self._found = found
        self._blank = 0
        self._reported: set[int] = set()

    def read(self, buffered: Iterable[tuple[int, Sequence[Any]]]) -> None:
        """Read every row; blank ones count once something stands below them."""
        if self._head.doubled:
            doubled = "、".join(self._head.doubled)
            raise Refused("heads_doubled", f"表头“{doubled}”出现了两次，不知道以哪一列为准")
        self._found.ignored_columns += [
            name for name in self._head.ignorable.values() if name not in self._found.ignored_columns
        ]
        for number, line in chain(buffered, self._sheet.lines):
            if _is_blank(line):
                self._blank += 1
            else:
                self._row(number, line)

    def _row(self, number: int, line: Sequence[Any]) -> None:
        row: dict[str, Any] = {}
        content = [(place, value) for place, cell in enumerate(line) if (value := cells.plain(cell)) is not None]
        if all(place in self._head.serials for place, _ in content):
            self._blank += 1
            return
        if len(self._found.rows) >= self._wanted.most_rows:
            raise Refused("too_large", f"表格超过 {self._wanted.most_rows} 行")
        for place, value in content:
            column = self._head.places.get(place)
            if column is None:
                self._note_stray(number, place)
                continue
            try:
                row[column.name] = self._value(value, column)
            except CellRefused as refused:
                self._found.refuse(self._sheet.name, number, column.name, refused.code, refused.detail)
        self._found.empty += self._blank
        self._blank = 0
        self._found.rows.append((self._sheet.name, number, row))

    def _value(self, value: Any, column: Column) -> Any:
        if isinstance(value, Flaw):
            if value.error:
                raise CellRefused("cell_error", f"单元格是错误值 {value.error}，请改正后重新上传")
            raise CellRefused(
                "formula_without_value", "单元格的公式没有计算结果，请用 Excel 或 WPS 打开并保存后重新上传"
            )
        return cells.read(value, column, self._sheet.epoch_shift)

    def _note_stray(self, number: int, place: int) -> None:
        """Content outside of the known columns: ignorable, or a column whose head is unknown or missing."""
        if place in self._head.ignorable:
            return
        name = self._head.unknown.get(place)
        if name is None:
            detail = f"{self._sheet.column(place)}有内容但没有表头，请补上表头或清空"
            self._found.refuse(self._sheet.name, number, self._sheet.column(place), "column_unnamed", detail)
        elif place not in self._reported:
            self._reported.add(place)
            detail = f"不认识的栏目“{name}”，请改为模板中的名称，或删除该列"
            self._found.refuse(self._sheet.name, self._head_row, name, "column_unknown", detail)
