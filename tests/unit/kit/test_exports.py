"""What a list is as a table: Chinese heads and values, Beijing time, codes as text, and nothing cut in silence."""

import csv
import io
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, ClassVar, Literal
from urllib.parse import unquote

import orjson
import pytest
from openpyxl import load_workbook
from pydantic import Field
from servicekit import tabular
from servicekit.bodies import ResourceView
from servicekit.pages import Page


class Place(StrEnum):
    """An enumeration that knows what people call its members."""

    OUTSIDE = "outside"

    @property
    def title_zh(self) -> str:
        return "外部"


class BoardView(ResourceView):
    table_title: ClassVar[str] = "牌子台账"

    region: str = Field(title="村代码")
    place: Place = Field(title="位置")
    level: Annotated[Literal["village"], tabular.Titled({"village": "村"})] | None = Field(title="级别")
    conforms: bool = Field(title="是否合规")
    hung_on: date | None = Field(title="悬挂日期")
    done_at: datetime = Field(title="处置时间")
    names: list[str] = Field(title="别名")


ITEM = {
    "id": "01936f2a-0000-7000-8000-000000000001", "version": 3, "state": "registered", "allowed_actions": ["flag"],
    "region": "990101001201", "place": "outside", "level": "village", "conforms": False, "hung_on": "2024-05-01",
    "done_at": datetime(2026, 11, 27, 17, 30, 5, tzinfo=UTC).isoformat(), "names": ["甲", "乙"],
}  # fmt: skip
HEADS = ["编号", "版本", "状态", "村代码", "位置", "级别", "是否合规", "悬挂日期", "处置时间", "别名"]


def exported(format, *items, following=None):
    body = orjson.dumps({"items": items, "next": following})
    return tabular.export(body, Page[BoardView], format, today=date(2026, 11, 28))


def test_a_workbook_is_what_people_expect_of_excel():
    sheet = load_workbook(io.BytesIO(exported("xlsx", ITEM).body))["牌子台账"]
    heads, values = ([cell.value for cell in line] for line in sheet.iter_rows())
    assert heads == HEADS
    assert values[3:] == [
        "990101001201", "外部", "村", "否", datetime(2024, 5, 1), datetime(2026, 11, 28, 1, 30, 5), "甲、乙",  # noqa: DTZ001
    ]  # fmt: skip
    assert [sheet.cell(2, place).number_format for place in (4, 8, 9)] == ["@", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"]


def test_a_csv_says_the_same():
    heads, values = csv.reader(io.StringIO(bytes(exported("csv", ITEM).body).decode("utf-8-sig")))
    assert heads == HEADS
    assert values[3:] == ["990101001201", "外部", "村", "否", "2024-05-01", "2026-11-28 01:30", "甲、乙"]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_file_has_a_chinese_name_and_one_for_old_programs(format):
    disposition = exported(format).headers["content-disposition"]
    assert disposition.startswith(f'attachment; filename="export.{format}"; ')
    assert unquote(disposition.partition("filename*=UTF-8''")[2]) == f"牌子台账-20261128.{format}"


def test_a_table_that_is_not_the_whole_list_says_so_in_its_last_row():
    lines = list(csv.reader(io.StringIO(bytes(exported("csv", ITEM, following="x").body).decode("utf-8-sig"))))
    assert "只有前 1 行" in lines[-1][0]
    assert len(list(csv.reader(io.StringIO(bytes(exported("csv", ITEM).body).decode())))) == 2


def test_a_text_longer_than_a_cell_says_that_it_is_cut():
    sheet = load_workbook(io.BytesIO(exported("xlsx", {**ITEM, "names": ["长" * 40_000]}).body)).active
    assert sheet["J2"].value.endswith("完整内容请在系统中查看）")


@pytest.mark.parametrize("sign", ["＝", "＋", "－", "＠"])
def test_a_full_width_sign_starts_no_formula(sign):
    (_, values) = csv.reader(io.StringIO(bytes(exported("csv", {**ITEM, "names": [f"{sign}1"]}).body).decode()))
    assert values[-1] == f"'{sign}1"
