"""A table of people: all or none, errors by row and column, people of one name told apart."""

import io

import openpyxl
import pytest
from countykit.identity import Role

from .conftest import COUNTY, OTHER_COUNTY, TOWNSHIP

PEOPLE = "/api/identity/v1/people"
HEADS = ["用户名", "姓名", "区分码", "角色", "行政区划代码", "机构代码", "任职日期", "任职依据"]
WANG = ["wangfang", "王芳", None, "乡镇", TOWNSHIP, None, "2026-01-05", "县委组织部1号文件"]


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in (HEADS, *rows):
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return {"file": ("people.xlsx", kept.getvalue(), "application/octet-stream")}


@pytest.fixture
async def office(gateway):
    async with gateway.client(Role.COUNTY_OFFICE, region=COUNTY) as client:
        yield client


async def sent(office, *rows, dry_run=False):
    return await office.post(f"{PEOPLE}/import", params={"dry_run": dry_run}, files=workbook(*rows))


async def accounts(gateway):
    rows = await gateway.fetch("SELECT username FROM account WHERE username <> 'operator' ORDER BY 1")
    return [row["username"] for row in rows]


async def test_the_template_comes_back_as_people_who_sign_in_with_one_time_passwords(gateway, office):
    template = await office.get(f"{PEOPLE}/template")
    assert template.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(template.content))
    assert [cell.value for cell in book.worksheets[0][1]] == HEADS
    for row in (WANG, [*WANG[:4], "990101001201", *WANG[5:]]):
        row[3] = "村（社区）" if row[4] != TOWNSHIP else "乡镇"
        book.worksheets[0].append(row)
    kept = io.BytesIO()
    book.save(kept)
    files = {"file": ("人员.xlsx", kept.getvalue(), "application/octet-stream")}
    tried = await office.post(f"{PEOPLE}/import", params={"dry_run": True}, files=files)
    assert (tried.json()["stored"], tried.json()["opened"], await accounts(gateway)) == (2, [], [])
    done = (await office.post(f"{PEOPLE}/import", files=files)).json()
    assert (done["accepted"], done["further_posts"], [each["username"] for each in done["opened"]]) == (
        2, 1, ["wangfang"],
    )  # fmt: skip
    session = await gateway.login("wangfang", done["opened"][0]["one_time_password"])
    me = (await gateway.me(session.json()["access_token"])).json()
    assert [post["region_name"] for post in me["held_posts"]] == ["青石镇", "柳河村"]
    posts = await gateway.fetch("SELECT valid_from::text AS day, reason FROM post WHERE region = $1", TOWNSHIP)
    assert [tuple(row) for row in posts] == [("2026-01-05", "县委组织部1号文件")]


async def test_every_wrong_row_is_named_by_row_and_column_and_nothing_is_half_done(gateway, office):
    await gateway.account("zhao", Role.TOWNSHIP, region=TOWNSHIP)
    rows = [
        WANG,
        ["wangfang2", "王芳", None, "乡镇", TOWNSHIP, None, None, "同名"],
        ["lili", "李强", "A1", "乡镇", OTHER_COUNTY[:6] + "001000", None, None, "外县"],
        ["liq", "李强", "A1", "县减负办", COUNTY, None, None, "越权"],
        ["sun", "孙明", None, "乡镇", "990101009000", None, None, "无此乡镇"],
        ["zhao", "赵六", None, "村（社区）", "990101001201", None, None, "姓名不符"],
        ["zhou", "周琳", None, "督查专班", COUNTY, None, None, "任职"],
        ["zhou", "周琳", None, "乡镇", TOWNSHIP, None, None, "兼任"],
        ["wuu", "吴", None, "镇长", TOWNSHIP, None, None, "无此角色"],
        ["zheng", "郑", None, "部门", COUNTY, "NONE", None, "无此机构"],
    ]
    refused = await sent(office, *rows)
    assert (refused.status_code, refused.json()["code"]) == (422, "rows_refused")
    found = [(error["row"], error["field"], error["code"]) for error in refused.json()["errors"]]
    assert found == [
        (2, "distinction", "distinction_needed"), (3, "distinction", "distinction_needed"),
        (4, "region", "forbidden"), (5, "role", "role_not_grantable"), (6, "region", "region_unknown"),
        (7, "name", "name_differs"), (9, "role", "posts_conflict"), (10, "role", "enum"),
        (11, "department", "department_unknown"),
    ]  # fmt: skip
    assert all("\u4e00" <= error["detail"][0] <= "\u9fff" for error in refused.json()["errors"])
    tried = await sent(office, *rows, dry_run=True)
    assert (tried.status_code, tried.json()["refused"]) == (200, 9)
    assert await accounts(gateway) == ["zhao"]


async def test_two_people_of_one_name_have_codes_of_their_own_also_against_who_is_there(gateway, office):
    first, second = [*WANG[:2], "A1", *WANG[3:]], ["wangfang2", "王芳", "A1", *WANG[3:]]
    same = await sent(office, first, second)
    assert [error["code"] for error in same.json()["errors"]] == ["distinction_taken"]
    assert (await sent(office, first)).status_code == 200
    for code, expected in ((None, "distinction_needed"), ("A1", "distinction_taken")):
        again = await sent(office, ["wangfang2", "王芳", code, *WANG[3:]])
        assert [error["code"] for error in again.json()["errors"]] == [expected]
    assert (await sent(office, ["wangfang2", "王芳", "A2", *WANG[3:]])).status_code == 200
    repeated = await sent(office, first)
    assert [(error["field"], error["code"]) for error in repeated.json()["errors"]] == [("role", "post_held")]
    assert await accounts(gateway) == ["wangfang", "wangfang2"]
