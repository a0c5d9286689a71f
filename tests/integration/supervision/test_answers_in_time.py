"""Complaints and reports that nobody decided in time wait for the approver; a body reads counts from three on."""

from datetime import UTC, datetime

from contracts.complaints import ComplaintOverdue
from contracts.offplan_visits import VisitOffplanOverdue
from countykit.identity import Role
from countykit.testing import open_actions

from tests.integration.supervision.test_complaints import VERDICT, by_code, told
from tests.integration.supervision.test_visits import REPORT

LATE = datetime(2025, 3, 25, 2, tzinfo=UTC)
"""The day after the fifteenth working day."""
FINANCE = {"department": "qingshi-finance"}
OTHER_TOWNSHIP = "990101002000"


async def kinds(story, role, **options):
    todos = (await story.get(role, "/v1/todos", **options)).json()["todos"]
    return [todo["kind"] for todo in todos if todo["kind"].startswith("complaint")]


async def test_an_overdue_answer_waits_for_the_approver_who_may_then_give_it(story):
    receipt = await told(story)
    (row,) = (await story.get(Role.COUNTY_OFFICE, "/v1/complaints")).json()["items"]
    path = f"/v1/complaints/{row['id']}"
    assert await kinds(story, Role.APPROVER) == []
    early = await story.post(Role.APPROVER, f"{path}/acceptance", FINANCE)
    assert early.status_code == 403
    await story.svc.do_due(LATE)
    (event,) = await story.svc.events(ComplaintOverdue)
    assert event["data"] == {"action": "forms", "deadline": "2025-03-24"}
    assert await kinds(story, Role.APPROVER, at=LATE) == ["complaint_overdue_acceptance"]
    assert await kinds(story, Role.COUNTY_OFFICE, at=LATE) == ["complaint_acceptance"]
    taken = await story.made(Role.COUNTY_OFFICE, f"{path}/acceptance", FINANCE, at=LATE)
    assert taken["overdue_on"] == "2025-03-25"
    assert await kinds(story, Role.APPROVER, at=LATE) == ["complaint_overdue_judgement"]
    judged = await story.made(Role.APPROVER, f"{path}/confirmation", VERDICT, at=LATE)
    assert judged["state"] == "confirmed"
    assert "confirmation" not in open_actions(judged)
    assert await kinds(story, Role.APPROVER, at=LATE) == []
    answer = (await by_code(story, "answer", {"code": receipt["code"]}, at=LATE)).json()
    assert answer["answer"] == VERDICT["answer"]


async def test_an_answer_in_time_is_never_overdue(story):
    await told(story)
    (row,) = (await story.get(Role.COUNTY_OFFICE, "/v1/complaints")).json()["items"]
    await story.made(Role.COUNTY_OFFICE, f"/v1/complaints/{row['id']}/rejection", {"answer": "请向县信访局反映"})
    await story.svc.do_due(LATE)
    assert await story.svc.events(ComplaintOverdue) == []


async def test_a_body_reads_how_many_complaints_were_answered_from_three_on_and_none_that_wait(story):
    async def counted():
        answer = await story.get(Role.DEPARTMENT, "/v1/complaint-counts", **FINANCE)
        return answer.json()["items"]

    for number, judgement in enumerate(("confirmation", "dismissal", "dismissal")):
        assert await counted() == [], number
        await told(story, title=f"第{number}件表格的事")
        rows = (await story.get(Role.COUNTY_OFFICE, "/v1/complaints", params={"state": "received"})).json()["items"]
        path = f"/v1/complaints/{rows[0]['id']}"
        await story.made(Role.COUNTY_OFFICE, f"{path}/acceptance", FINANCE, sub="first")
        assert await counted() == [], "nobody has judged it"
        await story.made(Role.COUNTY_OFFICE, f"{path}/{judgement}", VERDICT, sub="second")
    assert await counted() == [{"action": "forms", "answered": 3}]
    other = await story.get(Role.DEPARTMENT, "/v1/complaint-counts", department="agriculture")
    assert other.json()["items"] == []
    assert (await story.get(Role.TOWNSHIP, "/v1/complaint-counts")).status_code == 403


async def test_verified_practices_are_read_by_every_township_of_the_county_and_no_other(story):
    visit = await story.visit()
    body = {"action": "forms", "title": "一表通用", "description": "十张表并成一张"}
    noted = await story.made(Role.INSPECTOR, f"/v1/visits/{visit['id']}/practices", body, sub="one")
    path = f"/v1/practices/{noted['id']}"

    async def reads(region, role=Role.TOWNSHIP):
        listed = (await story.get(role, "/v1/practices", region=region)).json()["items"]
        return (await story.get(role, path, region=region)).status_code, len(listed)

    assert await reads(OTHER_TOWNSHIP) == (404, 0)
    await story.made(Role.INSPECTOR, f"{path}/verification", {"reason": "复核属实"}, sub="two")
    assert await reads(OTHER_TOWNSHIP) == (200, 1)
    assert await reads("990102001000") == (404, 0)
    assert await reads("990101002201", Role.VILLAGE) == (404, 0)


async def test_an_off_plan_visit_that_nobody_judged_in_ten_working_days_waits_for_the_approver(story):
    report = await story.made(Role.VILLAGE, "/v1/visits/offplan", REPORT)
    path = f"/v1/visits/{report['id']}"
    assert (await story.get(Role.COUNTY_OFFICE, path)).json()["judge_by"] == "2025-03-17"
    assert (await story.post(Role.APPROVER, f"{path}/dismissal", {"reason": "在计划内"})).status_code == 403
    await story.svc.do_due(LATE)
    (event,) = await story.svc.events(VisitOffplanOverdue)
    assert event["data"] == {"visited_on": "2025-03-03", "judge_by": "2025-03-17"}
    todos = (await story.get(Role.APPROVER, "/v1/todos", at=LATE)).json()["todos"]
    assert [(todo["kind"], todo["due"]) for todo in todos] == [("visit_overdue_judgement", "2025-03-17")]
    judged = await story.made(Role.APPROVER, f"{path}/dismissal", {"reason": "在计划内"}, at=LATE)
    assert judged["state"] == "dismissed"
