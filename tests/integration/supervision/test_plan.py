"""The yearly plan of all bodies through a running supervision-svc: filed, compared, approved, published, gone by."""

import time
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from contracts.lineage import ChangeSubject
from contracts.plans import PlanEntryFiled, PlanEntryPublished, PlanEntrySuperseded, YearlyPlanPublished
from countykit.identity import Role
from countykit.testing import open_actions
from icalendar import Calendar
from openpyxl import Workbook
from supervision_svc.consumers import consumers

from tests.integration.territory import became

VILLAGE, OTHER_VILLAGE = "990101001201", "990101002201"
TOWNSHIP, OTHER_TOWNSHIP = "990101001000", "990101002000"
AGRICULTURE, CIVIL = {"department": "agriculture"}, {"department": "civil-affairs"}
ENTRY = {
    "department": "agriculture", "year": 2025, "kind": "inspection", "title": "高标准农田管护检查",
    "content": "查看高标准农田沟渠、机井的管护情况", "subject": "村集体管护人员", "places": [VILLAGE],
    "starts_on": "2025-06-03", "ends_on": "2025-06-03", "quota": 1, "basis": "农田建设管理办法",
    "announced": True,
}  # fmt: skip
OTHER = {
    **ENTRY,
    "department": "civil-affairs",
    "title": "低保抽查",
    "content": "核对低保对象家庭情况",
    "subject": "低保户",
}


def story_day(day: date) -> datetime:
    """10:00 in China on that day."""
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


class Plan:
    """What people do with the plan, in one line each."""

    def __init__(self, story: Any) -> None:
        self.story = story

    async def filed(self, **values: Any) -> dict[str, Any]:
        body = {**ENTRY, **values}
        given = {"department": body["department"], "sub": f"clerk of {body['department']}"}
        return await self.story.made(Role.DEPARTMENT, "/v1/plan-entries", body, **given)

    async def refused(self, **values: Any) -> tuple[int, str]:
        body = {**ENTRY, **values}
        answer = await self.story.post(Role.DEPARTMENT, "/v1/plan-entries", body, **AGRICULTURE)
        return answer.status_code, answer.json()["code"]

    async def passed(self, entry: dict[str, Any], **values: Any) -> dict[str, Any]:
        """Reviewed and approved."""
        path = f"/v1/plan-entries/{entry['id']}"
        review = {"decision": "accepted", "reason": "符合要求"}
        await self.story.made(Role.COUNTY_OFFICE, f"{path}/review", review, sub="reviewer")
        approval = {"decision": "approved", "reason": "同意", **values}
        return await self.story.made(Role.APPROVER, f"{path}/approval", approval, sub="approver")

    async def published(self, *entries: dict[str, Any]) -> list[dict[str, Any]]:
        for entry in entries:
            await self.passed(entry)
        await self.story.made(Role.COUNTY_OFFICE, "/v1/yearly-plans", {"year": 2025})
        return [await self.read(entry) for entry in entries]

    async def read(self, entry: dict[str, Any]) -> dict[str, Any]:
        answer = await self.story.get(Role.COUNTY_OFFICE, f"/v1/plan-entries/{entry['id']}")
        document: dict[str, Any] = answer.json()
        return document

    async def seen(self, role: Role, **options: Any) -> set[str]:
        answer = await self.story.get(role, "/v1/plan-entries", **options)
        return {item["title"] for item in answer.json()["items"]}


@pytest.fixture
def plan(story):
    return Plan(story)


async def test_entries_of_two_bodies_are_compared_merged_approved_and_published(plan, story):
    mine = await plan.filed()
    other = await plan.filed(**OTHER)
    assert (mine["flags"], other["flags"], mine["state"]) == ([], ["same_day"], "filed")
    path = f"/v1/plan-entries/{other['id']}"
    (found,) = (await story.get(Role.DEPARTMENT, f"{path}/conflicts", **CIVIL)).json()["items"]
    assert (found["rule"], found["places"], found["days"]) == ("INS-05", [VILLAGE], ["2025-06-03"])
    assert found["entries"][0]["title"] == ENTRY["title"]
    assert (await story.get(Role.DEPARTMENT, f"/v1/plan-entries/{mine['id']}", **CIVIL)).status_code == 404
    early = await story.post(Role.COUNTY_OFFICE, "/v1/yearly-plans", {"year": 2025})
    assert (early.json()["code"], early.json()["waiting"]) == ("plan_not_settled", 2)
    merged = await story.made(Role.COUNTY_OFFICE, f"{path}/merger", {"into": mine["id"], "note": "同日到村，联合开展"})
    assert (merged["state"], merged["merged_into"]) == ("merged", mine["id"])
    same = await story.post(
        Role.COUNTY_OFFICE, f"/v1/plan-entries/{mine['id']}/review", {"decision": "accepted", "reason": "可以"},
        sub="clerk of agriculture",
    )  # fmt: skip
    assert (same.status_code, same.json()["code"]) == (409, "plan_same_person")
    (out,) = await plan.published(await plan.read(mine))
    assert (out["state"], out["number"], out["joint"]) == ("published", "JH990101-2025-0001", ["civil-affairs"])
    (event,) = await story.svc.events(YearlyPlanPublished)
    assert (event["region"], event["data"]) == ("990101000000", {"year": 2025, "entries": 1})
    assert (await story.svc.events(PlanEntryFiled))[0]["data"] == {
        "year": 2025, "kind": "inspection", "single": False, "number": None, "bodies": ["agriculture"],
    }  # fmt: skip
    (told,) = await story.svc.events(PlanEntryPublished)
    assert told["data"] == {
        "year": 2025, "kind": "inspection", "single": False, "number": "JH990101-2025-0001",
        "bodies": ["agriculture", "civil-affairs"],
    }  # fmt: skip
    again = await story.post(Role.COUNTY_OFFICE, "/v1/yearly-plans", {"year": 2025})
    assert again.json()["code"] == "yearly_plan_exists"
    # Both bodies go by the one number.
    visit = {"region": VILLAGE, "visited_on": "2025-06-03", "unannounced": False, "team_size": 4, "plan": out["number"]}
    day = {"at": story_day(date(2025, 6, 3))}
    for body in (AGRICULTURE, CIVIL):
        # Nobody has judged it: the place of a body's own visit in the week must not tell of it.
        report = {"region": VILLAGE, "department": body["department"], "visited_on": "2025-06-02", "demanded": "报材料"}
        await story.made(Role.VILLAGE, "/v1/visits/offplan", report, **day)
    for body in (AGRICULTURE, CIVIL):
        made = await story.made(Role.DEPARTMENT, "/v1/visits", visit, **body, **day)
        assert (made["by_body"], made["planned"]) == (True, True)
    assert [warning["code"] for warning in made["warnings"]] == ["INS-02"]  # the quota was one


async def test_villages_see_what_is_announced_to_them_and_only_the_quota_of_the_rest(plan, story):
    shown = await plan.filed(places=[TOWNSHIP], title="到镇检查")
    hidden = await plan.filed(**{**OTHER, "title": "暗访", "announced": False, "quota": 5, "ends_on": "2025-06-04"})
    elsewhere = await plan.filed(places=[OTHER_VILLAGE], title="别处", content="农机购置补贴公示", subject="农户")
    assert await plan.seen(Role.VILLAGE) == set()
    (conflict,) = (await story.get(Role.DEPARTMENT, f"/v1/plan-entries/{shown['id']}/conflicts", **AGRICULTURE)).json()[
        "items"
    ]
    assert conflict["entries"] == [
        {**dict.fromkeys(conflict["entries"][0]), "announced": False}
    ]  # another body's unannounced visit: that there is one
    await plan.published(shown, hidden, elsewhere)
    assert await plan.seen(Role.VILLAGE) == {"到镇检查"}
    assert await plan.seen(Role.TOWNSHIP) == {"到镇检查"}
    assert await plan.seen(Role.TOWNSHIP, region=OTHER_TOWNSHIP) == {"别处"}
    assert await plan.seen(Role.INSPECTOR, region=TOWNSHIP) == set()  # placed in a township: one of its people
    assert await plan.seen(Role.DEPARTMENT, **CIVIL) == {"暗访"}
    assert await plan.seen(Role.APPROVER) == {"到镇检查", "暗访", "别处"}
    assert (await story.get(Role.VILLAGE, f"/v1/plan-entries/{hidden['id']}")).status_code == 404
    quotas = (await story.get(Role.VILLAGE, "/v1/plan-quotas?year=2025")).json()["items"]
    assert quotas == [{"year": 2025, "quarter": 2, "kind": "inspection", "entries": 1, "visits": 5}]


async def test_the_calendar_of_a_village_opens_and_says_what_was_cancelled(plan, story):
    kept = await plan.filed(places=[TOWNSHIP], title="到镇检查", ends_on="2025-06-04")
    dropped = await plan.filed(title="不去了", content="农机购置补贴公示", subject="农户")
    hidden = await plan.filed(**{**OTHER, "announced": False})
    await plan.published(kept, dropped, hidden)
    cancel = f"/v1/plan-entries/{dropped['id']}/cancellation"
    stranger = await story.post(Role.DEPARTMENT, cancel, {"note": "改线上"}, **CIVIL)
    assert stranger.status_code == 404
    await story.made(Role.DEPARTMENT, cancel, {"note": "改线上"}, **AGRICULTURE)

    async def events(role: Role, **options: Any) -> dict[str, Any]:
        answer = await story.get(role, "/v1/plan-calendar", **options)
        assert answer.headers["content-type"].startswith("text/calendar")
        calendar = Calendar.from_ical(answer.content)
        return {str(event["summary"]).rpartition("：")[2]: event for event in calendar.walk("VEVENT")}

    village = await events(Role.VILLAGE)
    assert {title: str(event["status"]) for title, event in village.items()} == {
        "到镇检查": "CONFIRMED", "不去了": "CANCELLED",
    }  # fmt: skip
    event = village["到镇检查"]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2025, 6, 3), date(2025, 6, 5))
    assert (str(event["location"]), str(event["uid"])) == ("青石镇", f"{kept['id']}@songbang")
    assert set(await events(Role.DEPARTMENT, **CIVIL)) == {"低保抽查"}
    assert set(await events(Role.COUNTY_OFFICE)) == {"到镇检查", "不去了", "低保抽查"}
    assert await events(Role.TOWNSHIP, region=OTHER_TOWNSHIP) == {}


async def test_after_publication_a_change_is_one_matter_with_one_approval(plan, story):
    (out,) = await plan.published(await plan.filed())
    moved = {"starts_on": "2025-07-01", "ends_on": "2025-07-01", "replaces": out["number"]}
    assert await plan.refused(**moved) == (409, "plan_is_published")
    assert await plan.refused() == (409, "plan_is_published")
    assert await plan.refused(**{**moved, "justification": "汛期推迟", "replaces": "JH990101-2025-0099"}) == (
        422, "plan_replaced_unknown",
    )  # fmt: skip
    change = await plan.filed(**moved, justification="汛期推迟到七月")
    assert (change["single"], change["flags"]) == (True, [])
    day = {"at": story_day(date(2025, 7, 1)), **AGRICULTURE}
    visit = {"region": VILLAGE, "visited_on": "2025-07-01", "unannounced": False, "team_size": 4, "plan": out["number"]}
    early = await story.post(Role.DEPARTMENT, "/v1/visits", visit, **day)
    assert (early.status_code, early.json()["code"]) == (409, "plan_does_not_cover")
    approved = await plan.passed(change)
    assert (approved["state"], approved["number"]) == ("published", "JH990101-2025-0002")
    assert (await plan.read(out))["state"] == "superseded"
    assert len(await story.svc.events(PlanEntrySuperseded)) == 1
    old = await story.post(Role.DEPARTMENT, "/v1/visits", visit, **day)
    assert (old.status_code, old.json()["code"]) == (409, "plan_entry_unknown")
    made = await story.made(Role.DEPARTMENT, "/v1/visits", {**visit, "plan": approved["number"]}, **day)
    assert (made["plan"], made["warnings"]) == ("JH990101-2025-0002", [])


async def test_a_body_registers_its_own_visits_by_its_own_number_and_they_are_nobodys_evidence(plan, story):
    (out,) = await plan.published(await plan.filed())
    visit = {"region": VILLAGE, "visited_on": "2025-06-03", "unannounced": True, "team_size": 2}
    day = {"at": story_day(date(2025, 6, 3))}

    async def refused(role: Role = Role.DEPARTMENT, **given: Any) -> tuple[int, str]:
        options = AGRICULTURE if role is Role.DEPARTMENT else {}
        answer = await story.post(role, "/v1/visits", {**visit, **given}, **options, **day)
        return answer.status_code, answer.json()["code"]

    assert await refused() == (422, "plan_number_missing")
    assert await refused(department="civil-affairs", plan=out["number"]) == (403, "plan_of_another_body")
    assert await refused(plan="2025-07") == (409, "plan_entry_unknown")
    assert await refused(region=OTHER_VILLAGE, plan=out["number"]) == (409, "plan_does_not_cover")
    assert await refused(Role.INSPECTOR, department="civil-affairs", plan=out["number"]) == (409, "plan_entry_unknown")
    drawn = await story.drawn(at=day["at"])
    made = await story.made(Role.DEPARTMENT, "/v1/visits", {**visit, "plan": out["number"]}, **AGRICULTURE, **day)
    seen = {"visit_id": made["id"], "matters": ["offplan_visits"]}
    answer = await story.post(Role.INSPECTOR, f"/v1/drawn-villages/{drawn['id']}/visit", seen, **day)
    assert (answer.status_code, answer.json()["code"]) == (409, "visit_does_not_fit")


async def test_a_second_comprehensive_inspection_needs_the_approvers_reason(plan, story):
    whole = {"comprehensive": True, "content": "农业农村工作综合检查", "places": [TOWNSHIP]}
    later = {"starts_on": "2025-09-02", "ends_on": "2025-09-02"}
    await plan.passed(await plan.filed(**whole))
    second = await plan.filed(**whole, **later)
    assert second["flags"] == ["second_comprehensive"]
    path = f"/v1/plan-entries/{second['id']}"
    await story.made(Role.COUNTY_OFFICE, f"{path}/review", {"decision": "accepted", "reason": "请审批"}, sub="reviewer")
    approval = {"decision": "approved", "reason": "同意"}
    answer = await story.post(Role.APPROVER, f"{path}/approval", approval, sub="approver")
    assert (answer.status_code, answer.json()["code"], answer.json()["rule"]) == (409, "second_comprehensive", "INS-03")
    approval["exception"] = "省里部署的专项验收"
    approved = await story.made(Role.APPROVER, f"{path}/approval", approval, sub="approver")
    assert (approved["number"], approved["exception"]) == ("JH990101-2025-0002", "省里部署的专项验收")


async def test_a_returned_entry_is_mended_by_its_body_and_waits_as_a_todo(plan, story):
    entry = await plan.filed(kind="research", title="调研", content="查阅台账并现场打分排名")
    assert entry["flags"] == ["disguised"]
    path = f"/v1/plan-entries/{entry['id']}"
    (found,) = (await story.get(Role.COUNTY_OFFICE, f"{path}/conflicts")).json()["items"]
    assert (found["rule"], found["words"]) == ("INS-04", ["查阅台账", "打分", "排名"])
    back = {"decision": "returned", "reason": "调研不得打分排名"}
    returned = await story.made(Role.COUNTY_OFFICE, f"{path}/review", back, sub="reviewer")
    assert (returned["state"], returned["note"]) == ("returned", "调研不得打分排名")
    todos = (await story.get(Role.DEPARTMENT, "/v1/todos", **AGRICULTURE)).json()["todos"]
    assert [todo["kind"] for todo in todos] == ["plan_resubmission"]
    mended = {**ENTRY, "kind": "research", "title": "调研", "content": "了解机井管护经费来源，听取村干部意见"}
    filed = await story.made(Role.DEPARTMENT, f"{path}/resubmission", mended, **AGRICULTURE)
    assert (filed["state"], filed["flags"], open_actions(filed)) == ("filed", [], ["grounding"])
    ours = await story.get(Role.COUNTY_OFFICE, path, sub="reviewer")
    assert open_actions(ours.json()) == ["review", "merger"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"starts_on": "2025-03-02"}, (422, "plan_days_unfit")),
        ({"ends_on": "2025-06-02"}, (422, "plan_days_unfit")),
        ({"ends_on": "2026-01-02"}, (422, "plan_days_unfit")),
        ({"department": "civil-affairs"}, (403, "plan_of_another_body")),
        ({"places": ["990101001299"]}, (422, "plan_places_unknown")),
        ({"places": ["990102001201"]}, (422, "plan_places_unknown")),
        ({"kind": "supervision"}, (422, "plan_mandate_missing")),
        ({"kind": "observation"}, (422, "plan_consent_missing")),
        ({"quota": 0}, (422, "invalid_request")),
        ({"content": ""}, (422, "invalid_request")),
        ({"places": []}, (422, "invalid_request")),
        ({"justification": "汛期推迟", "replaces": "JH990101-2025-0001"}, (422, "plan_replaced_unknown")),
    ],
)
async def test_what_does_not_fit_a_plan_is_refused_with_its_reason(plan, values, expected):
    assert await plan.refused(**values) == expected


HEADS = [
    "单位代码",
    "计划年度",
    "类别",
    "名称",
    "内容",
    "对象",
    "范围(区划代码)",
    "开始日期",
    "结束日期",
    "到村次数",
    "依据",
    "事先告知",
]
ROW = ["agriculture", 2025, "监督检查", "农田管护检查", "查看沟渠机井管护情况", "管护人员",
       f"{VILLAGE}、{OTHER_VILLAGE}", "2025/6/3", "2025-06-03", 2, "建设质量管理办法", "是"]  # fmt: skip


def table(*rows: list[object]) -> dict[str, tuple[str, bytes, str]]:
    book, content = Workbook(), BytesIO()
    for row in (HEADS, *rows):
        book.active.append(row)
    book.save(content)
    return {
        "file": ("plan.xlsx", content.getvalue(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    }


async def test_a_body_files_its_year_as_a_table_that_is_tried_first(story):
    wrong = [*ROW[:7], "2025-02-03", *ROW[8:]]
    parts = [[*ROW[:3], "农田管护检查二组", *ROW[4:7], "2025-06-10", "2025-06-10", *ROW[9:]], ROW]
    path = "/v1/plan-entries/import"

    async def sent(rows: list[list[object]], suffix: str = "", role: Role = Role.DEPARTMENT) -> Any:
        return await story.post(role, path + suffix, files=table(*rows), **AGRICULTURE)

    tried = (await sent([*parts, wrong, ROW], "?dry_run=true")).json()
    assert (tried["stored"], tried["refused"], tried["accepted"]) == (2, 2, 0)
    assert [(error["row"], error["code"]) for error in tried["errors"]] == [
        (4, "plan_days_unfit"), (5, "duplicate_in_file"),
    ]  # fmt: skip
    assert (tried["flagged"], tried["flags"]) == (2, {"split": 2})
    refused = await sent([*parts, wrong])
    assert (refused.status_code, refused.json()["code"]) == (422, "rows_refused")
    assert (await story.get(Role.COUNTY_OFFICE, "/v1/plan-entries")).json()["items"] == []
    stored = (await sent(parts)).json()
    assert (stored["stored"], stored["accepted"], stored["flagged"]) == (2, 2, 2)
    items = (await story.get(Role.COUNTY_OFFICE, "/v1/plan-entries")).json()["items"]
    assert [item["places"] for item in items] == [[VILLAGE, OTHER_VILLAGE]] * 2
    assert (await sent(parts, role=Role.VILLAGE)).status_code == 403


async def test_the_conflicts_of_an_entry_beside_five_thousand_are_answered_quickly(plan, story):
    """The comparison is timed in the unit tests (< 100 ms); here with reading the county's year from the database."""
    entry = await plan.filed(places=[TOWNSHIP])
    connection = await story.svc.database.direct()
    columns = [row["column_name"] for row in await connection.fetch(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'plan_entry' ORDER BY ordinal_position"
    )]  # fmt: skip
    changed = {
        "id": "gen_random_uuid()", "department": "'body-' || n % 30", "starts_on": "date '2025-05-20' + n % 28",
        "ends_on": "date '2025-05-20' + n % 28", "content": "md5(n::text)",
        "places": f"jsonb_build_array('{VILLAGE}', '{OTHER_VILLAGE}')",
    }  # fmt: skip
    values = ", ".join(changed.get(name, name) for name in columns)
    await connection.execute(
        f"INSERT INTO plan_entry ({', '.join(columns)}) SELECT {values} FROM plan_entry, generate_series(1, 5000) n"
    )
    await connection.execute("ANALYZE plan_entry")
    await connection.close()
    path = f"/v1/plan-entries/{entry['id']}/conflicts"
    times = []
    for _ in range(4):
        began = time.process_time()
        answer = await story.get(Role.COUNTY_OFFICE, path)
        times.append(time.process_time() - began)
    kinds = {item["kind"]: item for item in answer.json()["items"]}
    assert {"same_day", "same_week"} <= kinds.keys()
    crowd = sum(day == date(2025, 6, 3) for day in (date(2025, 5, 20) + timedelta(n % 28) for n in range(1, 5001)))
    assert len(kinds["same_day"]["entries"]) == crowd
    assert min(times) < 0.5, times


async def test_an_entry_follows_a_village_to_its_new_code_and_its_body_to_the_one_that_took_over(plan, story):
    (out,) = await plan.published(await plan.filed())
    visit = {
        "region": OTHER_VILLAGE, "visited_on": "2025-06-03", "unannounced": False, "team_size": 4,
        "plan": out["number"],
    }  # fmt: skip
    day = {"at": story_day(date(2025, 6, 3))}
    unknown = await story.post(Role.DEPARTMENT, "/v1/visits", visit, **CIVIL, **day)
    assert (unknown.status_code, unknown.json()["code"]) == (409, "plan_entry_unknown")
    await became(
        story.svc, consumers, {AGRICULTURE["department"]: CIVIL["department"]}, subject=ChangeSubject.DEPARTMENT
    )
    elsewhere = await story.post(Role.DEPARTMENT, "/v1/visits", visit, **CIVIL, **day)
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (409, "plan_does_not_cover")
    await became(story.svc, consumers, {VILLAGE: OTHER_VILLAGE})
    heir = CIVIL | {"region": "990101000000", "former_departments": [AGRICULTURE["department"]]}
    async with story.svc.client(Role.DEPARTMENT, **heir, **day) as client:
        a_pass = {"region": OTHER_VILLAGE, "visit_on": "2025-06-03", "team_size": 4}
        answer = await client.post(f"/v1/plan-entries/{out['id']}/passes", json=a_pass)
    assert answer.status_code == 201, answer.text
    await story.made(Role.DEPARTMENT, "/v1/visits", visit, **CIVIL, **day)
