"""A whole ledger in one call, through a running signage-svc: XLSX, CSV and JSON, right and wrong."""

import asyncio
import csv
import io
import time
import zipfile

import orjson
import pytest
from contracts.rebounds import ReboundDetected
from contracts.signage import PlaqueFlagged, PlaqueRegistered, PlaqueReopened
from countykit.identity import Role
from countykit.testing import open_actions
from openpyxl import Workbook, load_workbook
from servicekit.tabular import MEDIA_TYPES

from .boards import STRAY, VILLAGE, register, take_down
from .conftest import DEPARTMENT, ELSEWHERE, NEIGHBOUR, OTHER, TOWNSHIP, tell_regions

TITLES = ["村代码", "牌子名称", "规格编号", "位置", "宽(毫米)", "高(毫米)", "底色", "字色", "悬挂日期"]


@pytest.fixture
async def township(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as client:
        yield client


def line(name="妇女之家", region=VILLAGE, spec=None, place="内部", width=600, hung_on=None):
    return [region, name, spec, place, width, 400, "红", "白", hung_on]


def csv_of(*lines):
    out = io.StringIO()
    csv.writer(out).writerows([TITLES, *lines])
    return out.getvalue().encode()


def xlsx_of(*lines):
    book = Workbook()
    for row in (TITLES, *lines):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


async def send(client, content, dry_run=False, name="ledger"):
    return await client.post("/v1/plaques/import", files={"file": (name, content)}, params={"dry_run": dry_run})


def report(**values):
    """What an import answers when nothing is left to say about it."""
    nothing = {"rows": 0, "accepted": 0, "seen": 0, "stored": 0, "refused": 0, "empty": 0, "error_count": 0}
    lists = {"errors": [], "preview": [], "ignored_columns": [], "ignored_sheets": []}
    return nothing | lists | {"dry_run": False, "rebounds": 0, "suspected": 0, "unchanged": 0, "updated": 0} | values


async def count(svc):
    async with svc.client(Role.COUNTY_OFFICE, region="990101") as office:
        townships = (await office.get("/v1/ledger-summary")).json()["items"]
    return sum(township["total"] for township in townships)


@pytest.mark.parametrize("table", [xlsx_of, csv_of], ids=["xlsx", "csv"])
async def test_a_table_with_chinese_heads_enters_every_row_and_publishes_each(svc, township, table):
    rows = (
        line("新时代文明实践站"),
        line("青年之家", NEIGHBOUR, hung_on="2020/5/1"),
        line("农家书屋", place="outside"),
    )
    answer = await send(township, table(*rows))
    assert (answer.status_code, answer.json()) == (200, report(rows=3, seen=3, stored=3, accepted=3))
    events = await svc.events(PlaqueRegistered)
    assert {(event["region"], event["data"]["spec"], event["data"]["conforms"]) for event in events} == {
        (VILLAGE, "PL07", True), (NEIGHBOUR, None, True), (VILLAGE, "PL13", False),
    }  # fmt: skip
    items = (await township.get("/v1/plaques", params={"region": NEIGHBOUR})).json()["items"]
    assert items[0]["hung_on"] == "2020-05-01"


async def test_json_takes_the_bodies_of_single_registrations(svc, township):
    answer = await send(township, orjson.dumps([STRAY, {**STRAY, "name": "青年之家"}]))
    assert answer.json()["accepted"] == 2


async def test_a_dry_run_reports_the_same_and_keeps_nothing(svc, township):
    preview = [
        {"row": 2, "sheet": "", "values": {
            "村代码": VILLAGE, "牌子名称": "妇女之家", "位置": "内部", "宽(毫米)": "600", "高(毫米)": "400",
            "底色": "红", "字色": "白",
        }},
    ]  # fmt: skip
    assert (await send(township, csv_of(line()), dry_run=True)).json() == report(
        rows=1, seen=1, stored=1, dry_run=True, preview=preview
    )
    answer = await send(township, csv_of(line(), line("x" * 101)), dry_run=True)
    assert (answer.status_code, [error["row"] for error in answer.json()["errors"]]) == (200, [3])
    assert (await count(svc), await svc.events(PlaqueRegistered)) == (0, [])


async def test_each_wrong_row_is_named_with_its_field_and_code_and_nothing_is_kept(svc, township):
    await register(township, name="青年之家")
    rows = [
        line("新时代文明实践站"), line("综治中心", width="宽"), line("综治中心", region="990101001299"),
        line("综治中心", region=ELSEWHERE), line("综治中心", spec="PL99"), line("综治中心", hung_on="2999-01-01"),
        line("柳河村【青年之家】"), line(" 新时代 文明实践站"), line("综治中心", place="屋顶"),
        line("综治中心", region=None),
    ]  # fmt: skip
    answer = await send(township, xlsx_of(*rows))
    assert (answer.status_code, answer.json()["code"]) == (422, "rows_refused")
    assert [(error["row"], error["field"], error["code"]) for error in answer.json()["errors"]] == [
        (3, "width_mm", "int_parsing"),
        (4, "region", "region_unknown"),
        (5, "region", "forbidden"),
        (6, "spec", "spec_unknown"),
        (7, "hung_on", "date_in_future"),
        (8, "name", "plaque_already_in_ledger"),
        (9, "name", "duplicate_in_file"),
        (10, "placement", "enum"),
        (11, "region", "missing"),
    ]
    assert (answer.json()["rows"], answer.json()["error_count"]) == (10, 9)
    assert await count(svc) == 1


async def test_an_unknown_department_is_a_row_error(township):
    bodies = [{**STRAY, "department": DEPARTMENT}, {**STRAY, "name": "青年之家", "department": "NOBODY"}]
    (error,) = (await send(township, orjson.dumps(bodies))).json()["errors"]
    assert (error["row"], error["field"], error["code"]) == (3, "department", "department_unknown")


async def test_a_removed_board_in_the_table_is_a_rebound(svc, township):
    case = await take_down(township)
    assert (await send(township, csv_of(line()), dry_run=True)).json()["rebounds"] == 1
    assert await svc.events(ReboundDetected) == []
    assert (await send(township, csv_of(line(), line("青年之家")))).json()["rebounds"] == 1
    (event,) = await svc.events(ReboundDetected)
    assert event["subject"] == f"plaques/{case['id']}"
    assert len(await svc.events(PlaqueReopened)) == 1
    assert len(await svc.events(PlaqueFlagged)) == 2


async def test_five_thousand_rows_take_seconds(svc):
    villages = {f"990101001{number}": (f"东{number}村", "village") for number in range(301, 401)}
    await tell_regions(svc, villages)
    rows = [line(f"工作站{number}号", village) for number in range(50) for village in villages]
    content = xlsx_of(*rows)
    async with svc.client(Role.COUNTY_OFFICE, region="990101") as office:
        started = time.process_time()  # of this process, so that busy neighbours do not decide
        answer = await send(office, content)
        seconds = time.process_time() - started
        assert answer.json()["accepted"] == 5000, answer.text
        again = await send(office, content)
    assert len(await svc.events(PlaqueRegistered)) == 5000
    assert again.json()["error_count"] == 5000
    assert seconds < 8, seconds


async def test_two_imports_of_the_same_ledger_at_once_enter_it_once(svc, township):
    content = csv_of(line(), line("青年之家", NEIGHBOUR))
    answers = await asyncio.gather(*(send(township, content) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 422, 422, 422]
    assert len(await svc.events(PlaqueRegistered)) == 2


async def test_the_same_idempotency_key_imports_once_and_answers_twice(svc, township):
    first, second = [
        await township.post(
            "/v1/plaques/import", files={"file": ("ledger", csv_of(line()))}, headers={"idempotency-key": "k1"}
        )
        for _ in range(2)
    ]
    assert first.json()["accepted"] == second.json()["accepted"] == 1
    assert await count(svc) == 1


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    return out.getvalue()


def with_macro():
    out = io.BytesIO(xlsx_of(line()))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (xlsx_of(line())[:-200], 422, "table_unreadable"),
        (b"PK\x03\x04 not a workbook", 422, "table_unreadable"),
        (bomb(), 422, "table_suspicious"),
        (with_macro(), 422, "table_suspicious"),
        (b"[{\"name\": ", 422, "table_unreadable"),
        (b"{}", 422, "table_unreadable"),
        (b"\xff\xfe\x00\x00\xff", 422, "table_unreadable"),
        (b"a,b\n1,2,3\n", 422, "table_head_missing"),
    ],
    ids=["torn", "not-a-zip", "bomb", "macro", "torn-json", "no-list", "binary", "no-head"],
)  # fmt: skip
async def test_a_broken_or_hostile_file_is_refused_and_nothing_is_kept(svc, township, content, status, code):
    answer = await send(township, content)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await count(svc) == 0


async def test_a_file_beyond_the_limits_is_refused(start_service):
    svc = await start_service("signage_svc", import_limit_bytes=200_000, plaque_import_rows=10)
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as client:
        long = await send(client, csv_of(*[line()] * 11))
        large = await send(client, b"x" * 200_001)
        larger = await send(client, b"x" * 33 * 1_048_576)
    assert {(answer.status_code, answer.json()["code"]) for answer in (long, large)} == {(413, "too_large")}
    assert larger.status_code == 413


async def test_a_table_may_be_larger_than_other_bodies(township):
    padded = csv_of(line()) + b"\n" * 1_500_000
    assert (await send(township, padded)).json()["accepted"] == 1


@pytest.mark.parametrize("role", [Role.VILLAGE, Role.DEPARTMENT, Role.INSPECTOR, Role.OBSERVER])
async def test_only_townships_and_the_county_office_import(svc, role):
    async with svc.client(role, region=TOWNSHIP, department=DEPARTMENT) as client:
        assert (await send(client, csv_of(line()))).status_code == 403
        assert (await client.get("/v1/plaques/import-template")).status_code == 403


async def test_the_filled_template_is_accepted(svc, township):
    answer = await township.get("/v1/plaques/import-template")
    assert answer.headers["content-type"] == MEDIA_TYPES["xlsx"]
    assert "attachment" in answer.headers["content-disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["牌子台账", "填写说明", "村代码", "规格表"]
    assert [row[0].value for row in book["村代码"].iter_rows(min_row=2)] == [VILLAGE, NEIGHBOUR]
    assert book["规格表"].max_row == 16
    for column, value in enumerate([VILLAGE, "妇女之家", None, "内部", 600, 400, "红", "白"], start=1):
        book.worksheets[0].cell(2, column).value = value
    out = io.BytesIO()
    book.save(out)
    unread = [{"sheet": sheet, "reason": "没有所需的表头"} for sheet in book.sheetnames[1:]]
    assert (await send(township, out.getvalue())).json() == report(
        rows=1, seen=1, stored=1, accepted=1, ignored_sheets=unread
    )


async def test_an_imported_board_goes_on_like_any_other(svc, township):
    await send(township, csv_of(line("青年之家")))
    (plaque,) = (await township.get("/v1/plaques")).json()["items"]
    assert (plaque["version"], open_actions(plaque)) == (1, ["flag", "confirmation", "correction"])
    flagged = await township.post(
        f"/v1/plaques/{plaque['id']}/flag", json={"reason": "no_activity"}, headers={"if-match": '"1"'}
    )
    assert flagged.status_code == 200
    async with svc.client(Role.TOWNSHIP, region=OTHER) as other:
        assert (await other.get("/v1/plaques")).json()["items"] == []
