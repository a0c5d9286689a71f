"""Tasks pushed down without admission, through a running checklist-svc."""

from datetime import UTC, datetime

from contracts.imposed_tasks import (
    TaskImposed,
    TaskImpositionConfirmed,
    TaskImpositionDismissed,
    TaskImpositionRetracted,
)
from countykit.identity import Role
from countykit.testing import open_actions

COUNTY, TOWNSHIP, VILLAGE = "990101000000", "990101001000", "990101001201"
SUMMER = datetime(2026, 6, 1, 2, tzinfo=UTC)
FOUND = {"reason": "经核实属实"}


async def reported(people, client=None, **changes):
    body = {"title": "报刊订阅任务", "department": "WLJ", **changes}
    return await people.made(client or people.village(), "/v1/imposed-tasks", body)


async def confirmed(people, task, **more):
    return await people.made(people.county(), f"/v1/imposed-tasks/{task['id']}/confirmation", FOUND | more, status=200)


async def listed(client):
    async with client:
        answer = await client.get("/v1/imposed-tasks")
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_a_village_reports_an_imposed_task_in_one_call(svc, people):
    task = await reported(people)
    assert (task["state"], task["region"], task["charged_home"]) == ("reported", VILLAGE, COUNTY)
    assert open_actions(task) == []
    (event,) = await svc.events(TaskImposed)
    assert (event["department"], event["region"]) == ("WLJ", VILLAGE)
    assert event["data"] == {
        "title": "报刊订阅任务", "charged_home": COUNTY, "anonymous": False, "occurred_on": "2026-03-02",
    }  # fmt: skip


async def test_a_confirmed_task_counts_against_its_department(svc, people):
    task = await reported(people, department="QSZ-DZB")
    assert (await confirmed(people, task))["state"] == "confirmed"
    (event,) = await svc.events(TaskImpositionConfirmed)
    assert (event["department"], event["region"], event["sequence"]) == ("QSZ-DZB", VILLAGE, 2)
    assert event["data"] == {"title": "报刊订阅任务", "charged_home": TOWNSHIP, "occurred_on": "2026-03-02"}
    again = await people.refused(people.county(), f"/v1/imposed-tasks/{task['id']}/confirmation", FOUND)
    assert again == (409, "illegal_transition")


async def test_a_dismissed_task_counts_against_nobody(svc, people):
    task = await reported(people)
    path = f"/v1/imposed-tasks/{task['id']}/dismissal"
    dismissed = await people.made(people.county(), path, {"reason": "属于村级自主事项"}, status=200)
    assert (dismissed["state"], dismissed["reason"]) == ("dismissed", "属于村级自主事项")
    (event,) = await svc.events(TaskImpositionDismissed)
    assert "department" not in event, "nobody is charged, so the fact names nobody"
    assert await svc.events(TaskImpositionConfirmed) == []


async def test_an_anonymous_report_names_neither_the_reporter_nor_the_village_anywhere(svc, people):
    reporter = svc.client(Role.VILLAGE, region=VILLAGE, sub="village-secretary")
    reporter.headers["idempotency-key"] = "k1"
    task = await reported(people, reporter, anonymous=True)
    assert (task["reported_by"], task["region"]) == (None, TOWNSHIP)
    (event,) = await svc.events(TaskImposed)
    assert (event["region"], event["data"]["anonymous"]) == (TOWNSHIP, True)
    connection = await svc.database.direct()
    try:
        audited = await connection.fetch("SELECT a::text AS row FROM audit a WHERE resource LIKE 'imposed_task%'")
        stored = await connection.fetch("SELECT t::text AS row FROM imposed_task t")
        stored += await connection.fetch("SELECT k::text AS row FROM idempotency_key k")
    finally:
        await connection.close()
    written = "".join(row["row"] for row in [*audited, *stored]) + str(event)
    assert "anonymous" in audited[0]["row"]
    assert "village-secretary" not in written
    assert VILLAGE not in written


async def test_an_anonymous_report_of_a_township_carries_the_county(people):
    task = await reported(people, people.township(), anonymous=True)
    assert task["region"] == COUNTY


async def test_the_reporter_does_not_judge(svc, people):
    task = await reported(people, svc.client(Role.TOWNSHIP, region=TOWNSHIP, sub="zhao"))
    for step in ("confirmation", "dismissal"):
        path = f"/v1/imposed-tasks/{task['id']}/{step}"
        same_person = svc.client(Role.COUNTY_OFFICE, region=COUNTY, sub="zhao")
        assert await people.refused(same_person, path, {"reason": "属实"}) == (409, "reporter_cannot_judge")
    await confirmed(people, task)


async def test_before_the_verdict_only_the_reporter_and_the_judges_see_a_report(svc, people):
    task = await reported(people, svc.client(Role.VILLAGE, region=VILLAGE, sub="li"))
    assert [row["id"] for row in await listed(svc.client(Role.VILLAGE, region=VILLAGE, sub="li"))] == [task["id"]]
    for other in (svc.client(Role.VILLAGE, region=VILLAGE, sub="wang"), people.township(), people.department("WLJ")):
        assert await listed(other) == []


async def test_a_department_sees_a_report_only_when_confirmed_and_never_who_made_it(people):
    task = await reported(people, detail="我村会计可以作证")
    assert await listed(people.department("WLJ")) == []
    await confirmed(people, task)
    (seen,) = await listed(people.department("WLJ"))
    assert (seen["reported_by"], seen["region"], seen["detail"]) == (None, COUNTY, None)
    assert await listed(people.department("NYJ")) == []


async def test_a_township_does_not_read_what_its_villages_have_reported(people):
    named = await reported(people, department="QSZ-DZB")
    await reported(people, department="QSZ-DZB", anonymous=True)
    assert await listed(people.township()) == []
    assert [task["id"] for task in await listed(people.village())] == [named["id"]]
    assert len(await listed(people.county())) == 2
    await confirmed(people, named)
    (seen,) = await listed(people.township())
    assert seen["reported_by"] is None


async def test_another_village_and_another_county_do_not_see_a_report(people):
    task = await reported(people)
    for client in (people.village("990101002201"), people.county("990202000000")):
        async with client:
            assert (await client.get(f"/v1/imposed-tasks/{task['id']}")).status_code == 404
    path = f"/v1/imposed-tasks/{task['id']}/confirmation"
    assert await people.refused(people.county("990202000000"), path, FOUND) == (404, "not_found")


async def test_a_task_with_a_valid_admission_number_is_not_confirmed(svc, people):
    granted = await people.granted()
    await people.assigned(granted)
    summer = people.at(SUMMER)
    task = await reported(summer, title="村级防汛值守", department="NYJ", admission_number=granted["number"])
    path = f"/v1/imposed-tasks/{task['id']}/confirmation"
    assert await summer.refused(summer.county(), path, FOUND) == (409, "task_admitted")
    found_later = await reported(summer, title="村级防汛值守", department="NYJ")
    with_number = FOUND | {"admission_number": granted["number"]}
    path = f"/v1/imposed-tasks/{found_later['id']}/confirmation"
    assert await summer.refused(summer.county(), path, with_number) == (409, "task_admitted")
    assert await svc.events(TaskImpositionConfirmed) == []


async def test_the_day_of_the_act_and_the_village_decide_whether_a_number_helps(people):
    granted = await people.granted(regions=["990101002000"])
    summer = people.at(SUMMER)
    elsewhere = await reported(summer, title="村级防汛值守", department="NYJ", admission_number=granted["number"])
    assert (await confirmed(summer, elsewhere))["state"] == "confirmed"
    wide = await people.granted(title="秋粮面积核对")
    early = {"title": "秋粮面积核对", "department": "NYJ", "admission_number": wide["number"]}
    task = await reported(summer, **early, occurred_on="2026-05-05")
    assert (await confirmed(summer, task))["state"] == "confirmed"


async def test_a_number_of_another_task_or_department_or_a_forged_one_does_not_help(people):
    granted = await people.granted()
    number = granted["number"]
    for title, department, shown in (
        ("报刊订阅任务", "NYJ", number), ("村级防汛值守", "WLJ", number), ("村级防汛值守", "NYJ", number[:-1] + "x"),
    ):  # fmt: skip
        task = await reported(people, title=title, department=department, admission_number=shown)
        assert (await confirmed(people, task))["state"] == "confirmed"


async def test_a_report_needs_a_known_department_and_a_day_that_has_come(people):
    body = {"title": "报刊订阅任务", "department": "no-such-office"}
    assert await people.refused(people.village(), "/v1/imposed-tasks", body) == (422, "department_unknown")
    future = {"title": "报刊订阅任务", "department": "WLJ", "occurred_on": "2026-03-03"}
    assert await people.refused(people.village(), "/v1/imposed-tasks", future) == (422, "date_in_future")


async def test_the_day_of_the_act_goes_with_the_verdict_and_with_what_takes_it_back(svc, people):
    task = await reported(people, occurred_on="2026-02-20")
    await confirmed(people, task)
    (verdict,) = await svc.events(TaskImpositionConfirmed)
    async with people.department("WLJ") as accused:
        assert (await accused.get(f"/v1/imposed-tasks/{task['id']}")).json()["occurred_on"] == "2026-02-20"
    path = f"/v1/imposed-tasks/{task['id']}/withdrawal"
    await people.made(people.approver(), path, {"reason": "复查有误"}, status=200)
    (fallen,) = await svc.events(TaskImpositionRetracted)
    assert [event["data"]["occurred_on"] for event in (verdict, fallen)] == ["2026-02-20", "2026-02-20"]
    assert fallen["data"]["counted_on"] == "2026-03-02", "points are counted on the day of the verdict"


async def test_a_verdict_whose_event_told_no_day_is_taken_back_without_one(svc, people):
    task = await reported(people, occurred_on="2026-02-20")
    await confirmed(people, task)
    connection = await svc.database.direct()
    try:
        await connection.execute("UPDATE imposed_task SET act_counted_on = NULL")  # as the release before left it
    finally:
        await connection.close()
    path = f"/v1/imposed-tasks/{task['id']}/withdrawal"
    await people.made(people.approver(), path, {"reason": "复查有误"}, status=200)
    (fallen,) = await svc.events(TaskImpositionRetracted)
    assert fallen["data"].get("occurred_on") is None


async def test_a_day_of_another_time_is_refused_and_every_other_one_is_compared(people):
    body = {"title": "报刊订阅任务", "department": "WLJ", "occurred_on": "1999-12-31"}
    assert await people.refused(people.village(), "/v1/imposed-tasks", body) == (422, "invalid_request")
    first = await reported(people, occurred_on="2000-01-01")
    async with people.county() as office:
        answer = await office.get(f"/v1/imposed-tasks/{first['id']}/alike")
    assert (answer.status_code, answer.json()["items"]) == (200, [])


async def test_reporting_and_judging_belong_to_their_roles(people):
    body = {"title": "报刊订阅任务", "department": "WLJ"}
    assert await people.refused(people.department(), "/v1/imposed-tasks", body) == (403, "forbidden")
    task = await reported(people)
    path = f"/v1/imposed-tasks/{task['id']}/confirmation"
    assert await people.refused(people.township(), path, FOUND) == (403, "forbidden")


async def test_the_same_idempotency_key_reports_once(svc, people):
    body = {"title": "报刊订阅任务", "department": "WLJ"}
    async with people.village() as village:
        for _ in range(2):
            answer = await village.post("/v1/imposed-tasks", json=body, headers={"idempotency-key": "k1"})
            assert answer.status_code == 201
    assert len(await svc.events(TaskImposed)) == 1


async def history(client, task):
    async with client:
        answer = await client.get(f"/v1/imposed-tasks/{task['id']}/history")
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_a_history_names_the_reporter_to_the_office_and_to_the_reporter_alone(svc, people):
    task = await reported(people, svc.client(Role.VILLAGE, region=VILLAGE, sub="village-secretary"))
    await confirmed(people, task)
    told = await history(people.county(), task)
    assert [(each["to_state"], each["by"], each["reason"]) for each in told] == [
        ("reported", "village-secretary", None), ("confirmed", "county_office@" + COUNTY, FOUND["reason"]),
    ]  # fmt: skip
    own = svc.client(Role.VILLAGE, region=VILLAGE, sub="village-secretary")
    assert (await history(own, task))[0]["by"] == "village-secretary"
    for role, region, department in (
        (Role.TOWNSHIP, TOWNSHIP, None), (Role.INSPECTOR, COUNTY, None), (Role.DEPARTMENT, COUNTY, "WLJ"),
    ):  # fmt: skip
        report = (await history(svc.client(role, region=region, department=department), task))[0]
        assert (report["to_state"], report["by"], report["by_name"]) == ("reported", None, None)
    accused = await history(svc.client(Role.DEPARTMENT, region=COUNTY, department="WLJ"), task)
    assert accused[1]["by"] is None, "a department does not learn who in the county judged it"


async def test_the_history_of_an_anonymous_report_names_nobody_even_in_the_database(svc, people):
    task = await reported(people, svc.client(Role.VILLAGE, region=VILLAGE, sub="village-secretary"), anonymous=True)
    (entry,) = await history(people.county(), task)
    assert (entry["by"], entry["by_name"]) == (None, None)
    connection = await svc.database.direct()
    try:
        (row,) = await connection.fetch("SELECT h::text AS row FROM record_history h WHERE kind = 'imposed_task'")
    finally:
        await connection.close()
    assert not any(word in row["row"] for word in ("village-secretary", "测试人员", VILLAGE))


async def test_who_may_not_read_a_report_yet_may_not_read_its_history(svc, people):
    task = await reported(people)
    async with svc.client(Role.DEPARTMENT, region=COUNTY, department="WLJ") as accused:
        answer = await accused.get(f"/v1/imposed-tasks/{task['id']}/history")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_a_task_that_was_dispatched_is_not_confirmed_although_nobody_typed_its_number(people):
    granted = await people.granted()
    await people.assigned(granted)
    summer = people.at(SUMMER)
    task = await reported(summer, title="村级防汛值守", department="NYJ")
    path = f"/v1/imposed-tasks/{task['id']}/confirmation"
    async with summer.county() as office:
        answer = await office.post(path, json=FOUND)
    assert (answer.status_code, answer.json()["code"], answer.json()["number"]) == (
        409, "task_admitted", granted["number"],
    )  # fmt: skip
    early = await reported(summer, title="村级防汛值守", department="NYJ", occurred_on="2026-05-05")
    assert (await confirmed(summer, early))["state"] == "confirmed"
