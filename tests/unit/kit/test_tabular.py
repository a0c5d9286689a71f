"""Tables in and out: what is accepted, what is refused, and that no exported cell can act."""

import io
import zipfile

import orjson
import pytest
from contracts.gateway import RegionLevel
from fastapi import UploadFile
from openpyxl import Workbook, load_workbook
from pydantic import BaseModel, Field
from servicekit import tabular
from servicekit.bodies import Body, View
from servicekit.errors import TooLarge
from servicekit.pages import Page
from starlette.datastructures import URL


class Line(Body):
    code: str = Field(pattern=r"^\d{12}$", title="代码")
    name: str = Field(max_length=20, title="名称")


class LineView(View):
    code: str = Field(title="代码")
    score: float = Field(title="得分")


def upload(content: bytes) -> UploadFile:
    return UploadFile(io.BytesIO(content), filename="table")


def workbook(*lines: tuple[object, ...]) -> bytes:
    book = Workbook()
    for line in lines:
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


async def read(content: bytes, **limits):
    table = await tabular.read(upload(content), Line, **({"most_rows": 100, "limit_bytes": 1_000_000} | limits))
    return table.rows, table.errors


@pytest.mark.parametrize(
    "content",
    [
        workbook(("代码", "名称"), (990101001001, "东村")),
        "代码,名称\n990101001001,东村\n".encode(),
        "代码,名称\n990101001001,东村\n".encode("gb18030"),
        "\ufeffcode,name\n990101001001,东村\n".encode(),
        orjson.dumps([{"code": "990101001001", "name": "东村"}]),
    ],
    ids=["xlsx with a number typed code", "csv", "csv from Excel on Windows", "csv with a mark", "json"],
)
async def test_a_table_is_read_whatever_it_was_made_with(content):
    rows, errors = await read(content)
    assert errors == []
    assert [(row.number, row.body.code, row.body.name) for row in rows] == [(2, "990101001001", "东村")]


async def test_wrong_rows_are_named_by_their_number_and_field():
    rows, errors = await read("代码,名称,电话\n99,东村,\n990101001002,西村,1\n".encode())
    assert [row.number for row in rows] == [3]
    assert [(error.row, error.field, error.code) for error in errors] == [
        (1, "电话", "column_unknown"), (2, "code", "string_pattern_mismatch"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 not a workbook",
        b"\xff\xfe\x00\x01\x02",
        b"[1, 2",
        b'{"a": 1}',
        b"a\x00b\n",
        zipped(**{"xl/externalLinks/externalLink1.xml": b"<x/>"}),
    ],
)
async def test_what_is_no_table_is_refused(content):
    with pytest.raises(tabular.TableUnreadable):
        await read(content)


@pytest.mark.parametrize(
    "content",
    [
        zipped(**{"xl/worksheets/sheet1.xml": b"0" * 30_000_000}),
        zipped(**{f"entry{n}": b"" for n in range(1500)}),
        zipped(**{"xl/vbaProject.bin": b"macro"}),
        zipped(**{"xl/workbook.xml": b'<!DOCTYPE lolz [<!ENTITY lol "lol">]><x/>'}),
    ],
    ids=["a bomb", "too many entries", "a macro", "an entity"],
)
async def test_a_suspicious_workbook_is_refused(content):
    with pytest.raises(tabular.TableSuspicious):
        await read(content)


async def test_rows_are_counted_as_a_spreadsheet_counts_them_and_empty_ones_are_no_rows():
    rows, errors = await read('代码,名称\n\n990101001001,"东\n村"\n,\n99,西村,\n'.encode())
    assert [row.number for row in rows] == [3]
    assert [(error.row, error.field) for error in errors] == [(5, "code")]
    _, errors = await read("代码,名称\n990101001001,东村,多\n".encode())
    assert [(error.row, error.field, error.code) for error in errors] == [(2, "C 列", "column_unnamed")]


async def test_what_is_wrong_with_a_row_is_said_in_chinese():
    _, errors = await read("代码,名称,电话\n99,东村,1\n990101001001,,\n".encode())
    assert [error.detail for error in errors] == [
        "不认识的栏目“电话”，请改为模板中的名称，或删除该列", "格式不符合要求", "缺少该项",
    ]  # fmt: skip


async def test_a_cell_outside_of_a_short_list_is_told_the_list():
    class Choice(Body):
        level: RegionLevel = Field(title="级别")

    table = await tabular.read(upload("级别\n国\n".encode()), Choice, most_rows=10, limit_bytes=1000)
    assert "可填：" in table.errors[0].detail
    assert all(level.title_zh in table.errors[0].detail for level in RegionLevel)


async def test_too_many_bytes_or_rows_are_refused():
    table = "代码,名称\n" + "990101001001,东村\n" * 50
    with pytest.raises(TooLarge):
        await read(table.encode(), limit_bytes=100)
    with pytest.raises(TooLarge):
        await read(table.encode(), most_rows=10)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize("nasty", ["=1+1", "+1", "-1", "@x", "\t=1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20x"])
def test_an_exported_text_can_never_act_as_a_formula(format, nasty):
    class NameView(BaseModel):
        name: str

    answer = tabular.export(orjson.dumps({"items": [{"name": nasty}], "next": None}), Page[NameView], format)
    if format == "csv":
        assert f"'{nasty}" in bytes(answer.body).decode("utf-8-sig")
    else:
        cell = load_workbook(io.BytesIO(answer.body)).active["A2"]
        assert (cell.value, cell.data_type) == (f"'{nasty}", "s")


def test_a_list_longer_than_a_table_says_where_it_goes_on():
    address = URL("http://service/v1/names?sort=-code&limit=1")
    answer = tabular.export(orjson.dumps({"items": [], "next": "b=="}), Page[LineView], "csv", address)
    assert answer.headers["link"] == '<?sort=-code&limit=1&after=b%3D%3D>; rel="next"'
    answer = tabular.export(orjson.dumps({"items": [], "next": None}), Page[LineView], "csv", address)
    assert "link" not in answer.headers


def test_an_exported_number_stays_a_number():
    answer = tabular.export(
        orjson.dumps({"items": [{"code": "1", "score": -2.5}], "next": None}), Page[LineView], "xlsx"
    )
    sheet = load_workbook(io.BytesIO(answer.body)).active
    assert [cell.value for cell in sheet[1]] == ["代码", "得分"]
    assert sheet["B2"].value == -2.5
