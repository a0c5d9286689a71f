"""Tables in and out: lists export as XLSX or CSV by Accept, imports take XLSX, CSV or JSON with errors per row."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

import orjson
from fastapi import Response, UploadFile
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import WriteOnlyCell
from pydantic import BaseModel, ValidationError
from starlette.datastructures import URL

from servicekit.errors import Invalid, TooLarge
from servicekit.problems import in_chinese

Format = Literal["csv", "xlsx"]
MEDIA_TYPES: dict[Format, str] = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
DOCUMENTED = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in MEDIA_TYPES.values()}
"""The tables beside the JSON of a list, as its OpenAPI response names them."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "=", "+", "-", "@")
_MOST_ENTRIES = 1000
_MOST_UNPACKED = 200 * 1024 * 1024
_MOST_RATIO = 100
_MOST_COLUMNS = 200
B = TypeVar("B", bound=BaseModel)


class TableUnreadable(Invalid):
    """The uploaded file is not a readable XLSX, CSV or JSON table."""

    code = "table_unreadable"
    detail = "文件无法读取，请使用 XLSX、CSV(UTF-8)或 JSON 表格"


class TableSuspicious(Invalid):
    """The uploaded workbook unpacks to far more than its size, or holds macros or external links."""

    code = "table_suspicious"
    detail = "文件结构异常(可能是压缩炸弹或含宏、外部链接)，已拒绝读取"


class RowError(BaseModel):
    """What is wrong with one row of an import; `row` counts as the spreadsheet shows it, the header being row 1."""

    row: int
    field: str
    code: str
    detail: str


class ImportReport(BaseModel):
    """The outcome of an import: all rows or none; with `dry_run` none in any case."""

    rows: int
    accepted: int
    dry_run: bool
    errors: list[RowError] = []


class RowsRefused(Invalid):
    """Some rows of the table are wrong; nothing has been imported."""

    code = "rows_refused"
    detail = "表格中有错误，全部未导入，请按行号修改后重新上传"

    def __init__(self, errors: Sequence[RowError], rows: int) -> None:
        super().__init__(rows=rows, errors=[error.model_dump() for error in errors[:1000]], error_count=len(errors))


@dataclass(frozen=True, slots=True)
class Row(Generic[B]):
    """A valid row and its number in the file."""

    number: int
    body: B


def wanted(accept: str) -> Format | None:
    """The table format that the Accept header asks for first, if it is one."""
    first = accept.split(",", 1)[0].split(";", 1)[0].strip().lower()
    return next((name for name, media_type in MEDIA_TYPES.items() if first == media_type), None)


def is_list(model: Any) -> bool:
    """Whether a response model is a list, in pages or whole, whatever else it tells beside its items."""
    return isinstance(model, type) and issubclass(model, BaseModel) and "items" in model.model_fields


def export(body: bytes, model: type[BaseModel], format: Format, address: URL | None = None) -> Response:
    """Turn the JSON of a list into a table; the header row carries the fields' titles.

    A list longer than one table goes on at the `next` of the Link header (RFC 8288).
    """
    row_model: type[BaseModel] = model.model_fields["items"].annotation.__args__[0]  # type: ignore[union-attr]
    titles = {name: field.title or name for name, field in row_model.model_fields.items()}
    document = orjson.loads(body)
    items: list[dict[str, Any]] = document["items"]
    lines: list[list[Any]] = [list(titles.values()), *([_cell(item.get(name)) for name in titles] for item in items)]
    content = _csv(lines) if format == "csv" else _xlsx(lines)
    headers = {"Content-Disposition": f'attachment; filename="export.{format}"'}
    if address is not None and document.get("next"):
        headers["Link"] = f'<?{address.include_query_params(after=document["next"]).query}>; rel="next"'
    return Response(content, 200, headers, MEDIA_TYPES[format] + ("; charset=utf-8" if format == "csv" else ""))


def _cell(value: Any) -> str | int | float | None:
    if value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)):
        return value
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return "'" + text if text.startswith(_FORMULA) else text


def _csv(lines: list[list[Any]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return b"\xef\xbb\xbf" + out.getvalue().encode()  # the mark tells Excel that it is UTF-8


def _xlsx(lines: list[list[Any]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("导出")
    for line in lines:
        cells = []
        for value in line:
            cell = WriteOnlyCell(sheet, value=value)
            if isinstance(value, str):
                cell.data_type = "s"  # never a formula, whatever it begins with
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


async def read(
    upload: UploadFile, body: type[B], *, most_rows: int, limit_bytes: int
) -> tuple[list[Row[B]], list[RowError]]:
    """Read an uploaded table and validate each row against `body`; headers are field names or their titles.

    Raises TooLarge, TableUnreadable and TableSuspicious; wrong rows come back as errors.
    """
    content = await upload.read(limit_bytes + 1)
    if len(content) > limit_bytes:
        raise TooLarge(f"文件超过 {limit_bytes // 1_048_576} MB")
    if not content.strip():
        raise TableUnreadable("文件是空的")
    names = {field.title or name: name for name, field in body.model_fields.items()}
    names |= {field.alias: name for name, field in body.model_fields.items() if field.alias}
    names |= {name: name for name in body.model_fields}
    rows: list[Row[B]] = []
    errors: list[RowError] = []
    for number, record in _records(content):
        if number - 1 > most_rows:
            raise TooLarge(f"表格超过 {most_rows} 行")
        values = {
            names.get(key.strip(), key.strip()): value for key, value in record.items() if value not in (None, "")
        }
        try:
            rows.append(Row(number, body.model_validate(values)))
        except ValidationError as error:
            errors.extend(_row_errors(number, error))
    return rows, errors


def _row_errors(number: int, error: ValidationError) -> Iterator[RowError]:
    for item in error.errors():
        field = ".".join(str(part) for part in item["loc"])
        yield RowError(row=number, field=field, code=item["type"], detail=in_chinese(item["type"], item["msg"]))


def counted(rows: Sequence[Row[B]], errors: Sequence[RowError]) -> int:
    """How many rows `read` has met, right and wrong ones."""
    return len(rows) + len({error.row for error in errors})


def _records(content: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    if content[:4] == b"PK\x03\x04":
        yield from _xlsx_records(content)
    elif content[:1] in (b"[", b"{"):
        yield from _json_records(content)
    else:
        yield from _csv_records(content)


def _json_records(content: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        items = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise TableUnreadable from error
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise TableUnreadable
    yield from enumerate(items, start=2)


def _csv_records(content: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")  # what Excel writes on Chinese Windows
        except UnicodeDecodeError as error:
            raise TableUnreadable from error
    if "\x00" in text:
        raise TableUnreadable
    try:
        lines = csv.reader(io.StringIO(text), strict=True)
        header = next(lines, [])
        for number, line in enumerate(lines, start=2):
            if any(line[len(header) :]):
                raise TableUnreadable(f"第 {number} 行的列数多于表头")
            if any(cell.strip() for cell in line):  # an empty line counts, as the spreadsheet counts it
                yield number, dict(zip(header, line, strict=False))
    except csv.Error as error:
        raise TableUnreadable from error


def _xlsx_records(content: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    _refuse_bomb(content)
    try:
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False).worksheets[0]
        lines = sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS)
        header = [str(cell or "").strip() for cell in next(lines, ())]
        for number, line in enumerate(lines, start=2):
            if any(cell is not None for cell in line):
                yield number, {key: _text(cell) for key, cell in zip(header, line, strict=False) if key}
    except (KeyError, ValueError, TypeError, IndexError, OSError, SyntaxError, zipfile.BadZipFile, EOFError) as error:
        raise TableUnreadable from error


def _text(cell: Any) -> Any:
    """Codes typed as numbers come back as 990101001001.0; people mean the digits."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


def _refuse_bomb(content: bytes) -> None:
    """Sizes in the directory may lie, so every entry is also counted while it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_ENTRIES or any(
                "vbaProject" in entry.filename or "externalLink" in entry.filename for entry in entries
            ):
                raise TableSuspicious
            unpacked = 0
            for entry in entries:
                head = b""
                with archive.open(entry) as stream:
                    while chunk := stream.read(1 << 20):
                        head = head or chunk[:4096]
                        unpacked += len(chunk)
                        if unpacked > _MOST_UNPACKED or unpacked > max(len(content), 65_536) * _MOST_RATIO:
                            raise TableSuspicious
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                    raise TableSuspicious
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise TableUnreadable from error
