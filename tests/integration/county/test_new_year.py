"""The county over New Year: everything that is counted, numbered or planned by the year rolls over without a hand.

The story plays in December 2026 and January 2027, before and after the notice of the days off comes out late.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from countykit.identity import Role

from tests.integration.county.told import charged, prepare, row_of
from tests.integration.county.township import ARRANGEMENTS, LETTERS, OFFPLAN, Township
from tests.integration.county.world import Who, World, at
from tests.waiting import eventually

COUNTY = "990101000000"
PLACE = Township("990101001000", "青石镇", {"990101001201": "柳河村", "990101001202": "上营村"})
OFFICE, CLERK = Who(region=COUNTY), Who(Role.TOWNSHIP, PLACE.code)
SECRETARY = Who(Role.VILLAGE, PLACE.village)
OLD, NEW = "2026-12-22", "2027-01-05"
FORMS, CATALOGUES = "/api/report/v1/forms", "/api/report/v1/catalogues"
PLANS, ADMISSIONS = "/api/supervision/v1/plan-entries", "/api/checklist/v1/admissions"
BODIES = {code: (f"机构{code}", COUNTY) for code in ("S0101", "NYJ", "D115", "D101", "D116", "D117")}

pytestmark = pytest.mark.timeout(600)
"""Its first test waits for the whole product to start and for a story, on a busy machine for minutes."""


@dataclass
class Year:
    """The world at the turn of the year, and the form that ends with it."""

    world: World
    ending: str

    async def letter(self, day: str, text: str, **values: Any) -> dict[str, Any]:
        """A letter to the township."""
        problem = {"action": "work", "description": text, "clause": "LST-05"}
        body = {"region": PLACE.code, "contact": {"name": "王某", "phone": "0999-1234567"}, "problems": [problem]}
        sent: dict[str, Any] = await self.world.post(OFFICE, LETTERS, body | values, on=at(day))
        return sent

    async def weekly(self, starts_on: str, until: str, day: str) -> Any:
        """Ask the villages every week; the answer as it is."""
        order = {"form_id": self.weekly_form, "frequency": "weekly", "starts_on": starts_on, "until": until}
        order["due"] = {"workdays": 10}
        return await self.world.send(CLERK, "POST", ARRANGEMENTS, order, on=at(day))

    weekly_form: str = ""


@pytest.fixture(scope="module")
async def year(world: World) -> Year:
    """A county with a form that ends in December and one that goes on; told times may lie ahead."""
    for service in (world.gateway.service, *world.services.values()):
        service.app.state.clock.of_request = datetime.fromisoformat
    regions = {"990000000000": "甲省", "990100000000": "乙市", COUNTY: "松岭县"}
    await world.named(regions | PLACE.regions, BODIES | {PLACE.unit: ("青石镇人民政府", PLACE.code)})
    form = await world.post(Who(Role.DEPARTMENT, COUNTY, department="S0101"), FORMS, {
        "code": "XB02", "title": "村级疫情周报", "table_number": "XB02表", "issued_by": "县统计局",
        "approval_number": "X统制〔2026〕4号", "valid_until": "2027-12-31", "frequency": "weekly",
        "legal_basis": "统计法(2024)第12条", "fields": [{"name": "发病牲畜", "unit": "头"}],
    }, on=at("2026-06-01"))  # fmt: skip
    decision = {"decision": "approve", "reason": "审核意见"}
    await world.post(OFFICE, f"{FORMS}/{form['id']}/decision", decision, on=at("2026-06-02"))
    return Year(world, await prepare(world, COUNTY), weekly_form=form["id"])


async def test_a_deadline_over_new_year_is_provisional_until_the_notice_comes(year: Year) -> None:
    letter = await year.letter(OLD, "年底集中索要总结", deadline_workdays=12)
    path = f"{LETTERS}/{letter['id']}"
    assert (letter["deadline"], letter["provisional"]) == ("2027-01-08", True)
    await year.world.post(CLERK, f"{path}/receipt", {}, on=at("2026-12-23"))
    waiting = (await year.world.get(CLERK, "/api/todos", on=at("2027-01-20")))["items"]
    assert [(todo["kind"], todo["overdue"]) for todo in waiting] == [("repair_submission", False)]
    notice = {
        "days_off": ["2027-01-01", "2027-01-02", "2027-01-03", "2027-01-04"], "make_up_days": ["2027-01-09"],
        "source": "国务院办公厅关于2027年部分节假日安排的通知",
    }  # fmt: skip
    answer = await year.world.send(
        Who(Role.OPERATOR), "PUT", "/api/directory/v1/calendar/2027", notice, on=at("2027-01-20")
    )
    assert answer.status_code == 200, answer.text

    async def settled() -> bool:
        seen = await year.world.get(OFFICE, path, on=at("2027-01-20"))
        return bool(not seen["provisional"])

    await eventually(settled, 60)
    assert (await year.world.get(OFFICE, path, on=at("2027-01-20")))["deadline"] == "2027-01-09"


async def test_letters_are_numbered_anew(year: Year) -> None:
    before = [(await year.letter(OLD, f"第{n}件事"))["number"] for n in (1, 2)]
    after = [(await year.letter(NEW, f"第{n}件事"))["number"] for n in (3, 4)]
    assert all("2026" in number for number in before)
    assert [number.split("〔")[1] for number in after] == ["2027〕1号", "2027〕2号"]


async def test_certificates_are_numbered_anew(year: Year) -> None:
    numbers = [
        (await PLACE.issued(year.world, SECRETARY, PLACE.village, on=at(day)))["number"]
        for day in ("2026-12-31", "2027-01-04")
    ]
    assert [number[:-2] for number in numbers] == [f"{PLACE.village}-{each}-AC01-00001" for each in (2026, 2027)]


async def admitted(world: World, day: str) -> str:
    """The number of a task that all bodies let through."""
    department, moment = Who(Role.DEPARTMENT, COUNTY, department="NYJ"), at(day)
    body = {
        "title": f"村级防汛值守{day}", "content": "汛期雨情较大时安排人员值守并报告险情", "legal_basis": "防洪法第38条",
        "starts_on": "2027-05-06", "ends_on": "2027-09-30", "frequency": "on_event",
        "work": "notice", "people": 1, "times_a_month": 10,
    }  # fmt: skip
    draft = await world.post(department, ADMISSIONS, body, on=moment)
    path = f"{ADMISSIONS}/{draft['id']}"
    await world.post(department, f"{path}/submission", {}, on=moment)
    reviews = await world.get(OFFICE, "/api/checklist/v1/reviews", on=moment, admission_id=draft["id"])
    for review in reviews["items"]:
        reviewer = Who(Role.DEPARTMENT, COUNTY, department=review["department"])
        opinion = {"decision": "agree", "reason": "已审核"}
        await world.post(reviewer, f"/api/checklist/v1/reviews/{review['id']}/opinion", opinion, on=moment)
    decision = {"decision": "grant", "reason": "同意", "approval_number": "松委办〔2026〕12号"}
    return str((await world.post(OFFICE, f"{path}/decision", decision, on=moment))["number"])


async def test_admissions_are_numbered_anew(year: Year) -> None:
    numbers = [await admitted(year.world, day) for day in ("2026-12-31", "2027-01-04")]
    assert [number[:18] for number in numbers] == ["990101-2026-000001", "990101-2027-000001"]


async def test_the_last_week_of_a_year_is_filed_in_the_next_and_no_arrangement_crosses(year: Year) -> None:
    crossing = await year.weekly("2026-12-21", "2027-01-10", "2026-12-01")
    assert (crossing.status_code, crossing.json()["code"]) == (422, "arrangement_across_years")
    arranged = await year.weekly("2026-12-21", "2026-12-31", "2026-12-01")
    assert arranged.status_code == 201, arranged.text
    periods = {each["period"]: each["last_day"] for each in arranged.json()["periods"]}
    assert periods == {"2026-W52": "2026-12-27", "2026-W53": "2027-01-03"}
    body = {"village": PLACE.village, "period": "2026-W53", "values": {"发病牲畜": 0}}
    filed = await year.world.post(SECRETARY, f"{ARRANGEMENTS}/{arranged.json()['id']}/filings", body, on=at(NEW))
    assert filed["on_time"] is True


async def test_a_year_is_asked_for_by_its_own_catalogue_and_a_form_ends_with_its_approval(year: Year) -> None:
    world = year.world
    monthly = {"form_id": year.ending, "frequency": "monthly", "starts_on": "2026-12-01", "until": "2026-12-31"}
    december = await world.post(CLERK, ARRANGEMENTS, monthly, on=at("2026-12-01"))
    early = await world.refused(OFFICE, CATALOGUES, {"year": 2028}, on=at("2026-12-31"))
    assert early["code"] == "catalogue_year_invalid"
    without = await year.weekly("2027-02-01", "2027-02-28", NEW)
    assert without.json()["code"] == "not_catalogued", "last year's catalogue says nothing of this year"
    published = await world.post(OFFICE, CATALOGUES, {"year": 2027}, on=at(NEW))
    assert [form["id"] for form in published["forms"]] == [year.weekly_form], "what ended in December is left out"
    again = await year.weekly("2027-02-01", "2027-02-28", NEW)
    assert again.status_code == 201, again.text
    assert again.json()["periods"][0]["period"] == "2027-W05"
    ended = await world.refused(
        CLERK, ARRANGEMENTS, monthly | {"starts_on": "2027-02-01", "until": "2027-02-28"}, on=at(NEW)
    )
    assert ended["code"] in ("not_catalogued", "form_expired")
    body = {"village": PLACE.village, "period": "2026-12", "values": {"常住人口": 1204}}
    await world.post(SECRETARY, f"{ARRANGEMENTS}/{december['id']}/filings", body, on=at(NEW))


async def test_each_year_has_a_plan_of_its_own(year: Year) -> None:
    world, department = year.world, Who(Role.DEPARTMENT, COUNTY, department="NYJ")
    numbers = []
    for when, day, visit in ((2026, "2026-12-01", "2026-12-28"), (2027, "2026-12-30", "2027-03-01")):
        entry = await world.post(department, PLANS, {
            "department": "NYJ", "year": when, "kind": "inspection", "title": f"农田管护检查{when}",
            "content": "查看高标准农田沟渠、机井的管护情况", "subject": "村集体管护人员", "places": [PLACE.village],
            "starts_on": visit, "ends_on": visit, "quota": 1, "basis": "农田建设管理办法", "announced": True,
        }, on=at(day))  # fmt: skip
        path = f"{PLANS}/{entry['id']}"
        accepted, approved = ({"decision": word, "reason": "同意"} for word in ("accepted", "approved"))
        await world.post(Who(region=COUNTY, sub="li"), f"{path}/review", accepted, on=at(day))
        await world.post(Who(Role.APPROVER, COUNTY), f"{path}/approval", approved, on=at(day))
        await world.post(OFFICE, "/api/supervision/v1/yearly-plans", {"year": when}, on=at(day))
        numbers.append((await world.get(OFFICE, path, on=at(day)))["number"])
    assert numbers == ["JH990101-2026-0001", "JH990101-2027-0001"]


async def test_what_happened_in_the_old_year_counts_in_the_new_one_until_its_window_has_passed(year: Year) -> None:
    world = year.world
    demand = {
        "region": PLACE.village,
        "department": PLACE.unit,
        "visited_on": "2026-12-30",
        "demanded": "查阅台账并打分",
    }
    visit = await world.post(SECRETARY, OFFPLAN, demand, on=at("2026-12-30"))
    path = f"/api/supervision/v1/visits/{visit['id']}/confirmation"
    await world.post(OFFICE, path, {"reason": "属实"}, on=at("2026-12-31"))

    async def figure(day: str) -> int:
        row = row_of(await world.board(COUNTY, on=at(day)), PLACE.code)
        assert row is not None
        return charged(row)

    async def counted() -> bool:
        return await figure("2027-01-04") == 1

    await eventually(counted, 60)
    assert await figure("2028-02-01") == 0
