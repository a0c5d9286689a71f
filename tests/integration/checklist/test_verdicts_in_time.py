"""A report has ten working days for its verdict; then it waits for the approver too, and of this no accused hears."""

from datetime import UTC, datetime

from contracts.imposed_tasks import TaskImpositionOverdue
from countykit.identity import Role
from countykit.testing import open_actions

from .test_joined_reports import COUNTY, DAY, ELSEWHERE, VILLAGE, WHY, Reports, reports  # noqa: F401

LAST, LATE = datetime(2026, 3, 16, 2, tzinfo=UTC), datetime(2026, 3, 17, 2, tzinfo=UTC)


async def kinds(svc, role, *, sub, at=LATE):
    async with svc.client(role, region=COUNTY, sub=sub, at=at) as client:
        found = (await client.get("/v1/todos")).json()["todos"]
    return {todo["kind"]: todo["due"] for todo in found}


async def test_what_nobody_judged_in_time_waits_for_the_approver_who_may_then_judge(svc, reports):  # noqa: F811
    task = await reports.reported()
    assert (await reports.read(task)).json()["judge_by"] == "2026-03-16"
    assert await kinds(svc, Role.COUNTY_OFFICE, sub="judge", at=DAY) == {"imposed_task_judgement": "2026-03-16"}
    assert await kinds(svc, Role.APPROVER, sub="chief", at=DAY) == {}
    path = f"/v1/imposed-tasks/{task}"
    early = await reports.send(Role.APPROVER, f"{path}/confirmation", WHY, sub="chief")
    assert early.status_code == 403
    await svc.do_due(LAST)
    assert await svc.events(TaskImpositionOverdue) == []
    await svc.do_due(LATE)
    (event,) = await svc.events(TaskImpositionOverdue)
    assert event["data"] == {"title": "报刊订阅任务", "judge_by": "2026-03-16"}
    assert await kinds(svc, Role.APPROVER, sub="chief") == {"imposed_task_overdue_judgement": "2026-03-16"}
    assert await kinds(svc, Role.COUNTY_OFFICE, sub="judge") == {"imposed_task_judgement": "2026-03-16"}
    seen = (await reports.read(task, Role.APPROVER, sub="chief")).json()
    assert (seen["state"], seen["overdue_on"]) == ("reported", "2026-03-17")
    assert {"confirmation", "dismissal"} <= set(open_actions(seen))
    judged = await reports.send(Role.APPROVER, f"{path}/confirmation", WHY, sub="chief")
    assert judged.json()["state"] == "confirmed"
    assert await kinds(svc, Role.APPROVER, sub="chief") == {}


async def test_neither_the_accused_nor_the_reporter_reads_the_days(svc, reports):  # noqa: F811
    task = await reports.reported()
    await svc.do_due(LATE)
    own = (await reports.read(task, Role.VILLAGE, sub="li", region=VILLAGE)).json()
    assert (own["judge_by"], own["overdue_on"]) == (None, None)
    assert (await reports.read(task, Role.DEPARTMENT, department="WLJ")).status_code == 404
    await reports.act(task, "confirmation", WHY)
    accused = (await reports.read(task, Role.DEPARTMENT, department="WLJ")).json()
    assert (accused["judge_by"], accused["overdue_on"]) == (None, None)


async def test_who_reported_does_not_judge_as_the_approver_either(svc, reports):  # noqa: F811
    task = await reports.reported(by="chief")
    await svc.do_due(LATE)
    assert await kinds(svc, Role.APPROVER, sub="chief") == {}
    answer = await reports.send(Role.APPROVER, f"/v1/imposed-tasks/{task}/confirmation", WHY, sub="chief")
    assert (answer.status_code, answer.json()["code"]) == (409, "reporter_cannot_judge")


async def test_what_was_judged_or_joined_in_time_is_never_overdue_and_parted_it_is_again(svc, reports):  # noqa: F811
    judged, first = await reports.reported(title="另一份"), await reports.reported()
    await reports.act(judged, "dismissal", WHY)
    second = await reports.reported(by="wang", region=ELSEWHERE)
    await reports.joined(second, first)
    await svc.do_due(LATE)
    assert len(await svc.events(TaskImpositionOverdue)) == 1, "of the report that answers for both"
    await reports.act(second, "parting")
    await svc.do_due(LATE)
    assert len(await svc.events(TaskImpositionOverdue)) == 2
