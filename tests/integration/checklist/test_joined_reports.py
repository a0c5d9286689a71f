"""Several reports of one imposed task are one case: offered, joined, parted, judged once by somebody without a part."""

from datetime import UTC, datetime

import pytest
from contracts.imposed_tasks import (
    TaskImpositionConfirmed,
    TaskImpositionDismissalProposed,
    TaskImpositionDismissed,
    TaskImpositionJoined,
    TaskImpositionParted,
)
from countykit.identity import Role
from countykit.testing import open_actions

from .test_neutral_questions import QUESTION, desk  # noqa: F401

COUNTY, TOWNSHIP, VILLAGE, ELSEWHERE = "990101000000", "990101001000", "990101001201", "990101002201"
DAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
TASK = {"title": "报刊订阅任务", "department": "WLJ", "occurred_on": "2026-02-20"}
WHY = {"reason": "查证属实"}


class Reports:
    """Two villages report, the office judges."""

    def __init__(self, svc):
        self.svc = svc

    async def send(self, role, path, body=None, *, get=False, sub="judge", region=COUNTY, department=None):
        async with self.svc.client(role, region=region, sub=sub, department=department, at=DAY) as client:
            return await client.get(path) if get else await client.post(path, json=body)

    async def reported(self, *, by="li", region=VILLAGE, **changes):
        answer = await self.send(Role.VILLAGE, "/v1/imposed-tasks", {**TASK, **changes}, sub=by, region=region)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    async def act(self, task, step, body=None, *, sub="judge", status=200):
        answer = await self.send(Role.COUNTY_OFFICE, f"/v1/imposed-tasks/{task}/{step}", body, sub=sub)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def read(self, task, role=Role.COUNTY_OFFICE, **who):
        return await self.send(role, f"/v1/imposed-tasks/{task}", get=True, **who)

    async def joined(self, task, into, *, sub="joiner", status=200):
        return await self.act(task, "joining", {"into": into}, sub=sub, status=status)


@pytest.fixture
def reports(svc):
    return Reports(svc)


async def two(reports):
    return await reports.reported(), await reports.reported(by="wang", region=ELSEWHERE, title="报刊征订")


async def test_reports_of_the_same_body_and_time_are_offered_those_of_the_same_name_first(reports):
    first = await reports.reported()
    nearer = await reports.reported(by="wang", region=ELSEWHERE, title="报刊征订")
    named = await reports.reported(by="wang", region=ELSEWHERE, occurred_on="2026-01-21")
    await reports.reported(by="wang", occurred_on="2026-01-20")  # 31 days before
    await reports.reported(by="wang", department="NYJ")
    judged = await reports.reported(by="wang", title="另一份")
    await reports.act(judged, "dismissal", WHY)
    answer = await reports.send(Role.COUNTY_OFFICE, f"/v1/imposed-tasks/{first}/alike", get=True)
    assert [each["id"] for each in answer.json()["items"]] == [named, nearer]
    for role, who in ((Role.VILLAGE, {"sub": "li", "region": VILLAGE}), (Role.DEPARTMENT, {"department": "WLJ"})):
        assert (await reports.send(role, f"/v1/imposed-tasks/{first}/alike", get=True, **who)).status_code == 403


async def test_what_is_joined_is_judged_and_charged_once_and_both_reporters_hear_of_it(reports, svc):
    first, second = await two(reports)
    joined = await reports.joined(second, first)
    assert (joined["state"], joined["joined_to"], open_actions(joined)) == ("joined", first, ["parting"])
    (event,) = await svc.events(TaskImpositionJoined)
    assert (event["data"], "department" in event) == ({"title": "报刊征订", "into": first}, False)
    waiting = (await reports.read(second, Role.VILLAGE, sub="wang", region=ELSEWHERE)).json()
    assert (waiting["state"], waiting["joined_to"], waiting["joined_outcome"]) == ("joined", None, None)
    answering = await reports.act(first, "confirmation", WHY)
    assert (answering["state"], answering["reports"]) == ("confirmed", 2)
    assert len(await svc.events(TaskImpositionConfirmed)) == 1
    assert (await reports.act(second, "confirmation", WHY, status=409))["code"] == "illegal_transition"
    heard = (await reports.read(second, Role.VILLAGE, sub="wang", region=ELSEWHERE)).json()
    assert (heard["state"], heard["joined_outcome"], heard["reports"]) == ("joined", "confirmed", None)
    listed = await reports.send(Role.VILLAGE, "/v1/imposed-tasks", get=True, sub="wang", region=ELSEWHERE)
    assert [each["joined_outcome"] for each in listed.json()["items"]] == ["confirmed"]


async def test_the_accused_body_never_sees_a_joined_report_nor_how_many_there_were(reports):
    first, second = await two(reports)
    await reports.joined(second, first)
    accused = {"role": Role.DEPARTMENT, "department": "WLJ", "sub": "clerk"}
    for task in (first, second):
        assert (await reports.read(task, **accused)).status_code == 404
    await reports.act(first, "confirmation", WHY)
    seen = (await reports.read(first, **accused)).json()
    assert (seen["reports"], seen["joined_to"], seen["dismissal_reason"]) == (None, None, None)
    assert (await reports.read(second, **accused)).status_code == 404


async def test_who_reported_one_of_them_or_joined_them_judges_and_reviews_nothing_of_it(reports):
    first, second = await two(reports)
    await reports.joined(second, first)
    third = await reports.reported(by="li", title="又一份")
    assert (await reports.joined(third, first, sub="li", status=409))["code"] == "reporter_cannot_judge"
    await reports.act(third, "dismissal", WHY)
    for party in ("li", "wang", "joiner"):
        for step in ("confirmation", "dismissal-proposal"):
            assert (await reports.act(first, step, WHY, sub=party, status=409))["code"] == "reporter_cannot_judge"
        todos = await reports.send(Role.COUNTY_OFFICE, "/v1/todos", get=True, sub=party)
        assert todos.json()["todos"] == [], party
    todos = await reports.send(Role.COUNTY_OFFICE, "/v1/todos", get=True)
    assert [todo["id"] for todo in todos.json()["todos"]] == [first]
    await reports.act(first, "confirmation", WHY)
    for party in ("wang", "joiner"):
        assert (await reports.act(first, "withdrawal", WHY, sub=party, status=409))["code"] == "judge_cannot_review"


async def test_several_reports_are_dismissed_by_two_people(reports, svc):
    first, second = await two(reports)
    assert (await reports.act(first, "dismissal-proposal", WHY, status=409))["code"] == "illegal_transition"
    await reports.joined(second, first)
    assert (await reports.act(first, "dismissal", WHY, status=409))["code"] == "dismissal_needs_two"
    await reports.act(first, "dismissal-proposal", WHY)
    assert (await reports.act(first, "dismissal", WHY, status=409))["code"] == "dismissal_needs_two"
    assert (await reports.act(first, "dismissal", WHY, sub="colleague"))["state"] == "dismissed"
    assert [len(await svc.events(kind)) for kind in (TaskImpositionDismissalProposed, TaskImpositionDismissed)] == [
        1,
        1,
    ]


async def test_a_joined_report_is_parted_until_its_matter_is_judged(reports, svc):
    first, second = await two(reports)
    await reports.joined(second, first)
    parted = await reports.act(second, "parting")
    assert (parted["state"], parted["joined_to"]) == ("reported", None)
    assert (await reports.read(first)).json()["reports"] == 1
    assert len(await svc.events(TaskImpositionParted)) == 1
    assert (await reports.act(second, "dismissal", WHY))["state"] == "dismissed"
    third = await reports.reported(by="wang", region=ELSEWHERE)
    await reports.joined(third, first)
    await reports.act(first, "confirmation", WHY)
    assert (await reports.act(third, "parting", status=409))["code"] == "matter_judged"
    assert (await reports.read(first)).json()["reports"] == 2


async def test_only_open_reports_of_one_body_and_time_are_joined_and_never_in_a_chain(reports):
    first, second = await two(reports)
    others = [
        await reports.reported(by="wang", department="NYJ"),
        await reports.reported(by="wang", occurred_on="2026-01-20"),  # 31 days before
        first,
    ]
    judged = await reports.reported(by="wang", title="已办")
    await reports.act(judged, "dismissal", WHY)
    for other in (*others, judged):
        assert (await reports.joined(first, other, status=409))["code"] == "not_one_matter"
    await reports.joined(second, first)
    third = await reports.reported(by="zhao", region=ELSEWHERE)
    assert (await reports.joined(first, third, sub="another", status=409))["code"] == "not_one_matter"
    assert (await reports.joined(third, second, status=409))["code"] == "not_one_matter"
    assert (await reports.read(first)).json()["reports"] == 2


@pytest.mark.parametrize(("version", "status"), [(1, 200), (2, 412)])
async def test_a_joining_is_about_the_report_that_is_joined_and_not_about_the_one_that_answers(
    reports, version, status
):
    older, newer = await two(reports)
    await reports.joined(await reports.reported(by="zhao", region=ELSEWHERE), older)
    async with reports.svc.client(Role.COUNTY_OFFICE, region=COUNTY, sub="joiner", at=DAY) as office:
        path = f"/v1/imposed-tasks/{newer}/joining"
        answer = await office.post(path, json={"into": older}, headers={"if-match": f'"{version}"'})
    assert answer.status_code == status, answer.text
    if status == 200:
        assert (answer.json()["id"], answer.headers["etag"]) == (newer, '"2"')


async def test_what_a_body_is_being_asked_about_is_not_joined_before_it_has_spoken(desk):  # noqa: F811
    first, second = await desk.reported(), await desk.reported(title="报刊征订")
    await desk.office(f"{second}/question", QUESTION)
    into = {"into": first.rpartition("/")[2]}
    waiting = await desk.office(f"{second}/joining", into)
    assert (waiting.status_code, waiting.json()["code"]) == (409, "statement_awaited")
    assert (await desk.office(f"{second}/joining", into, days=8)).json()["state"] == "joined"
