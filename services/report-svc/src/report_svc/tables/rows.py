"""The rows of a form's tables, each table on a sheet of its own: a line for each row, with its village."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from countykit.regions import township_of
from fastapi import UploadFile
from pydantic import BaseModel, Field, create_model
from servicekit import tabular
from servicekit.bodies import Body
from servicekit.tabular import Row, RowError
from servicekit.tabular.exporting import Cell
from servicekit.tabular.refusals import TableWithoutRows

from report_svc.elements.cells import TYPES, typed
from report_svc.elements.kinds import Kind
from report_svc.filings.errors import VillageNotAsked
from report_svc.filings.prefill import DraftColumn
from report_svc.forms.fields import FormField, Rows
from report_svc.tables.gathering import Gathered, heads_of
from report_svc.tables.sheet import FIXED, VILLAGE, cell_of, said_of
from report_svc.validation.settling import FAULTS

_MOST_LINES = 50_000


class _Shown(BaseModel):
    """The columns that are there for people only."""

    village_name: str = Field(title=FIXED[1])
    township: str = Field(title=FIXED[2])


class _Line(Body):
    """Whose a line is."""

    village: str | None = Field(None, title=VILLAGE)


def sheet_of(field: FormField) -> str:
    """What a table's sheet is called."""
    return f"明细_{field.name}"


def lines(gathered: Gathered, drafts: Mapping[str, Sequence[DraftColumn]], field: FormField) -> list[list[Cell]]:
    """The head and a line for each row of one table, village by village."""
    found: list[list[Cell]] = [[*FIXED[:3], _mark(field), *heads_of(field.columns, _taken(field))]]
    for village in gathered.villages:
        rows = said_of(gathered, drafts, village).get(field.name)
        place = [village, gathered.names.get(village, ""), gathered.names.get(township_of(village), "")]
        for number, row in enumerate(rows if isinstance(rows, list) else (), start=1):
            found.append([*place, number, *(cell_of(row.get(column.name)) for column in field.columns)])
    return found


class TableRows:
    """What came back of one table: its lines by village, and what is wrong with them."""

    def __init__(self, field: FormField, table: tabular.Table[_Line] | None) -> None:
        self._field = field
        self._heads = heads_of(field.columns, _taken(field))
        self._lines: dict[str, list[Row[_Line]]] = {}
        self.errors = [self._named(error) for error in table.errors] if table else []
        for line in table.rows if table else ():
            self._lines.setdefault(line.body.village or "", []).append(line)

    @property
    def sheets(self) -> set[str]:
        """The sheets that it was read from."""
        return {line.sheet for lines in self._lines.values() for line in lines}

    def of(self, row: Row[Any], village: str, head: str, count: Any) -> tuple[Rows | None, list[RowError]]:
        """The rows of a village; without any, nothing if nothing was said, or none at all if it says 0."""
        found = self._lines.get(village, [])
        if not found:
            if count in (None, 0):
                return ([] if count == 0 else None), []
            detail = f"“{sheet_of(self._field)}”表中没有该村的行；确无内容的请填 0"
            return None, [row.error(head, "rows_missing", detail)]
        kinds = [column.settled().kind for column in self._field.columns]
        rows: Rows = [
            {
                column.name: typed(kind, getattr(line.body, f"c{place}"))
                for place, (column, kind) in enumerate(zip(self._field.columns, kinds, strict=True))
            }
            for line in found
        ]
        heads = dict(zip((column.name for column in self._field.columns), self._heads, strict=True))
        errors = [
            found[int(place[0])].error(heads.get(place[-1], _mark(self._field)), code, FAULTS[code])
            if place else row.error(head, code, FAULTS[code])
            for place, code in self._field.faults(rows)
        ]  # fmt: skip
        return rows, errors

    def strangers(self, known: set[str]) -> Iterator[RowError]:
        """Lines of villages that the table of villages does not have."""
        for village, found in self._lines.items():
            if village not in known:
                yield from (line.error(VILLAGE, VillageNotAsked.code, VillageNotAsked.detail) for line in found)

    def _named(self, error: RowError) -> RowError:
        place = error.field.removeprefix("c")
        return error.model_copy(update={"field": self._heads[int(place)]}) if place.isdecimal() else error


async def read(upload: UploadFile, field: FormField, *, limit_bytes: int) -> TableRows:
    """The lines of one table; raises the refusals of unreadable files, also when its sheet is not there."""
    columns: dict[str, Any] = {
        f"c{place}": (TYPES[column.settled().kind or Kind.TEXT], Field(None, title=head))
        for place, (column, head) in enumerate(zip(field.columns, heads_of(field.columns, _taken(field)), strict=True))
    }
    # The head of the row's number names the table: no other sheet can be taken for it.
    columns["number"] = (str | int | float | None, Field(None, title=_mark(field)))
    body = cast("type[_Line]", create_model("TableLine", __base__=_Line, **columns))
    await upload.seek(0)
    try:
        table = await tabular.read(
            upload, body, most_rows=_MOST_LINES, limit_bytes=limit_bytes, also=_Shown, every_head=True
        )
    except TableWithoutRows:
        table = None
    await upload.seek(0)
    return TableRows(field, table)


def _mark(field: FormField) -> str:
    return f"{field.name}（行）"


def _taken(field: FormField) -> list[str]:
    return [*FIXED[:3], _mark(field)]
