"""Finds the head row of a sheet below its titles, and what each of its columns is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wording.folding import fold

from servicekit.sheets.cells import plain
from servicekit.sheets.wanted import Column, Refused, Wanted

LOOKED_AT = 50
"""Lines with content in which the head row may stand."""
SERIALS = frozenset({"序号", "序", "行号", "no", "编号no"})
_REMARKS = frozenset({"备注", "附注", "说明", "备注说明", "remark", "remarks", "note", "notes"})
_HINT = re.compile(
    r"[(（\[【][^()（）\[\]【】]*(?:必填|选填|可选|可不填|可空|示例|格式)[^()（）\[\]【】]*[)）\]】]|[(（]?(?:必填|选填)[)）]?"
)


@dataclass(slots=True)
class Head:
    """A head row: which place holds which column, and which places are left unread."""

    places: dict[int, Column] = field(default_factory=dict)
    serials: set[int] = field(default_factory=set)
    ignorable: dict[int, str] = field(default_factory=dict)
    unknown: dict[int, str] = field(default_factory=dict)
    doubled: list[str] = field(default_factory=list)

    def missing(self, wanted: Wanted) -> list[str]:
        """The required columns that are not there, as people call them."""
        present = {column.name for column in self.places.values()}
        return [_called(column) for column in wanted.columns if column.required and column.name not in present]


class Heads:
    """Knows the columns by every head they may have."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self._columns = {fold(head): column for column in wanted.columns for head in column.heads}
        self._ignorable = _REMARKS | {fold(head) for head in wanted.ignorable}
        self._enough = min(2, len(wanted.columns))

    def of(self, line: Sequence[Any]) -> Head | None:
        """The head that this line is, if at least two of its cells name columns."""
        head = Head()
        for place, cell in enumerate(line):
            written = plain(cell)
            if isinstance(written, str):
                self._note(head, place, written)
        return head if len({column.name for column in head.places.values()}) >= self._enough else None

    def best(self, lines: Sequence[Sequence[Any]]) -> tuple[int, Head] | None:
        """The line that names most columns, the first one of several."""
        found = [(index, head) for index, line in enumerate(lines) if (head := self.of(line))]
        return max(found, key=lambda pair: (len(pair[1].places), -pair[0]), default=None)

    def _note(self, head: Head, place: int, written: str) -> None:
        name = fold(written)
        column = self._columns.get(name) or self._columns.get(fold(_HINT.sub("", written)))
        if column:
            if column.name in {other.name for other in head.places.values()}:
                head.doubled.append(written)
            head.places[place] = column
        elif name in SERIALS:
            head.serials.add(place)
            head.ignorable[place] = written
        elif name in self._ignorable:
            head.ignorable[place] = written
        else:
            head.unknown[place] = written


def refuse_without_head(wanted: Wanted, nearest: Head | None) -> Refused:
    """Says what is missing from the head that came nearest, or that there is none."""
    if nearest is None:
        expected = "、".join(_called(column) for column in wanted.columns if column.required)
        return Refused("table_head_missing", f"找不到表头，表头应有：{expected}")
    return Refused("columns_missing", f"表头缺少：{'、'.join(nearest.missing(wanted))}")


def by_name(wanted: Wanted) -> Mapping[str, str]:
    """The column that each head names, exactly as written: for JSON, whose names programs write."""
    return {head: column.name for column in wanted.columns for head in column.heads}


def _called(column: Column) -> str:
    return column.heads[0]
