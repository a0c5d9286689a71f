"""Exports: a list becomes the table that people expect of Excel, in Chinese and in Beijing time.

An export can be changed and sent to the import of the same list: heads and values are those that the import reads.
"""

import csv
import io
import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any, Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

import orjson
from fastapi import Response
from openpyxl import Workbook
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.styles import Font, Protection
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from starlette.datastructures import URL

from servicekit.tabular.columns import titles_of, titles_of_values, types_of

Format = Literal["csv", "xlsx"]
MEDIA_TYPES: dict[Format, str] = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
BEIJING = ZoneInfo("Asia/Shanghai")
# A spreadsheet takes a text that begins so for a formula; in a Chinese locale the full width signs, too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SHEET = re.compile(r"[\\/*?:\[\]]")
_LONGEST_CELL = 32_767
_CUT = "……（内容超过单元格长度，完整内容请在系统中查看）"
_MACHINES = frozenset({"allowed_actions"})
Cell = str | int | float | date | datetime | None


def wanted(accept: str) -> Format | None:
    """The table format that the Accept header asks for first, if it is one."""
    first = accept.split(",", 1)[0].split(";", 1)[0].strip().lower()
    return next((name for name, media_type in MEDIA_TYPES.items() if first == media_type), None)


def is_list(model: Any) -> bool:
    """Whether a response model is a list, in pages or whole, whatever else it tells beside its items."""
    return isinstance(model, type) and issubclass(model, BaseModel) and "items" in model.model_fields


def title_of(model: type[BaseModel]) -> str:
    """What people call a list: the name of its sheet and file; empty where its rows have none."""
    return getattr(_row_of(model), "table_title", "")


def _row_of(model: type[BaseModel]) -> type[BaseModel]:
    row: type[BaseModel] = model.model_fields["items"].annotation.__args__[0]  # type: ignore[union-attr]
    return row


def export(
    body: bytes, model: type[BaseModel], format: Format, address: URL | None = None, today: date | None = None
) -> Response:
    """Turn the JSON of a list into a table; the head row carries the fields' titles.

    A list longer than one table goes on at the `next` of the Link header (RFC 8288), and its last row says so.
    """
    row_model = _row_of(model)
    fields = {name: field for name, field in row_model.model_fields.items() if name not in _MACHINES}
    titles = titles_of(row_model)
    writers = {name: _writer(field) for name, field in fields.items()}
    document = orjson.loads(body)
    lines: list[list[Cell]] = [[titles[name] for name in fields]]
    for item in document["items"]:
        values = {name: item.get(name) for name in fields}
        lines += [[None if value is None else _guarded(writers[name](value)) for name, value in values.items()]]
    title = title_of(model) or "导出"
    headers = {"Content-Disposition": _named(f"{title}{f'-{today:%Y%m%d}' if today else ''}.{format}")}
    if document.get("next"):
        lines.append([f"本表只有前 {len(document['items'])} 行，其余请缩小筛选范围后再导出"])
        if address is not None:
            headers["Link"] = f'<?{address.include_query_params(after=document["next"]).query}>; rel="next"'
    content = _csv(lines) if format == "csv" else _xlsx(lines, title)
    return Response(content, 200, headers, MEDIA_TYPES[format] + ("; charset=utf-8" if format == "csv" else ""))


def written(
    lines: list[list[Cell]], title: str, format: Format, *,
    editable: Collection[int] = (), further: Mapping[str, list[list[Cell]]] | None = None, today: date | None = None,
) -> Response:  # fmt: skip
    """A table whose columns are known at run time only; `lines` begin with the head.

    In XLSX only the columns at `editable` places are unlocked below the head, and `further` sheets stand behind.
    """
    guarded = [[_guarded(cell) for cell in line] for line in lines]
    headers = {"Content-Disposition": _named(f"{title}{f'-{today:%Y%m%d}' if today else ''}.{format}")}
    behind = {name: [[_guarded(cell) for cell in line] for line in each] for name, each in (further or {}).items()}
    content = _csv(guarded) if format == "csv" else _xlsx(guarded, title, editable, behind)
    return Response(content, 200, headers, MEDIA_TYPES[format] + ("; charset=utf-8" if format == "csv" else ""))


def _named(name: str) -> str:
    """RFC 6266: old programs read the first name, all others the second."""
    ending = name.rpartition(".")[2]
    return f"attachment; filename=\"export.{ending}\"; filename*=UTF-8''{quote(name)}"


def _writer(field: FieldInfo) -> Callable[[Any], Cell]:
    """How the values of a field are written."""
    titles = titles_of_values(field)
    if titles:
        return lambda value: titles.get(value, str(value))
    kinds = types_of(field.annotation)
    if bool in kinds:
        return lambda value: ("是" if value else "否") if isinstance(value, bool) else _text(value)
    if datetime in kinds:
        return lambda value: datetime.fromisoformat(value).astimezone(BEIJING).replace(tzinfo=None, microsecond=0)
    if date in kinds:
        return date.fromisoformat
    return _text


def _text(value: Any) -> Cell:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "、".join(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return value if isinstance(value, (str, int, float)) else orjson.dumps(value).decode()


def _guarded(cell: Cell) -> Cell:
    return "'" + cell if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _csv(lines: list[list[Cell]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([[_shown(cell) for cell in line] for line in lines])
    return b"\xef\xbb\xbf" + out.getvalue().encode()  # the mark tells Excel that it is UTF-8


def _shown(cell: Cell) -> Cell:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return cell.isoformat() if isinstance(cell, date) else cell


def _xlsx(
    lines: list[list[Cell]], title: str, editable: Collection[int] = (),
    further: Mapping[str, list[list[Cell]]] | None = None,
) -> bytes:  # fmt: skip
    book = Workbook(write_only=True)
    for name, content in {title: lines, **(further or {})}.items():
        sheet = book.create_sheet(_SHEET.sub("", name)[:31] or "导出")
        sheet.freeze_panes = "A2"
        places = editable if content is lines else ()
        sheet.protection.sheet = bool(places)  # against slips, not against anybody: there is no password
        for number, line in enumerate(content):
            cells = [_cell(sheet, value, head=number == 0) for value in line]
            for place in places if number else ():
                cells[place].protection = Protection(locked=False)
            sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Cell, *, head: bool) -> Any:
    if isinstance(value, str):
        text = _ILLEGAL.sub("", value)
        cell = WriteOnlyCell(
            sheet, value=text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - len(_CUT)] + _CUT
        )
        cell.data_type = "s"  # never a formula, whatever it begins with
        cell.number_format = "@"
    else:
        cell = WriteOnlyCell(sheet, value=value)  # type: ignore[arg-type]
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd hh:mm" if isinstance(value, datetime) else "yyyy-mm-dd"
    if head:
        cell.font = Font(bold=True)
    return cell
