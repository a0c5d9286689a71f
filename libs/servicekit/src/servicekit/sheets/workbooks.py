"""The sheets of a workbook as lines of cells, with what the reader itself does not tell."""

import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from servicekit.sheets import binary, opendocument, openxml
from servicekit.sheets.openxml import Marks
from servicekit.sheets.wanted import Refused

DAYS_TO_1904 = 1462
_HIDDEN = "隐藏的工作表"
_NO_CELLS = "不是表格的工作表"


@dataclass(frozen=True, slots=True)
class Flaw:
    """A cell without a usable value: the error that it shows, or none where a formula was never calculated."""

    error: str


@dataclass(slots=True)
class Sheet:
    """One sheet: numbered lines from the top; every cell stands at its place, counted from 0."""

    name: str
    lines: Iterator[tuple[int, Sequence[Any]]]
    columns: dict[int, int] = field(default_factory=dict)
    epoch_shift: int = 0

    def column(self, place: int) -> str:
        """What people call the column at a place."""
        return f"{openxml.letters(self.columns.get(place, place))} 列"


def sheets(content: bytes) -> tuple[Iterator[Sheet], list[dict[str, str]]]:
    """The visible sheets, and those that are not read with the reason; raises Refused."""
    content, marks, shift = _inspected(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as error:
        raise Refused("table_protected") from error
    except CalamineError as error:
        raise Refused("table_unreadable") from error
    visible, unread = [], []
    for place, sheet in enumerate(book.sheets_metadata):
        if sheet.visible is not SheetVisibleEnum.Visible:
            unread.append({"sheet": sheet.name, "reason": _HIDDEN})
        elif sheet.typ is not SheetTypeEnum.WorkSheet:
            unread.append({"sheet": sheet.name, "reason": _NO_CELLS})
        else:
            found = marks[place] if isinstance(marks, list) and place < len(marks) else None
            visible.append(
                (sheet.name, found or (marks.get(sheet.name) if isinstance(marks, dict) else None) or Marks())
            )
    return (_sheet(book, name, found, shift) for name, found in visible), unread


def _inspected(content: bytes) -> tuple[bytes, list[Marks] | dict[str, Marks], int]:
    if content[:4] != b"PK\x03\x04":
        marks, from_1904 = binary.inspected(content)
        return content, marks, DAYS_TO_1904 * from_1904
    if b"application/vnd.oasis.opendocument" in content[:200]:
        return content, opendocument.inspected(content), 0
    book = openxml.inspected(content)
    return book.content, book.marks, DAYS_TO_1904 * book.from_1904


def _sheet(book: CalamineWorkbook, name: str, marks: Marks, shift: int) -> Sheet:
    try:
        sheet = book.get_sheet_by_name(name)
    except CalamineError as error:
        raise Refused("table_unreadable") from error
    return Sheet(name, _lines(sheet, marks), marks.columns, shift)


def _lines(sheet: CalamineSheet, marks: Marks) -> Iterator[tuple[int, Sequence[Any]]]:
    if sheet.start is None:
        return
    left = [""] * sheet.start[1]
    merged = _Merged(marks, sheet)
    flawed = defaultdict(list)
    for (row, column), error in marks.flaws.items():
        flawed[row].append((column, Flaw(error)))
    for index, cells in enumerate(sheet.iter_rows(), start=1):
        number = marks.rows.get(index, index)
        line: list[Any] = left + cells
        for column, flaw in flawed.get(number, ()):
            line.extend([""] * (column + 1 - len(line)))
            line[column] = flaw
        merged.fill(number, line)
        yield number, line


class _Merged:
    """A cell that was merged downwards says the same for each of its rows, as an area code above several rows."""

    def __init__(self, marks: Marks, sheet: CalamineSheet) -> None:
        self._from: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._open: dict[int, tuple[int, Any]] = {}
        for first, last, column in marks.merged:
            self._from[first].append((last, column))
        for (top, column), (bottom, _) in () if marks.rows else sheet.merged_cell_ranges or ():
            if bottom > top:
                self._from[top + 1].append((bottom + 1, column))

    def fill(self, number: int, line: list[Any]) -> None:
        """Put the values of cells that were merged down to this row into it."""
        for column, (last, value) in list(self._open.items()):
            if number > last:
                del self._open[column]
            elif column < len(line) and line[column] == "":
                line[column] = value
        for last, column in self._from.get(number, ()):
            if column < len(line) and line[column] != "":
                self._open[column] = (last, line[column])
