"""Ledgers as people and programs make them, through a running signage-svc: each file and what is right for it."""

import csv
import io
from pathlib import Path

import pytest
from contracts.signage import PlaqueUpdated
from countykit.identity import Role
from openpyxl import Workbook, load_workbook
from servicekit.tabular import MEDIA_TYPES

from .conftest import TOWNSHIP

FILES = Path(__file__).parent / "tables"
STORED = {
    "dim_A1.xlsx": [f"维度牌{number}号" for number in range(10)],
    "hidden_first_sheet_same_header.xlsx": ["今年新牌子"],
    "cover_sheet_first.xlsx": ["封面后的牌"],
    "title_row_above.xlsx": ["标题行下的牌"],
    "merged_village_cells.xlsx": ["合并村代码牌甲", "合并村代码牌乙"],
    "extra_seq_column.xlsx": ["有序号列的牌"],
    "extra_remark_column.xlsx": ["有备注列的牌"],
    "header_fullwidth_paren.xlsx": ["全角括号表头牌"],
    "header_newline.xlsx": ["换行表头牌"],
    "date_serial.xlsx": ["日期牌date_serial"],
    "date_space.xlsx": ["日期牌date_space"],
    "date_slash_time.xlsx": ["日期牌date_slash_time"],
    "x000D.xlsx": ["妇女之家活动室"],
    "stray_far_cell.xlsx": ["远处杂散单元格牌"],
    "bad_styles.xlsx": ["损坏测试牌"],
    "ext_link.xlsx": ["损坏测试牌"],
    "csv_double_bom.csv": ["编码测试牌", "编码测试牌二"],
    "csv_sepline.csv": ["编码测试牌", "编码测试牌二"],
    "csv_tab.csv": ["编码测试牌", "编码测试牌二"],
    "code_apostrophe_csv.csv": ["撇号代码牌"],
    "code_zwsp.xlsx": ["零宽代码牌"],
    "place_space.xlsx": ["位置牌place_space"],
    "json_bom.json": ["JSON牌"],
}
REFUSED = {
    "err_NA_name.xlsx": (2, "name", "cell_error"),
    "err_REF_colour.xlsx": (2, "background", "cell_error"),
    "formula_uncached_optional.xlsx": (2, "hung_on", "formula_without_value"),
    "date_zero.xlsx": (2, "hung_on", "date_zero"),
    **{f"twin_{kind}.xlsx": (3, "name", "duplicate_in_file") for kind in (
        "bullet", "hyphpoint", "dash", "softhyphen", "vs16",
    )},
}  # fmt: skip
UNREADABLE = {
    "header_only.xlsx": "table_without_rows",
    "xml2003_as_xls.xls": "table_is_markup",
    "csv_stray_quote.csv": "csv_quotation",
}
IGNORED = {
    "extra_seq_column.xlsx": ["序号"], "extra_remark_column.xlsx": ["备注"],
    "hidden_first_sheet_same_header.xlsx": [{"sheet": "旧台账", "reason": "隐藏的工作表"}],
    "cover_sheet_first.xlsx": [{"sheet": "说明", "reason": "没有所需的表头"}],
}  # fmt: skip


@pytest.fixture
async def township(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as client:
        yield client


async def send(client, name):
    return await client.post("/v1/plaques/import", files={"file": (name, (FILES / name).read_bytes())})


async def post(client, content, **query):
    return await client.post("/v1/plaques/import", params=query, files={"file": ("ledger", content)})


def added(table, format, values, first=None):
    """The table with a row more, and its first row changed."""
    if format == "csv":
        lines = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
    else:
        lines = [list(line) for line in load_workbook(io.BytesIO(table)).active.iter_rows(values_only=True)]
    heads = lines[0]
    for head, value in (first or {}).items():
        lines[1][heads.index(head)] = value
    if values:
        lines.append([values.get(head) for head in heads])
    if format == "csv":
        out = io.StringIO()
        csv.writer(out).writerows(lines)
        return out.getvalue().encode()
    book, binary = Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(line)
    book.save(binary)
    return binary.getvalue()


async def names(client):
    items = (await client.get("/v1/plaques", params={"sort": "id"})).json()["items"]
    return [item["name"] for item in items]


def test_every_file_has_its_right_value():
    assert {path.name for path in FILES.iterdir()} == {*STORED, *REFUSED, *UNREADABLE}


@pytest.mark.parametrize("name", STORED)
async def test_an_honest_ledger_is_stored_whole(township, name):
    answer = (await send(township, name)).json()
    assert answer["stored"] == len(STORED[name]), answer
    assert answer["seen"] == answer["stored"] + answer["refused"] + answer["empty"]
    assert answer["ignored_columns"] + answer["ignored_sheets"] == IGNORED.get(name, [])
    assert await names(township) == STORED[name]


@pytest.mark.parametrize("name", ["date_serial.xlsx", "date_slash_time.xlsx"])
async def test_a_date_is_the_day_that_was_meant(township, name):
    await send(township, name)
    (plaque,) = (await township.get("/v1/plaques")).json()["items"]
    assert plaque["hung_on"] == "2024-05-01"


@pytest.mark.parametrize("name", REFUSED)
async def test_a_cell_that_cannot_be_meant_is_named(township, name):
    answer = await send(township, name)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "rows_refused")
    assert [(error["row"], error["field"], error["code"]) for error in problem["errors"]] == [REFUSED[name]]
    assert problem["seen"] == problem["stored"] + problem["refused"] + problem["empty"]
    assert await names(township) == []


@pytest.mark.parametrize("name", UNREADABLE)
async def test_a_file_without_a_table_is_refused_with_what_to_do(township, name):
    answer = await send(township, name)
    assert (answer.status_code, answer.json()["code"]) == (422, UNREADABLE[name])
    assert name != "csv_stray_quote.csv" or "第 2 行" in answer.json()["detail"]


@pytest.mark.parametrize("format", sorted(MEDIA_TYPES))
async def test_an_export_comes_back_with_new_boards_below_and_never_changes_those_that_hang(township, format):
    await send(township, "dim_A1.xlsx")
    table = (await township.get("/v1/plaques", headers={"accept": MEDIA_TYPES[format]})).content
    again = (await post(township, table)).json()
    assert (again["stored"], again["unchanged"]) == (10, 10), again
    more = added(table, format, {"村代码": "990101001202", "牌子名称": "新牌", "位置": "外部", "宽(毫米)": 600,
                                 "高(毫米)": 400, "底色": "白", "字色": "红"})  # fmt: skip
    answer = (await post(township, more)).json()
    assert (answer["stored"], answer["unchanged"]) == (11, 10), answer
    assert sorted(await names(township))[-1:] == ["维度牌9号"]
    assert "新牌" in await names(township)
    changed = await post(township, added(table, format, {}, first={"底色": "蓝"}))
    assert [error["code"] for error in changed.json()["errors"]] == ["plaque_changed_in_table"]


async def test_an_export_comes_back_with_later_dates_and_the_ledger_follows(svc, township):
    await send(township, "dim_A1.xlsx")
    table = (await township.get("/v1/plaques", headers={"accept": MEDIA_TYPES["csv"]})).content
    before = (await township.get("/v1/plaques")).json()["items"]
    later = added(table, "csv", {}, first={"最近活动日期": "2026-03-01"})
    tried = (await post(township, later, dry_run=True)).json()
    assert (tried["updated"], tried["unchanged"]) == (1, 9)
    assert (await township.get("/v1/plaques")).json()["items"] == before
    answer = (await post(township, later)).json()
    assert (answer["updated"], answer["unchanged"], answer["stored"]) == (1, 9, 10)
    after = (await township.get("/v1/plaques")).json()["items"]
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert [(board["last_activity_on"], board["version"]) for board in changed] == [("2026-03-01", 2)]
    facts = [event["data"]["fields"] for event in await svc.events(PlaqueUpdated)]
    assert facts == [["last_activity_on"]]
    assert (await post(township, later)).json()["updated"] == 0


async def test_a_board_cannot_be_brought_up_to_date_twice_in_one_table_or_into_the_future(township):
    await send(township, "dim_A1.xlsx")
    table = (await township.get("/v1/plaques", headers={"accept": MEDIA_TYPES["csv"]})).content
    (await post(township, table)).raise_for_status()
    lines = table.decode("utf-8-sig").splitlines()
    twice = await post(township, "\n".join([*lines, lines[1]]).encode())
    assert [error["code"] for error in twice.json()["errors"]] == ["plaque_unknown"]
    future = await post(township, added(table, "csv", {}, first={"悬挂日期": "2999-01-01"}))
    assert [error["code"] for error in future.json()["errors"]] == ["date_in_future"]


@pytest.mark.parametrize("number", [0, 45413, "0"])
async def test_a_number_is_no_date_in_a_body(township, number):
    body = {"region": "990101001202", "name": "数字日期牌", "placement": "外部", "width_mm": 600, "height_mm": 400,
            "background": "白", "text_colour": "红", "hung_on": number}  # fmt: skip
    answer = await township.post("/v1/plaques", json=body)
    assert answer.status_code == 422
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [("/body/hung_on", "date_type")]
