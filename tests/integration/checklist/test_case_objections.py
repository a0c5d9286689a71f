"""What comes after a verdict: the accused body objects, others decide, and what proved wrong counts no more."""

from datetime import UTC, datetime, timedelta

from contracts.imposed_tasks import TaskImpositionObjected, TaskImpositionRetracted, TaskImpositionUpheld
from countykit.identity import Role
from countykit.testing import open_actions

COUNTY, TOWNSHIP, OTHER_TOWNSHIP, VILLAGE = "990101000000", "990101001000", "990101002000", "990101001201"
DAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
GROUNDS = {"grounds": "该任务有县委会议纪要，见附件"}
UPHELD = {"decision": "upheld", "reason": "纪要未涉及该任务"}
OVERTURNED = {"decision": "overturned", "reason": "纪要属实"}


async def verdict(svc, people, department="WLJ", **changes):
    body = {"title": "报刊订阅任务", "department": department, **changes}
    reporter = svc.client(Role.VILLAGE, region=VILLAGE, sub="village", at=DAY)
    task = await people.made(reporter, "/v1/imposed-tasks", body)
    judge = svc.client(Role.COUNTY_OFFICE, region=COUNTY, sub="judge", at=DAY)
    return await people.made(judge, f"/v1/imposed-tasks/{task['id']}/confirmation", {"reason": "属实"}, status=200)


def path(task, step=""):
    return f"/v1/imposed-tasks/{task['id']}{step and '/' + step}"


def approver(svc, sub="approver", role=Role.APPROVER):
    return svc.client(role, region=COUNTY, sub=sub, at=DAY)


async def objected(people, task, department="WLJ"):
    return await people.made(people.department(department), path(task, "objection"), GROUNDS, status=200)


async def test_the_accused_body_objects_and_others_overturn_the_verdict(svc, people):
    task = await verdict(svc, people)
    assert task["objection_due_on"] == "2026-04-01"
    async with people.department("WLJ") as accused:
        seen = (await accused.get(path(task))).json()
    assert (open_actions(seen), seen["reported_by"]) == (["objection"], None)
    disputed = await objected(people, task)
    assert (disputed["state"], disputed["objection"]) == ("objected", GROUNDS["grounds"])
    (event,) = await svc.events(TaskImpositionObjected)
    assert (event["department"], event["data"]) == ("WLJ", {"charged_home": COUNTY})
    fallen = await people.made(approver(svc), path(task, "review"), OVERTURNED, status=200)
    assert (fallen["state"], fallen["review"], open_actions(fallen)) == ("overturned", "纪要属实", [])
    (event,) = await svc.events(TaskImpositionRetracted)
    assert event["data"] == {
        "charged_home": COUNTY, "counted_on": "2026-03-02", "by_objection": True, "occurred_on": "2026-03-02",
    }  # fmt: skip
    async with people.department("WLJ") as accused:
        seen = (await accused.get(path(task))).json()
    assert (seen["state"], seen["review"], seen["detail"]) == ("overturned", "纪要属实", None)


async def test_what_is_upheld_stays_and_cannot_be_objected_to_again(svc, people):
    task = await verdict(svc, people)
    await objected(people, task)
    upheld = await people.made(approver(svc), path(task, "review"), UPHELD, status=200)
    assert upheld["state"] == "upheld"
    assert len(await svc.events(TaskImpositionUpheld)) == 1
    assert await svc.events(TaskImpositionRetracted) == []
    again = await people.refused(people.department("WLJ"), path(task, "objection"), GROUNDS)
    assert again == (409, "illegal_transition")


async def test_who_judged_or_reported_has_no_part_in_the_review(svc, people):
    task = await verdict(svc, people)
    await objected(people, task)
    for sub in ("judge", "village"):
        client = approver(svc, sub=sub, role=Role.COUNTY_OFFICE)
        async with client:
            blocked = (await client.get(path(task))).json()["allowed_actions"]
            answer = await client.post(path(task, "review"), json=OVERTURNED)
        assert [(action["name"], action["blocked_by"][0]["code"]) for action in blocked] == [
            ("review", "judge_cannot_review")
        ]
        assert (answer.status_code, answer.json()["code"]) == (409, "judge_cannot_review")
        assert answer.json()["rule"] == "INS-14"
    assert await svc.events(TaskImpositionRetracted) == []


async def test_only_the_accused_body_objects(svc, people):
    task = await verdict(svc, people)
    assert (await people.refused(people.department("NYJ"), path(task, "objection"), GROUNDS))[0] == 404
    assert (await people.refused(people.township(), path(task, "objection"), GROUNDS))[0] == 403
    assert (await people.refused(people.village(), path(task, "objection"), GROUNDS))[0] == 403
    assert (await people.refused(people.county(), path(task, "objection"), GROUNDS))[0] == 403


async def test_a_township_objects_for_its_own_unit(svc, people):
    task = await verdict(svc, people, department="QSZ-DZB")
    async with people.township(OTHER_TOWNSHIP) as other:
        assert (await other.post(path(task, "objection"), json=GROUNDS)).status_code == 404
    disputed = await people.made(people.township(), path(task, "objection"), GROUNDS, status=200)
    assert disputed["state"] == "objected"


async def test_an_objection_comes_within_thirty_days(svc, people):
    task = await verdict(svc, people)
    late = people.at(DAY + timedelta(days=31))
    refused = await late.refused(late.department("WLJ"), path(task, "objection"), GROUNDS)
    assert refused == (409, "verdict_objection_late")
    in_time = people.at(DAY + timedelta(days=30))
    disputed = await in_time.made(in_time.department("WLJ"), path(task, "objection"), GROUNDS, status=200)
    assert disputed["objection_due_on"] == "2026-05-01"


async def test_the_office_takes_its_own_error_back_by_a_second_person(svc, people):
    task = await verdict(svc, people)
    same = approver(svc, sub="judge", role=Role.COUNTY_OFFICE)
    assert await people.refused(same, path(task, "withdrawal"), {"reason": "查错了单位"}) == (
        409,
        "judge_cannot_review",
    )
    other = approver(svc, sub="colleague", role=Role.COUNTY_OFFICE)
    withdrawn = await people.made(other, path(task, "withdrawal"), {"reason": "查错了单位"}, status=200)
    assert (withdrawn["state"], withdrawn["review"]) == ("withdrawn", "查错了单位")
    (event,) = await svc.events(TaskImpositionRetracted)
    assert event["data"]["by_objection"] is False


async def test_the_objection_waits_as_a_todo_of_those_who_had_no_part(svc, people):
    task = await verdict(svc, people)
    await objected(people, task)
    for sub, found in (("judge", []), ("colleague", [("imposed_task_review", "2026-04-01")])):
        async with approver(svc, sub=sub, role=Role.COUNTY_OFFICE) as client:
            todos = (await client.get("/v1/todos")).json()["todos"]
        assert [(todo["kind"], todo["due"]) for todo in todos] == found


async def test_nothing_of_an_anonymous_reporter_comes_out_by_the_objection(svc, people):
    task = await verdict(svc, people, anonymous=True, detail="只有我村收到这份通知")
    disputed = await objected(people, task)
    assert (disputed["region"], disputed["reported_by"], disputed["detail"]) == (COUNTY, None, None)
    history = people.department("WLJ")
    async with history:
        told = await history.get(path(task, "history"))
    assert VILLAGE not in told.text
    assert "只有我村" not in told.text
