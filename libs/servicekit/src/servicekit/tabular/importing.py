"""Imports: a file becomes valid rows and named errors; all rows are stored or none."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from fastapi import UploadFile
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from servicekit.errors import Invalid, TooLarge
from servicekit.problems import in_chinese
from servicekit.sheets.wanted import MOST_LISTED, Wanted
from servicekit.tabular.columns import columns_of, titles_of, titles_of_values
from servicekit.tabular.process import parse

_PREVIEWED = 5
_INCOMPLETE = 3
_FEW = 12
B = TypeVar("B", bound=BaseModel)
R = TypeVar("R", bound="ImportReport")


class RowError(BaseModel):
    """What is wrong with one row of an import; `row` counts as the spreadsheet shows it, the first row being 1."""

    row: int
    field: str
    code: str
    detail: str
    sheet: str = ""


class IgnoredSheet(BaseModel):
    """A sheet that was not read, and why."""

    sheet: str
    reason: str


class PreviewRow(BaseModel):
    """A row as it was understood."""

    row: int
    sheet: str
    values: dict[str, Any]


class Counts(BaseModel):
    """What became of the rows: seen = stored + refused + empty. What was left out is named."""

    seen: int = 0
    stored: int = 0
    refused: int = 0
    empty: int = 0
    ignored_columns: list[str] = []
    ignored_sheets: list[IgnoredSheet] = []
    error_count: int = 0
    errors: list[RowError] = []


class ImportReport(Counts):
    """The outcome of an import. With `dry_run` nothing is stored: `stored` is then what a real run would store."""

    rows: int
    accepted: int
    dry_run: bool
    preview: list[PreviewRow] = []


class RowsRefused(Invalid):
    """Some rows of the table are wrong; nothing has been imported."""

    code = "rows_refused"
    detail = "表格中有错误，全部未导入，请按行号修改后重新上传"
    rows: int
    seen: int
    stored: int
    refused: int
    empty: int
    ignored_columns: list[str]
    ignored_sheets: list[IgnoredSheet]

    def __init__(self, counts: Counts, rows: int) -> None:
        super().__init__(rows=rows, **counts.model_dump())


@dataclass(frozen=True, slots=True)
class Row(Generic[B]):
    """A valid row, and where it stands in the file."""

    number: int
    body: B
    sheet: str = ""

    @property
    def place(self) -> str:
        """Where people find it."""
        return f"“{self.sheet}”第 {self.number} 行" if self.sheet else f"第 {self.number} 行"

    def error(self, field: str, code: str, detail: str) -> RowError:
        """What is wrong with this row after all."""
        return RowError(row=self.number, field=field, code=code, detail=detail, sheet=self.sheet)


@dataclass(slots=True)
class Table(Generic[B]):
    """A file that was read: its valid rows, and everything that is to be said about the others."""

    rows: list[Row[B]]
    errors: list[RowError]
    numbers: dict[tuple[str, int], int]
    """The sheet and number of every row that was met, in their order."""
    empty: int
    ignored_columns: list[str]
    ignored_sheets: list[IgnoredSheet]
    preview: list[PreviewRow]

    def settled(self, report: type[R], more: Sequence[RowError] = (), *, dry_run: bool, **extra: Any) -> R:
        """The report, with what the service found wrong itself; raises RowsRefused unless it is a dry run."""
        errors = sorted([*self.errors, *more], key=lambda error: self.numbers.get((error.sheet, error.row), -1))
        met, wrong = len(self.numbers), {(error.sheet, error.row) for error in errors}
        refused = len(wrong) if dry_run and wrong <= self.numbers.keys() else met * bool(errors)
        counts = Counts(
            seen=met + self.empty, stored=met - refused, refused=refused, empty=self.empty,
            ignored_columns=self.ignored_columns, ignored_sheets=self.ignored_sheets,
            error_count=len(errors), errors=errors[:MOST_LISTED],
        )  # fmt: skip
        if errors and not dry_run:
            raise RowsRefused(counts, met)
        return report(
            **dict(counts), rows=met, accepted=0 if dry_run else met, dry_run=dry_run,
            preview=self.preview if dry_run else [], **extra,
        )  # fmt: skip


async def read(
    upload: UploadFile, body: type[B], *, most_rows: int, limit_bytes: int, also: type[BaseModel] | None = None,
    every_head: bool = False,
) -> Table[B]:  # fmt: skip
    """Read an uploaded table, each row as a `body`; heads are field names or titles.

    `also` is the view that lists are exported in: its other columns are left unread when an export comes back. With
    `every_head` also a column whose cells may be empty must be there. Raises the refusals of `tabular.refusals`; wrong
    rows come back as errors.
    """
    content = await upload.read(limit_bytes + 1)
    if len(content) > limit_bytes:
        raise TooLarge(f"文件超过 {limit_bytes // 1_048_576} MB")
    ignorable = [head for name, title in titles_of(also).items() for head in (name, title)] if also else []
    columns = [replace(column, required=column.required or every_head) for column in columns_of(body)]
    found = await parse(content, Wanted(columns, ignorable, most_rows))
    # Validating a province takes seconds, and the loop serves everybody else.
    return await asyncio.to_thread(_validated, found, body)


def _validated(found: Mapping[str, Any], body: type[B]) -> Table[B]:
    errors = [RowError(**error) for error in found["errors"]]
    named = {(error.sheet, error.row, error.field) for error in errors}
    wrong = {(error.sheet, error.row) for error in errors}
    rows: list[Row[B]] = []
    for sheet, number, values in found["rows"]:
        try:
            row = Row(number, body.model_validate(values), sheet)
        except ValidationError as error:
            of_row = _row_errors(sheet, number, error, body)
            errors += [other for other in of_row if (sheet, number, other.field) not in named]
        else:
            if (sheet, number) not in wrong:
                rows.append(row)
    return Table(
        rows=rows, errors=errors,
        numbers={(sheet, number): place for place, (sheet, number, _) in enumerate(found["rows"])},
        empty=found["empty"], ignored_columns=found["ignored_columns"],
        ignored_sheets=[IgnoredSheet(**sheet) for sheet in found["ignored_sheets"]],
        preview=[
            PreviewRow(row=number, sheet=sheet, values=_as_read(values, body))
            for sheet, number, values in found["rows"][:_PREVIEWED]
        ],
    )  # fmt: skip


def _as_read(values: Mapping[str, Any], body: type[BaseModel]) -> dict[str, Any]:
    """A row for people: titles for heads and for the codes of choices."""
    heads = titles_of(body)
    called = {name: titles_of_values(body.model_fields[name]) for name in values}
    return {
        heads[name]: called[name].get(value, value) if isinstance(value, str) else value
        for name, value in values.items()
    }


def _row_errors(sheet: str, number: int, error: ValidationError, body: type[BaseModel]) -> Iterator[RowError]:
    """One error for each field; a row that lacks most of them, as a line of signatures does, is one error."""
    items = error.errors()
    missing = [str(item["loc"][0]) for item in items if item["type"] == "missing"]
    required = sum(field.is_required() for field in body.model_fields.values())
    if len(missing) >= max(_INCOMPLETE, required - 1):
        titles = "、".join(titles_of(body).get(name, name) for name in missing)
        detail = f"此行缺少：{titles}；如果不是数据行，请删除"
        yield RowError(row=number, field=missing[0], code="missing", detail=detail, sheet=sheet)
        return
    for item in items:
        field = ".".join(str(part) for part in item["loc"])
        yield RowError(
            row=number, field=field, code=item["type"], detail=_what(item, body.model_fields.get(field)), sheet=sheet
        )


def _what(item: ErrorDetails, field: FieldInfo | None) -> str:
    """What is wrong with a cell; of a list of few values all are told, in the words that people write."""
    detail, titles = in_chinese(item["type"], item["msg"]), titles_of_values(field) if field else {}
    return (
        f"{detail}，可填：{'、'.join(titles.values())}"
        if item["type"] == "enum" and 0 < len(titles) <= _FEW
        else detail
    )
