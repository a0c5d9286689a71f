"""The directory of regions and departments, through a running gateway."""

import csv
import io
from pathlib import Path

import pytest
from contracts.gateway import DepartmentRegistered, RegionRegistered
from countykit.identity import Role
from openpyxl import Workbook, load_workbook
from servicekit.tabular import MEDIA_TYPES

from .conftest import COUNTY, OTHER_COUNTY, TOWNSHIP

REGIONS = "/api/directory/v1/regions"
DEPARTMENTS = "/api/directory/v1/departments"
# Heads and odd rows of the published five-level tables.
PUBLISHED = {
    "provinces": 'code,name\n44,"广东省"\n50,"重庆市"\n35,"福建省"\n',
    "cities": 'code,name,provinceCode\n4419,"东莞市",44\n5001,"市辖区",50\n3505,"泉州市",35\n',
    "areas": (
        'code,name,cityCode,provinceCode\n441900,"东莞市",4419,44\n500101,"万州区",5001,50\n350527,"金门县",3505,35\n'
    ),
    "streets": (
        "code,name,areaCode,provinceCode,cityCode\n"
        '441900003,"东城街道",441900,44,4419\n500101001,"高笋塘街道",500101,50,5001\n350527000,"金门县",350527,35,3505\n'
    ),
    "villages": (
        "code,name,streetCode,provinceCode,cityCode,areaCode\n"
        '441900003001,"岗贝社区居委会",441900003,44,4419,441900\n350527000000,"金门县",350527000,35,3505,350527\n'
    ),
}


async def send(client, table, url=REGIONS, *, dry_run=False, name="table.csv"):
    content = table.encode() if isinstance(table, str) else table
    return await client.post(f"{url}/import", params={"dry_run": dry_run}, files={"file": (name, content)})


def lines_of(content, format):
    if format == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return [list(line) for line in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]


def table_of(lines, format):
    if format == "csv":
        out = io.StringIO()
        csv.writer(out).writerows(lines)
        return out.getvalue().encode()
    book = Workbook()
    for line in lines:
        book.active.append(line)
    binary = io.BytesIO()
    book.save(binary)
    return binary.getvalue()


@pytest.fixture
async def operator(gateway):
    async with gateway.client(Role.OPERATOR) as client:
        yield client


async def test_the_published_tables_are_imported_level_by_level(gateway, operator):
    for name, table in PUBLISHED.items():
        answer = await send(operator, table)
        assert answer.status_code == 200, (name, answer.text)
    counted = {"rows": 2, "seen": 2, "stored": 2, "accepted": 2, "changed": 1, "refused": 0, "empty": 0}
    assert counted.items() <= answer.json().items()
    township = (await operator.get(f"{REGIONS}/441900003000")).json()
    assert (township["level"], township["parent"]) == ("township", "441900000000")
    city = (await operator.get(f"{REGIONS}/441900000000")).json()
    assert (city["level"], city["name"], city["version"]) == ("city", "东莞市", 1)
    assert (await operator.get(f"{REGIONS}/500000000000")).json()["level"] == "province"
    events = await gateway.events(RegionRegistered)
    assert len(events) == 11
    village = next(event for event in events if event["data"]["code"] == "441900003001")
    assert village["subject"] == "regions/441900003001"
    assert (village["region"], village["sequence"], village["data"]["level"]) == ("441900003001", 1, "village")


async def test_importing_the_same_table_again_publishes_nothing_and_a_new_name_one_fact(gateway, operator):
    table = f"code,name\n{TOWNSHIP},青石镇\n990101002000,白水乡\n"
    assert (await send(operator, table)).json()["changed"] == 1
    assert (await send(operator, table)).json()["changed"] == 0
    assert (await send(operator, table.replace("白水乡", "白水镇"))).json()["changed"] == 1
    events = await gateway.events(RegionRegistered)
    assert [(event["data"]["name"], event["sequence"]) for event in events] == [("白水乡", 1), ("白水镇", 2)]


async def test_an_import_of_regions_is_audited_row_by_row(gateway, operator):
    table = "code,name\n990101002000,白水乡\n990101003000,黑山乡\n"
    for renamed in (table, table.replace("白水乡", "白水镇")):
        await send(operator, renamed)
    rows = await gateway.fetch("SELECT * FROM audit WHERE action = 'import_regions' ORDER BY id")
    first, _, renamed = rows
    assert [row["resource"].rpartition("/")[2][:9] for row in rows] == ["990101002", "990101003", "990101002"]
    assert {row["actor"] for row in rows} == {"operator@"}
    assert first["before"] is None
    assert renamed["before"] == first["after"] != renamed["after"]


async def test_a_plain_table_may_be_json_or_a_workbook_with_chinese_headers(gateway, operator):
    book = Workbook()
    book.active.append(["区划代码", "名称", "启用日期"])
    book.active.append([990101003000, "黑山乡", "2021-05-01"])
    out = io.BytesIO()
    book.save(out)
    assert (await send(operator, out.getvalue())).json()["changed"] == 1
    rows = '[{"code": "990101004000", "name": "红土乡", "level": "township", "valid_from": "2022-01-01"}]'
    assert (await send(operator, rows)).json()["changed"] == 1
    assert (await operator.get(f"{REGIONS}/990101003000")).json()["valid_from"] == "2021-05-01"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("990199001000,孤儿乡,,", "parent_missing"),
        ("990101005000,某村,village,", "level_mismatch"),
        ("9901010050001,长了,,", "string_pattern_mismatch"),
        ("99010100500,短了,,", "string_pattern_mismatch"),
        (f"{TOWNSHIP},改名镇,,\n{TOWNSHIP},另名镇,,", "duplicate"),
        ("990101005000,日期乡,,昨天", "date_from_datetime_parsing"),
        ("000000000000,全国,,", "code_invalid"),
        ("９９,全角省,,", "string_pattern_mismatch"),
    ],
)
async def test_one_wrong_row_refuses_the_whole_table(gateway, operator, row, code):
    table = f"code,name,level,valid_from\n990101006000,好乡,,\n{row}\n"
    count = 1 + len(row.splitlines())
    tried = await send(operator, table, dry_run=True)
    refused = await send(operator, table)
    assert (tried.status_code, tried.json()["dry_run"]) == (200, True)
    assert (refused.status_code, refused.json()["code"]) == (422, "rows_refused")
    assert [error["code"] for error in refused.json()["errors"]] == [code]
    assert refused.json()["errors"][0]["detail"][:1] >= "\u4e00"
    assert (tried.json()["rows"], refused.json()["rows"], tried.json()["accepted"]) == (count, count, 0)
    assert refused.json()["errors"][0]["row"] in (3, 4)
    assert (await operator.get(f"{REGIONS}/990101006000")).status_code == 404
    assert await gateway.events(RegionRegistered) == []


async def test_a_dry_run_writes_nothing(gateway, operator):
    answer = await send(operator, "code,name\n990101007000,试运行乡\n", dry_run=True)
    assert answer.json()["changed"] == 1
    assert (await operator.get(f"{REGIONS}/990101007000")).status_code == 404
    assert await gateway.events(RegionRegistered) == []


async def test_files_that_are_no_tables_are_refused(gateway, operator):
    for content, code in ((b"PK\x03\x04broken", "table_unreadable"), (b"\xff\xfe\x00", "table_unreadable")):
        assert (await send(operator, content)).json()["code"] == code


async def test_a_county_office_imports_within_its_county_only(gateway):
    async with gateway.client(Role.COUNTY_OFFICE, region=COUNTY) as client:
        inside = await send(client, "code,name\n990101008000,本县乡\n")
        outside = await send(client, "code,name\n990102001000,邻县乡\n")
    assert inside.status_code == 200
    assert [error["code"] for error in outside.json()["errors"]] == ["out_of_scope"]


async def test_others_read_the_directory_but_do_not_write_it(gateway):
    async with gateway.client(Role.VILLAGE, region="990101001201") as village, gateway.client() as anonymous:
        assert (await village.get(REGIONS)).status_code == 200
        assert (await village.get(DEPARTMENTS)).status_code == 200
        assert (await send(village, "code,name\n990101008000,乡\n")).status_code == 403
        entry = {"code": "X", "name": "某局", "home": COUNTY}
        assert (await village.post(DEPARTMENTS, json=entry)).status_code == 403
        assert (await anonymous.get(REGIONS)).status_code == 401


async def test_regions_are_listed_below_a_parent_by_level_and_name_in_pages(gateway, operator):
    listed = (await operator.get(REGIONS, params={"parent": COUNTY, "limit": 1, "count": True})).json()
    below = (await operator.get(REGIONS, params={"parent": COUNTY})).json()["items"]
    assert (listed["total"], listed["total_is_at_least"]) == (len(below), False)
    assert [item["code"] for item in below] == [TOWNSHIP, "990101001201"]
    townships = (await operator.get(REGIONS, params={"level": "township"})).json()["items"]
    assert [item["name"] for item in townships] == ["青石镇"]
    assert [item["code"] for item in (await operator.get(REGIONS, params={"q": "柳"})).json()["items"]] == [
        "990101001201"
    ]
    first = (await operator.get(REGIONS, params={"limit": 4})).json()
    second = (await operator.get(REGIONS, params={"limit": 4, "after": first["next"]})).json()
    assert [len(first["items"]), len(second["items"]), second["next"]] == [4, 2, None]
    alien = await operator.get(REGIONS, params={"after": first["next"], "level": "county"})
    assert alien.json()["code"] == "cursor_invalid"


async def test_a_department_is_registered_once_with_a_checked_credit_code(gateway, operator):
    entry = {"code": "CIVIL", "name": "县民政局", "home": COUNTY, "credit_code": "91110000600037341L"}
    counted = {"limit": 1, "count": True}
    assert (await operator.get(DEPARTMENTS, params=counted)).json()["total"] == 0  # a list without any filter
    made = await operator.post(DEPARTMENTS, json=entry)
    assert (await operator.get(DEPARTMENTS, params=counted)).json()["total"] == 1
    assert made.status_code == 201, made.text
    assert made.headers["etag"] == '"1"'
    again = await operator.post(DEPARTMENTS, json=entry)
    assert (again.status_code, again.json()["code"]) == (409, "department_exists")
    wrong = await operator.post(DEPARTMENTS, json={**entry, "code": "B", "credit_code": "91110000600037341M"})
    assert wrong.json()["errors"][0]["code"] == "credit_code_invalid"
    nowhere = await operator.post(DEPARTMENTS, json={**entry, "code": "C", "home": "990103000000"})
    assert nowhere.json()["code"] == "region_unknown"
    (event,) = await gateway.events(DepartmentRegistered)
    assert event["subject"] == f"departments/{made.json()['id']}"
    assert event["data"] == {**entry, "active": True, "valid_from": None, "valid_to": None}
    assert (await operator.get(f"{DEPARTMENTS}/CIVIL")).json()["name"] == "县民政局"
    assert (await operator.get(f"{DEPARTMENTS}/NONE")).status_code == 404


async def test_departments_are_imported_all_or_none_and_changes_are_facts(gateway, operator):
    table = f"机构代码,机构名称,所属行政区划,是否有效\nCIVIL,县民政局,{COUNTY},true\nAGRI,县农业农村局,{COUNTY},true\n"
    assert (await send(operator, table, DEPARTMENTS)).status_code == 200
    assert (await send(operator, table, DEPARTMENTS)).status_code == 200
    assert (
        await send(
            operator, table.replace("县农业农村局,990101000000,true", "县农业农村局,990101000000,false"), DEPARTMENTS
        )
    ).status_code == 200
    events = await gateway.events(DepartmentRegistered)
    assert [(event["data"]["code"], event["data"]["active"], event["sequence"]) for event in events] == [
        ("CIVIL", True, 1), ("AGRI", True, 1), ("AGRI", False, 2),
    ]  # fmt: skip
    listed = (await operator.get(DEPARTMENTS, params={"active": True, "sort": "code"})).json()["items"]
    assert [item["code"] for item in listed] == ["CIVIL"]


async def test_a_county_office_cannot_take_over_a_neighbours_department(gateway, operator):
    await operator.post(DEPARTMENTS, json={"code": "N1", "name": "邻县民政局", "home": OTHER_COUNTY})
    async with gateway.client(Role.COUNTY_OFFICE, region=COUNTY) as client:
        answer = await send(client, f"code,name,home\nN1,被夺走的局,{COUNTY}\n", DEPARTMENTS)
        single = await client.post(DEPARTMENTS, json={"code": "N2", "name": "邻县某局", "home": OTHER_COUNTY})
    assert [error["code"] for error in answer.json()["errors"]] == ["out_of_scope"]
    assert single.status_code == 403


async def test_an_end_before_the_stored_beginning_is_refused(gateway, operator):
    head = "code,name,valid_from,valid_to\n"
    assert (await send(operator, f"{head}990101008000,新乡,2026-06-01,\n")).status_code == 200
    answer = await send(operator, f"{head}990101008000,新乡,,2026-05-01\n")
    assert (answer.status_code, answer.json()["code"]) == (422, "rows_refused")
    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [("valid_to", "validity_invalid")]
    assert (await operator.get(f"{REGIONS}/990101008000")).json()["valid_to"] is None


async def test_nobody_moves_a_body_away_or_takes_back_its_days_by_a_table(gateway, operator):
    """Whose home it is decides whom its demands are charged to."""
    head = "code,name,home,valid_from,valid_to\n"
    assert (await send(operator, f"{head}AGRI,县农业农村局,{COUNTY},2020-01-01,\n", DEPARTMENTS)).status_code == 200
    away = await send(operator, f"{head}AGRI,县农业农村局,{OTHER_COUNTY},2020-01-01,\n", DEPARTMENTS)
    assert [(error["field"], error["code"]) for error in away.json()["errors"]] == [("home", "home_moves")]
    early = await send(operator, f"{head}AGRI,县农业农村局,{COUNTY},,2019-12-31\n", DEPARTMENTS)
    assert [(error["field"], error["code"]) for error in early.json()["errors"]] == [("valid_to", "validity_invalid")]
    silent = await send(operator, f"code,name,home\nAGRI,农业农村局,{COUNTY}\n", DEPARTMENTS)
    assert silent.status_code == 200
    kept = (await operator.get(f"{DEPARTMENTS}/AGRI")).json()
    assert (kept["name"], kept["home"], kept["valid_from"]) == ("农业农村局", COUNTY, "2020-01-01")


async def test_a_department_has_a_validity_and_a_home_that_has_not_ended(gateway, operator):
    head = "code,name,valid_from,valid_to\n"
    await send(operator, f"{head}990101008000,旧乡,2020-01-01,2021-01-01\n")
    entry = {"code": "OLD", "name": "旧乡办", "home": "990101008000"}
    refused = await operator.post(DEPARTMENTS, json=entry)
    assert (refused.status_code, refused.json()["code"]) == (409, "region_ended")
    dates = {"valid_from": "2021-01-01", "valid_to": "2025-01-01"}
    shown = await operator.post(DEPARTMENTS, json={**entry, "home": COUNTY, **dates})
    assert shown.status_code == 201, shown.text
    assert dates.items() <= shown.json().items()
    (event,) = await gateway.events(DepartmentRegistered)
    assert dates.items() <= event["data"].items()
    backwards = {**entry, "code": "NEW", "home": COUNTY, "valid_from": "2025-01-01", "valid_to": "2021-01-01"}
    assert (await operator.post(DEPARTMENTS, json=backwards)).json()["errors"][0]["code"] == "validity_invalid"


async def test_a_place_that_stands_at_three_levels_is_one_place(gateway, operator):
    """金门县 is published as a county, as its only township and as its only village, with one code."""
    table = (Path(__file__).parent / "tables" / "region_same_place_three_levels.csv").read_text()
    answer = await send(operator, table)
    assert (answer.status_code, answer.json()["stored"], answer.json()["changed"]) == (200, 5, 3)
    county = (await operator.get(f"{REGIONS}/350527000000")).json()
    assert (county["name"], county["level"], county["parent"]) == ("金门县", "county", "350500000000")
    assert (await send(operator, table)).json()["changed"] == 0


@pytest.mark.parametrize(("path", "change"), [(REGIONS, ("名称", "柳河社区")), (DEPARTMENTS, ("机构名称", "县文体局"))])
@pytest.mark.parametrize("format", sorted(MEDIA_TYPES))
async def test_an_export_can_be_changed_and_sent_back(gateway, operator, path, change, format):
    await send(operator, "code,name,level\n99,云岭省,\n9901,青川市,\n990101,松柏县,\n")
    assert (
        await operator.post(DEPARTMENTS, json={"code": "CIVIL", "name": "县民政局", "home": COUNTY})
    ).status_code == 201
    table = await operator.get(path, headers={"accept": MEDIA_TYPES[format]})
    title, name = change
    heads, *rows = lines_of(table.content, format)
    place = heads.index(title)
    again = await operator.post(f"{path}/import", files={"file": ("t", table_of([heads, *rows], format))})
    assert (again.status_code, again.json()["stored"], again.json().get("changed", 0)) == (200, len(rows), 0), (
        again.text
    )
    rows[-1][place] = name
    changed = await operator.post(f"{path}/import", files={"file": ("t", table_of([heads, *rows], format))})
    assert changed.status_code == 200, changed.text
    shown = lines_of((await operator.get(path, headers={"accept": MEDIA_TYPES[format]})).content, format)
    assert name in [row[place] for row in shown]


async def test_a_list_of_a_day_leaves_out_who_is_not_there_and_a_table_without_ends_takes_none_back(gateway, operator):
    head = "code,name,valid_from,valid_to\n"
    await send(operator, f"{head}990101008000,旧乡,2020-01-01,2021-01-01\n990101009000,新乡,2021-01-01,\n")
    assert (await send(operator, "code,name\n990101008000,旧乡\n990101009000,新乡\n")).json()["changed"] == 0
    for day, there in (("2020-12-31", {"旧乡"}), ("2021-01-01", {"新乡"})):
        query = {"parent": COUNTY, "level": "township", "valid_on": day}
        names = {region["name"] for region in (await operator.get(REGIONS, params=query)).json()["items"]}
        assert names & {"旧乡", "新乡"} == there


async def test_a_new_code_for_a_known_name_is_taken_for_a_recode_unless_the_table_knows_both(gateway, operator):
    town = TOWNSHIP[:9]
    one = await send(operator, f"code,name\n{town}231,柳河村\n")
    (error,) = one.json()["errors"]
    assert (one.status_code, error["row"], error["code"]) == (422, 2, "recode_suspected")
    assert "变更代码" in error["detail"]
    elsewhere = await send(operator, f"code,name\n{TOWNSHIP[:6]}003,白鹭镇\n{TOWNSHIP[:6]}003201,柳河村\n")
    assert elsewhere.status_code == 200, "another township may have a village of that name"
    both = await send(operator, f"code,name\n{town}201,柳河村\n{town}231,柳河村\n")
    assert both.status_code == 200, both.text
    again = await send(operator, f"code,name\n{town}231,柳河村\n")
    assert again.status_code == 200, "what is known already is no new place"


async def test_a_name_that_ended_is_free_for_another_place(gateway, operator):
    ended = await send(operator, f"code,name,valid_to\n{TOWNSHIP[:9]}201,柳河村,2024-01-01\n")
    assert ended.status_code == 200, ended.text
    assert (await send(operator, f"code,name\n{TOWNSHIP[:9]}231,柳河村\n")).status_code == 200
