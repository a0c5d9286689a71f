"""Admitted tasks on their way to villages: dispatched one by one, and ended by themselves."""

from datetime import UTC, date, datetime

from checklist_svc.consumers import consumers
from contracts.assignments import AssignmentEnded, TaskAssigned
from contracts.gateway import RegionRegistered
from contracts.lineage import ChangeSubject
from countykit.testing import open_actions

from tests.integration.territory import became

VILLAGE, NEXT_DOOR, ELSEWHERE = "990101001201", "990101002201", "990101002000"
SUMMER = datetime(2026, 6, 1, 2, tzinfo=UTC)
DEMAND = {"title": "村级防汛值守", "department": "NYJ"}


def order(**changes):
    body = {
        "villages": [VILLAGE], "doer": "村委会1名网格员", "frequency": "on_event", "work_class": "assist",
        "starts_on": "2026-05-06", "until": "2026-08-31",
    }  # fmt: skip
    return body | changes


async def assignments(client, **params):
    async with client:
        answer = await client.get("/v1/assignments", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def letter_of(people, village=VILLAGE, **changes):
    return (await people.made(people.village(village), "/v1/refusals", DEMAND | changes))["letter"]


async def test_a_task_asks_something_only_of_the_villages_and_days_that_it_was_dispatched_to(svc, people):
    granted = await people.granted()
    path = f"/v1/admissions/{granted['id']}/assignment"
    assert "assignment" in open_actions(await _read(people, granted))
    summer = people.at(SUMMER)
    # Admitted, and yet nobody asked this village: the letter says both.
    undispatched = await letter_of(summer)
    assert (
        f"该事项虽已准入（编号{granted['number']}），但未查到你单位在2026年6月1日向我村派交该事项的有效记录"
        in undispatched
    )
    assert "未查到覆盖我村的有效准入编号" not in undispatched
    shown = await letter_of(summer, admission_number=granted["number"])
    assert "未查到你单位在2026年6月1日向我村派交" in shown

    await people.made(people.department(), path, order(), status=200)
    (event,) = await svc.events(TaskAssigned)
    assert (event["region"], event["department"], event["data"]["work_class"]) == (VILLAGE, "NYJ", "assist")
    tomorrow = DEMAND | {"wanted_on": "2026-06-02"}
    assert await summer.refused(summer.village(), "/v1/refusals", tomorrow) == (409, "demand_admitted")
    assert "未查到" in await letter_of(summer, NEXT_DOOR)
    assert "未查到" in await letter_of(summer, wanted_on="2026-09-01")  # admitted then, dispatched until August
    for village, assigned in ((VILLAGE, True), (NEXT_DOOR, False)):
        async with people.nobody() as anyone:
            url = f"/v1/admission-numbers/{granted['number']}"
            check = (await anyone.get(url, params={"village": village, "on": "2026-06-01"})).json()
        assert (check["covered"], check["assigned"], "未派交的村不承担" in check["note"]) == (
            True,
            assigned,
            not assigned,
        )

    report = DEMAND | {"admission_number": granted["number"]}
    task = await summer.made(summer.village(NEXT_DOOR), "/v1/imposed-tasks", report)
    finding = {"reason": "未派交即安排"}
    verdict = await summer.made(summer.county(), f"/v1/imposed-tasks/{task['id']}/confirmation", finding, status=200)
    assert verdict["state"] == "confirmed"


async def test_an_assignment_ends_by_itself_by_its_department_or_with_its_admission(svc, people):
    granted = await people.granted()
    path = f"/v1/admissions/{granted['id']}/assignment"
    await people.made(people.department(), path, order(villages=[]), status=200)
    assert {row["region"] for row in await assignments(people.county())} == {VILLAGE, NEXT_DOOR}
    (own,) = await assignments(people.village())
    assert (own["doer"], own["until"], open_actions(own)) == ("村委会1名网格员", "2026-08-31", [])
    assert await assignments(people.department("WLJ")) == []
    assert await people.refused(people.department(), path, order()) == (409, "already_assigned")
    recall = f"/v1/assignments/{own['id']}/recall"
    assert await people.refused(people.department("WLJ"), recall, {"reason": "不需要"}) == (404, "not_found")
    summer = people.at(SUMMER)
    recalled = await summer.made(summer.department(), recall, {"reason": "改由镇里办"}, status=200)
    assert (recalled["state"], recalled["ended_on"]) == ("recalled", "2026-06-01")
    assert "未查到" in await letter_of(summer)
    assert await summer.refused(summer.village(), "/v1/refusals", DEMAND | {"wanted_on": "2026-05-31"}) == (
        409, "demand_admitted",
    )  # fmt: skip
    await summer.made(summer.department(), path, order(starts_on="2026-06-02", until="2026-06-30"), status=200)
    await svc.do_due(datetime(2026, 6, 30, 16, 1, tzinfo=UTC))
    autumn = people.at(datetime(2026, 7, 1, 2, tzinfo=UTC))
    reason = {"reason": "任务取消"}
    await autumn.made(autumn.department(), f"/v1/admissions/{granted['id']}/withdrawal", reason, status=200)
    ends = {(e["region"], e["data"]["by"], e["data"]["ended_on"]) for e in await svc.events(AssignmentEnded)}
    assert ends == {
        (VILLAGE, "department", "2026-06-01"), (VILLAGE, "expiry", "2026-06-30"),
        (NEXT_DOOR, "admission", "2026-07-01"),
    }  # fmt: skip


async def test_nothing_is_dispatched_beyond_what_was_admitted(svc, people):
    granted = await people.granted(regions=["990101001000"], frequency="monthly")
    path = f"/v1/admissions/{granted['id']}/assignment"
    monthly = {"frequency": "monthly"}
    for changes, refusal in (
        ({"villages": [NEXT_DOOR]}, (422, "assignment_outside")),
        ({"villages": ["990101001299"]}, (422, "region_unknown")),
        ({"until": "2026-10-01"}, (422, "assignment_outside")),
        ({"starts_on": "2026-03-01"}, (422, "assignment_backdated")),
        ({"frequency": "weekly"}, (422, "assignment_more_often")),
        ({"starts_on": "2026-09-01"}, (422, "invalid_request")),
    ):
        assert await people.refused(people.department(), path, order(**(monthly | changes))) == refusal, changes
    assert await people.refused(people.county(), path, order(**monthly)) == (403, "forbidden")
    draft = await people.drafted(title="秋粮面积核对")
    unadmitted = f"/v1/admissions/{draft['id']}/assignment"
    assert await people.refused(people.department(), unadmitted, order(**monthly)) == (409, "illegal_transition")
    assert await svc.events(TaskAssigned) == []


async def test_what_was_admitted_before_tasks_were_dispatched_asks_everywhere(svc, people):
    await people.granted()
    async with svc.database.engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE admission SET by_assignment = false")
    summer = people.at(SUMMER)
    assert await summer.refused(summer.village(), "/v1/refusals", DEMAND) == (409, "demand_admitted")


async def _read(people, admission):
    async with people.department() as department:
        return (await department.get(f"/v1/admissions/{admission['id']}")).json()


async def test_a_task_follows_a_village_to_its_new_code_and_its_body_to_the_one_that_took_over(svc, people):
    granted = await people.granted(regions=[VILLAGE])
    path = f"/v1/admissions/{granted['id']}/assignment"
    await people.made(people.department(), path, order(), status=200)
    moved = "990101002401"
    region = RegionRegistered(code=moved, name="青石村", level="village", valid_from=date(2026, 1, 1))
    await svc.hear(consumers, region, region=moved)
    await became(svc, consumers, {VILLAGE: moved})
    await became(svc, consumers, {"NYJ": "WLJ"}, subject=ChangeSubject.DEPARTMENT)
    summer = people.at(SUMMER)
    for shown in ({"admission_number": granted["number"]}, {}):
        demand = DEMAND | {"department": "WLJ"} | shown
        assert await summer.refused(summer.village(moved), "/v1/refusals", demand) == (409, "demand_admitted")
    async with people.nobody() as anyone:
        url = f"/v1/admission-numbers/{granted['number']}"
        check = (await anyone.get(url, params={"village": moved, "on": "2026-06-01"})).json()
    assert (check["covered"], check["assigned"]) == (True, True)
    again = order(villages=[moved])
    assert await people.refused(people.department(), path, again) == (409, "already_assigned")
    (running,) = await assignments(people.county(), region=VILLAGE)
    await people.made(people.department(), f"/v1/assignments/{running['id']}/recall", {"reason": "改派"}, status=200)
    await people.made(people.department(), path, order(villages=[]), status=200)
    assert {each["region"] for each in await assignments(people.county(), state="assigned")} >= {moved}
