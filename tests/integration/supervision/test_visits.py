"""Visits, and reports of visits outside of the plan, through a running supervision-svc."""

import asyncio

from contracts.supervision import (
    VisitCompleted,
    VisitOffplanDetected,
    VisitOffplanDismissed,
    VisitOffplanReported,
    VisitOffplanRetracted,
)
from countykit.identity import Role
from countykit.testing import open_actions

VILLAGE = "990101001201"
OTHER_VILLAGE = "990101002201"
TOWNSHIP, OTHER_TOWNSHIP = "990101001000", "990101002000"
REPORT = {
    "region": VILLAGE, "department": "civil-affairs", "visited_on": "2025-03-03", "demanded": "要求当日填报三张表",
}  # fmt: skip


def codes(view):
    return [warning["code"] for warning in view["warnings"]]


async def test_a_visit_is_published_with_its_village_and_the_visiting_body(story):
    visit = await story.visit(department="agriculture", plan=None)
    assert (visit["state"], visit["planned"], codes(visit)) == ("completed", False, ["INS-01"])
    (event,) = await story.svc.events(VisitCompleted)
    assert (event["region"], event["department"]) == (VILLAGE, "agriculture")
    assert event["subject"] == f"visits/{visit['id']}"
    assert event["data"] == {"planned": False, "unannounced": True}


async def test_a_visit_tomorrow_is_refused_even_when_it_is_today_in_greenwich(story):
    body = {"region": VILLAGE, "visited_on": "2025-03-04", "unannounced": True, "team_size": 2}
    answer = await story.post(Role.INSPECTOR, "/v1/visits", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "date_in_future")
    assert await story.svc.events(VisitCompleted) == []


async def test_a_report_names_no_day_before_2000(story):
    answer = await story.post(Role.VILLAGE, "/v1/visits/offplan", {**REPORT, "visited_on": "1999-12-31"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_a_visit_after_midnight_in_china_is_not_in_the_future(story):
    body = {"region": VILLAGE, "visited_on": "2025-03-04", "unannounced": True, "team_size": 2}
    late = await story.post(Role.INSPECTOR, "/v1/visits", body, headers={"x-songbang-time": "2025-03-03T16:30:00Z"})
    assert late.status_code == 201, late.text


async def test_a_visit_without_a_plan_warns_with_the_rule_and_its_source(story):
    visit = await story.visit(plan=None)
    assert visit["planned"] is False
    (warning,) = visit["warnings"]
    assert warning["code"] == "INS-01"
    assert "整治形式主义为基层减负若干规定" in warning["law"]


async def test_the_third_visit_to_a_village_in_one_week_warns(story, days):
    visits = [await story.visit(at=days(day)) for day in (0, 2, 6, 7)]
    assert [codes(visit) for visit in visits] == [[], [], ["INS-06"], []]
    again = await story.get(Role.VILLAGE, f"/v1/visits/{visits[2]['id']}")
    assert codes(again.json()) == ["INS-06"]


async def test_visits_recorded_at_the_same_moment_do_not_all_pass_as_the_second(story):
    visits = await asyncio.gather(*(story.visit() for _ in range(4)))
    assert sorted(codes(visit) for visit in visits) == [[], [], ["INS-06"], ["INS-06"]]


async def test_only_inspectors_record_visits_and_only_of_villages_in_their_region(story):
    body = {"region": VILLAGE, "visited_on": "2025-03-03", "unannounced": True, "team_size": 2}
    assert (await story.post(Role.TOWNSHIP, "/v1/visits", body)).status_code == 403
    assert (await story.post(Role.INSPECTOR, "/v1/visits", body, region="990102000000")).status_code == 403
    unknown = await story.post(Role.INSPECTOR, "/v1/visits", {**body, "region": "990101001299"})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "region_unknown")
    township = await story.post(Role.INSPECTOR, "/v1/visits", {**body, "region": "990101001000"})
    assert (township.status_code, township.json()["code"]) == (422, "invalid_request")
    stranger = await story.post(Role.INSPECTOR, "/v1/visits", {**body, "department": "nobody"})
    assert stranger.json()["code"] == "department_unknown"


async def test_a_confirmed_report_charges_the_body_that_came(story):
    report = await story.made(Role.VILLAGE, "/v1/visits/offplan", {**REPORT, "department": "qingshi-finance"})
    assert (report["state"], codes(report)) == ("reported", ["INS-01"])
    assert await story.svc.events(VisitOffplanDetected) == []
    path = f"/v1/visits/{report['id']}/confirmation"
    assert (await story.post(Role.TOWNSHIP, path, {"reason": "属实"})).status_code == 403
    confirmed = await story.made(Role.COUNTY_OFFICE, path, {"reason": "属实"})
    assert (confirmed["state"], open_actions(confirmed)) == ("confirmed", [])
    (event,) = await story.svc.events(VisitOffplanDetected)
    assert (event["region"], event["department"]) == (VILLAGE, "qingshi-finance")
    assert event["data"] == {"charged_home": "990101001000"}
    assert (event["sequence"], len(await story.svc.events(VisitOffplanReported))) == (2, 1)
    again = await story.post(Role.COUNTY_OFFICE, path, {"reason": "属实"})
    assert (again.status_code, again.json()["code"]) == (409, "illegal_transition")


async def test_a_dismissed_report_charges_nobody(story):
    report = await story.made(Role.TOWNSHIP, "/v1/visits/offplan", REPORT)
    dismissed = await story.made(Role.COUNTY_OFFICE, f"/v1/visits/{report['id']}/dismissal", {"reason": "计划内检查"})
    assert (dismissed["state"], dismissed["warnings"]) == ("dismissed", [])
    assert await story.svc.events(VisitOffplanDetected) == []
    assert len(await story.svc.events(VisitOffplanDismissed)) == 1


async def test_a_reported_visit_is_hidden_from_the_township_until_it_is_judged(story):
    report = await story.made(Role.VILLAGE, "/v1/visits/offplan", REPORT, region=VILLAGE, sub="li")
    path = f"/v1/visits/{report['id']}"
    assert (await story.get(Role.TOWNSHIP, path, region=TOWNSHIP)).status_code == 404
    assert (await story.get(Role.VILLAGE, path, region=VILLAGE, sub="li")).status_code == 200
    await story.made(Role.COUNTY_OFFICE, f"{path}/confirmation", {"reason": "属实"})
    assert (await story.get(Role.TOWNSHIP, path, region=TOWNSHIP)).status_code == 200


async def test_the_reporter_of_a_visit_does_not_decide_on_the_report(story):
    report = await story.made(Role.COUNTY_OFFICE, "/v1/visits/offplan", REPORT, sub="li")
    assert open_actions(report) == []
    seen = await story.get(Role.COUNTY_OFFICE, f"/v1/visits/{report['id']}", sub="wang")
    assert open_actions(seen.json()) == ["joining", "question", "confirmation", "dismissal"]
    path = f"/v1/visits/{report['id']}/confirmation"
    same = await story.post(Role.COUNTY_OFFICE, path, {"reason": "属实"}, sub="li")
    assert (same.status_code, same.json()["code"]) == (409, "reporter_cannot_judge")
    assert (await story.post(Role.COUNTY_OFFICE, path, {"reason": "属实"}, sub="zhao")).status_code == 200


async def test_nobody_reports_the_same_visit_twice_until_it_is_dismissed(story):
    answers = await asyncio.gather(
        story.post(Role.VILLAGE, "/v1/visits/offplan", REPORT), story.post(Role.VILLAGE, "/v1/visits/offplan", REPORT)
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    report, refused = sorted(answers, key=lambda answer: answer.status_code)
    assert refused.json()["code"] == "already_reported"
    await story.made(Role.COUNTY_OFFICE, f"/v1/visits/{report.json()['id']}/dismissal", {"reason": "查无此事"})
    assert (await story.post(Role.VILLAGE, "/v1/visits/offplan", REPORT)).status_code == 201


async def test_no_refusal_tells_of_anothers_report_and_a_visit_is_charged_once(story):
    """A township that was told "reported already" would know that its own unit was reported, and by whom."""
    first = await story.made(Role.VILLAGE, "/v1/visits/offplan", REPORT)
    second = await story.made(Role.TOWNSHIP, "/v1/visits/offplan", REPORT)
    for step in ("objection", "confirmation"):
        body = {"grounds": "确有计划"} if step == "objection" else {"reason": "属实"}
        answer = await story.post(Role.TOWNSHIP, f"/v1/visits/{first['id']}/{step}", body)
        assert answer.status_code == (404 if step == "objection" else 403), answer.text
    own = await story.post(Role.TOWNSHIP, f"/v1/visits/{second['id']}/objection", {"grounds": "确有计划"})
    assert own.status_code == 403
    await story.made(Role.COUNTY_OFFICE, f"/v1/visits/{first['id']}/confirmation", {"reason": "属实"})
    answer = await story.post(Role.COUNTY_OFFICE, f"/v1/visits/{second['id']}/confirmation", {"reason": "属实"})
    assert (answer.status_code, answer.json()["code"]) == (409, "visit_already_charged")
    await story.made(Role.COUNTY_OFFICE, f"/v1/visits/{second['id']}/dismissal", {"reason": "已另案认定"})


async def test_the_accused_department_sees_a_report_only_when_it_is_confirmed(story):
    report = await story.made(Role.VILLAGE, "/v1/visits/offplan", REPORT)
    path, accused = f"/v1/visits/{report['id']}", {"department": "civil-affairs"}
    assert (await story.get(Role.DEPARTMENT, path, **accused)).status_code == 404
    await story.made(Role.COUNTY_OFFICE, f"{path}/confirmation", {"reason": "属实"})
    assert (await story.get(Role.DEPARTMENT, path, **accused)).json()["department"] == "civil-affairs"
    assert (await story.get(Role.DEPARTMENT, path, department="agriculture")).status_code == 404


async def test_visits_of_another_township_do_not_exist_for_the_caller(story):
    visit = await story.visit()
    other = {"region": OTHER_TOWNSHIP}
    assert (await story.get(Role.TOWNSHIP, f"/v1/visits/{visit['id']}", **other)).status_code == 404
    assert (await story.get(Role.TOWNSHIP, "/v1/visits", **other)).json()["items"] == []
    assert (await story.post(Role.TOWNSHIP, "/v1/visits/offplan", REPORT, **other)).status_code == 403


async def test_visits_are_listed_by_region_state_plan_and_department(story):
    mine = await story.visit(unannounced=False)
    other = await story.visit(OTHER_VILLAGE, plan=None, department="agriculture")
    reported = await story.made(Role.VILLAGE, "/v1/visits/offplan", REPORT)

    async def found(**params):
        answer = await story.get(Role.COUNTY_OFFICE, "/v1/visits", params={"sort": "visited_on", **params})
        return {item["id"] for item in answer.json()["items"]}

    assert await found(region=OTHER_TOWNSHIP) == {other["id"]}
    assert await found(region="990101000000") == {mine["id"], other["id"], reported["id"]}
    assert await found(state="reported") == {reported["id"]}
    assert await found(planned=True) == {mine["id"]}
    assert await found(planned=False, unannounced=True) == {other["id"]}
    assert await found(department="civil-affairs") == {reported["id"]}
    assert await found(department="agriculture") == {other["id"]}


async def test_the_body_that_came_objects_and_a_second_person_overturns_the_verdict(story):
    report = await story.made(Role.VILLAGE, "/v1/visits/offplan", REPORT, sub="li")
    path, accused = f"/v1/visits/{report['id']}", {"department": "civil-affairs"}
    await story.made(Role.COUNTY_OFFICE, f"{path}/confirmation", {"reason": "属实"}, sub="judge")
    stranger = await story.post(Role.DEPARTMENT, f"{path}/objection", {"grounds": "不是我们"}, department="agriculture")
    assert stranger.status_code == 404
    disputed = await story.made(Role.DEPARTMENT, f"{path}/objection", {"grounds": "计划第12号已列入"}, **accused)
    assert (disputed["state"], disputed["objection"]) == ("objected", "计划第12号已列入")
    review = {"decision": "overturned", "reason": "计划内，登记有误"}
    same = await story.post(Role.COUNTY_OFFICE, f"{path}/review", review, sub="judge")
    assert (same.status_code, same.json()["code"]) == (409, "judge_cannot_review")
    fallen = await story.made(Role.APPROVER, f"{path}/review", review, sub="approver")
    assert (fallen["state"], codes(fallen)) == ("overturned", [])
    (event,) = await story.svc.events(VisitOffplanRetracted)
    (counted,) = await story.svc.events(VisitOffplanDetected)
    assert event["data"] == {
        "charged_home": counted["data"]["charged_home"], "counted_on": "2025-03-03", "by_objection": True,
    }  # fmt: skip
    # What fell bars nobody from reporting another visit of that day.
    assert (await story.post(Role.VILLAGE, "/v1/visits/offplan", REPORT, sub="zhao")).status_code == 201
