"""Service halls through a running signage-svc: plan, sign, guides, and the three details that inspectors look at."""

from uuid import uuid4

import pytest
from contracts.service_places import HallChecked, HallCheckRetracted, HallRevised
from countykit.identity import Role

from tests.printed import text_of

from .conftest import COUNTY, DEPARTMENT, TOWNSHIP, VILLAGE

GUIDE = {
    "title": "城乡居民养老保险参保登记", "post": "社会保障岗",
    "materials": ["居民身份证"], "steps": ["受理", "当场办结"],
    "place": "综合服务大厅3号窗口", "hours": "工作日 9:00—17:00",
    "phone": "0999-1234567", "workdays": 0, "basis": "社会保险法第20条",
}  # fmt: skip


def window(**changes):
    return {"number": "3", "post": "社会保障岗", "staff_a": "王某", "staff_b": "李某", "matters": [], **changes}


def area(**changes):
    return {
        "name": "社会保障服务区",
        "short_name": "社会保障",
        "location": "大厅左侧",
        "windows": [window()],
        **changes,
    }


def plan(*areas, **changes):
    return {
        "name": "青石镇综合服务大厅", "address": "青石镇人民路1号", "hours": "工作日 9:00—17:00",
        "areas": list(areas) or [area()], **changes,
    }  # fmt: skip


@pytest.fixture
async def township(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP, sub="clerk") as client:
        yield client


@pytest.fixture
async def inspector(svc):
    async with svc.client(Role.INSPECTOR, region=COUNTY[:6], sub="inspector") as client:
        yield client


async def act(client, path, body, status=200):
    answer = await client.post(f"/v1/{path}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def refused(client, path, body):
    answer = await client.post(f"/v1/{path}", json=body)
    assert answer.status_code in (403, 404, 409, 422), answer.text
    return answer.json()["code"]


async def told(svc, fact, *fields):
    found = [tuple(event["data"][field] for field in fields) for event in await svc.events(fact)]
    return found if len(fields) > 1 else [value for (value,) in found]


async def entered(client, *areas, **changes):
    return await act(client, "halls", {"region": TOWNSHIP, **plan(*areas), **changes}, 201)


async def test_a_hall_is_planned_its_sign_printed_and_its_code_tells_anybody_where_what_is_handled(svc, township):
    matter = await act(township, "service-matters", {"region": TOWNSHIP, **GUIDE}, 201)
    clerk = window(number="1", post="党建岗", staff_b="赵某")
    party = area(name="党群服务区", short_name="党群服务", kind="party", windows=[clerk])
    hall = await entered(township, area(windows=[window(matters=[matter["id"]])]), party)
    async with svc.client() as anybody:
        place = (await anybody.get(f"/v1/places/{hall['code']}")).json()
        assert place["areas"][0]["windows"][0] == {
            "number": "3", "post": "社会保障岗", "staff_a": "王某", "staff_b": "李某",
            "matters": [{"id": matter["id"], "code": matter["code"], "title": GUIDE["title"]}],
        }  # fmt: skip
        guide = (await anybody.get(f"/v1/guides/{matter['code'].lower()}")).json()
        assert (guide["title"], guide["materials"], guide["offered"]) == (GUIDE["title"], ["居民身份证"], True)
        assert (await anybody.get("/v1/guides/AAAAAAAAAAAAAAAA")).json()["code"] == "guide_unknown"
        assert (await anybody.get("/v1/places/AAAAAAAAAAAAAAAA")).json()["code"] == "place_unknown"
    sign = text_of((await township.get(f"/v1/halls/{hall['id']}/document")).content)
    assert "青石镇综合服务大厅" in sign
    assert "3号窗口社会保障岗" in sign
    assert "王某李某城乡居民养老保险参保登记" in sign
    paper = text_of((await township.get(f"/v1/service-matters/{matter['id']}/document")).content)
    assert "办事指南" in paper
    assert "当场办结" in paper


async def test_a_new_plan_changes_the_sign_and_the_page_and_keeps_code_and_number(svc, township):
    hall = await entered(township)
    before = await township.get(f"/v1/halls/{hall['id']}/document")
    new = area(name="公共卫生服务区", short_name="公共卫生")
    revised = await act(township, f"halls/{hall['id']}/revision", plan(area(windows=[]), new))
    assert revised["code"] == hall["code"]
    assert await told(svc, HallRevised, "areas") == [2]
    after = await township.get(f"/v1/halls/{hall['id']}/document")
    assert "公共卫生" in text_of(after.content)
    assert "公共卫生" not in text_of(before.content)
    assert before.headers["content-disposition"] == after.headers["content-disposition"]


async def test_a_plan_that_would_send_people_astray_is_refused(township):
    async def why(*areas):
        return await refused(township, "halls", {"region": TOWNSHIP, **plan(*areas)})

    assert await why(area(windows=[window(staff_b="王某")])) == "same_person_ab"
    assert await why(area(windows=[window(), window()])) == "hall_plan_doubled"
    assert await why(area(), area(short_name="医保", windows=[])) == "hall_plan_doubled"
    assert await why(area(short_name="村民委员会")) == "short_name_is_board"
    assert await why(area(windows=[window(matters=[str(uuid4())])])) == "matter_not_offered"
    hall = await entered(township)
    assert await why(area()) == "hall_doubled"
    await act(township, f"halls/{hall['id']}/closure", {"reason": "搬迁"})
    assert await refused(township, f"halls/{hall['id']}/revision", plan()) == "illegal_transition"


async def test_a_matter_has_one_guide_and_an_ended_one_is_no_longer_offered_or_printed(svc, township):
    matter = await act(township, "service-matters", {"region": TOWNSHIP, **GUIDE}, 201)
    assert await refused(township, "service-matters", {"region": TOWNSHIP, **GUIDE}) == "matter_doubled"
    hall = await entered(township, area(windows=[window(matters=[matter["id"]])]))
    revised = await act(township, f"service-matters/{matter['id']}/revision", {**GUIDE, "workdays": 3})
    assert (revised["workdays"], revised["code"]) == (3, matter["code"])
    await act(township, f"service-matters/{matter['id']}/ending", {"reason": "并入医保"})
    assert (await township.get(f"/v1/service-matters/{matter['id']}/document")).json()["code"] == "matter_ended"
    async with svc.client() as anybody:
        assert (await anybody.get(f"/v1/guides/{matter['code']}")).json()["offered"] is False
        place = (await anybody.get(f"/v1/places/{hall['code']}")).json()
        assert place["areas"][0]["windows"][0]["matters"] == []


async def test_of_a_hall_the_last_check_counts_and_who_is_of_the_township_does_not_check(svc, township, inspector):
    hall = await entered(township)
    check = {
        "hall_id": hall["id"], "checked_on": "2026-03-02", "offices_together": True, "convenient": True,
        "honours_together": False,
    }  # fmt: skip
    assert await refused(inspector, "hall-checks", check) == "missed_without_note"
    found = await act(inspector, "hall-checks", {**check, "note": "荣誉牌分散在三间办公室"}, 201)
    assert (found["met"], found["missed"]) == (False, ["honours_together"])
    assert await refused(inspector, "hall-checks", {**check, "checked_on": "2999-01-01"}) == "date_in_future"
    async with svc.client(Role.INSPECTOR, region=TOWNSHIP[:9], sub="placed") as placed:
        assert await refused(placed, "hall-checks", {**check, "note": "很好"}) == "hall_checker_not_independent"
    better = await act(inspector, "hall-checks", {**check, "honours_together": True}, 201)
    assert better["met"]
    states = {row["id"]: row["state"] for row in (await inspector.get("/v1/hall-checks")).json()["items"]}
    assert states == {found["id"]: "superseded", better["id"]: "confirmed"}
    assert await told(svc, HallChecked, "met") == [False, True]
    assert await told(svc, HallCheckRetracted, "met", "superseded") == [(False, True)]


async def test_a_township_contests_a_check_and_somebody_else_than_the_inspector_decides(svc, township, inspector):
    hall = await entered(township)
    check = await act(
        inspector, "hall-checks",
        {"hall_id": hall["id"], "checked_on": "2026-03-02", "offices_together": False, "convenient": True,
         "honours_together": True, "note": "两个站所在院外办公"}, 201,
    )  # fmt: skip
    objected = await act(
        township, f"hall-checks/{check['id']}/objection", {"grounds": "院外是村卫生室，不属集中办公范围"}
    )
    assert objected["state"] == "objected"
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY[:6], sub="office") as office:
        review = {"decision": "overturned", "reason": "申诉成立"}
        assert (await act(office, f"hall-checks/{check['id']}/review", review))["state"] == "overturned"
    assert await told(svc, HallCheckRetracted, "met", "superseded") == [(False, False)]


async def test_halls_of_other_townships_are_not_found_and_a_department_enters_none(svc, township):
    hall = await entered(township)
    async with svc.client(Role.TOWNSHIP, region="990101002000", sub="other") as other:
        assert (await other.get(f"/v1/halls/{hall['id']}")).status_code == 404
        assert await refused(other, "halls", {"region": TOWNSHIP, **plan()}) == "forbidden"
    async with svc.client(Role.DEPARTMENT, region=COUNTY[:6], department=DEPARTMENT) as department:
        assert await refused(department, "halls", {"region": TOWNSHIP, **plan()}) == "forbidden"
    village = await act(township, "halls", {"region": VILLAGE, **plan(at_party_centre=True, name="党群服务中心")}, 201)
    assert village["at_party_centre"]
