"""Which bodies a county has give their opinions, on which kind of work: a table that two people keep (LST-02)."""

import asyncio
from datetime import date

import pytest
from checklist_svc.consumers import consumers
from contracts.gateway import DepartmentRegistered
from contracts.lineage import ChangeSubject
from contracts.reviewing_bodies import ReviewingBodyApproved, ReviewingBodyRemoved
from countykit.identity import Role

from tests.integration.checklist.conftest import COUNTY, NOW, TOWNSHIP, VILLAGE, effort
from tests.integration.territory import became

PATH = "/v1/reviewing-bodies"
SAFETY = {"name": "安监局", "department": "AJJ", "works": ["patrol", "duty"], "reason": "安全巡查由其把关"}
CULTURE = {"name": "文旅局", "department": "WLJ", "works": [], "reason": "参加全部审核"}
APPROVE = {"decision": "approved", "reason": "同意"}


@pytest.fixture
async def svc(start_county):
    service = await start_county(burden_budget_minutes=100_000)
    await registered(service, "AJJ")
    return service


async def registered(svc, code, home=COUNTY):
    department = DepartmentRegistered(code=code, name=f"机构{code}", home=home, valid_from=date(2020, 1, 1))
    await svc.hear(consumers, department, region=home)


async def kept(people, *bodies):
    found = []
    for body in bodies:
        row = await people.made(people.county(), PATH, body)
        found.append(await people.made(people.approver(), f"{PATH}/{row['id']}/approval", APPROVE, status=200))
    return found


async def reviewers(people, work="notice", code="NYJ"):
    """Who is asked about a task of some kind."""
    kind = effort(10) | {"work": work}
    admission = await people.submitted(code, title=f"事项{work}{code}", **kind)
    return {review["department"] for review in await people.reviews(admission)}


async def test_a_body_looks_at_the_kinds_of_work_it_is_named_for(svc, people):
    assert await reviewers(people) == {"D115", "D101", "D116", "D117"}  # configured, while there is no table
    row = await people.made(people.county(), PATH, SAFETY)
    assert await reviewers(people, "patrol") == {"D115", "D101", "D116", "D117"}  # not yet approved
    await people.made(people.approver(), f"{PATH}/{row['id']}/approval", APPROVE, status=200)
    await kept(people, CULTURE)
    assert await reviewers(people, "duty") == {"AJJ", "WLJ"}
    assert await reviewers(people, "meeting") == {"WLJ"}
    assert await reviewers(people, "meeting", code="WLJ") == set()  # nobody reviews their own wish
    event = (await svc.events(ReviewingBodyApproved))[0]
    assert (event["region"], event["department"], event["data"]) == (
        COUNTY, "AJJ", {"name": "安监局", "body": "AJJ", "works": ["patrol", "duty"]},
    )  # fmt: skip


async def test_work_that_nobody_is_named_for_comes_before_all_of_them(people):
    await kept(people, SAFETY, CULTURE | {"works": ["publicity"]})
    assert await reviewers(people, "meeting") == {"AJJ", "WLJ"}
    assert await reviewers(people, "publicity") == {"WLJ"}


async def test_two_people_name_a_body_and_the_office_does_not_take_it_away(svc, people):
    row = await people.made(people.county(), PATH, SAFETY)
    path = f"{PATH}/{row['id']}"
    async with people.approver() as approver:
        todos = [todo["kind"] for todo in (await approver.get("/v1/todos")).json()["todos"]]
    assert "reviewing_body_approval" in todos
    assert await people.refused(people.county(), f"{path}/approval", APPROVE) == (403, "forbidden")
    await people.made(people.approver(), f"{path}/approval", APPROVE, status=200)
    note = {"note": "不再参加"}
    assert await people.refused(people.county(), f"{path}/removal", note) == (403, "forbidden")
    waiting = await people.submitted(title="夜间巡查", **effort(10) | {"work": "patrol"})
    removed = await people.made(people.approver(), f"{path}/removal", note, status=200)
    assert (removed["state"], removed["note"]) == ("removed", "不再参加")
    assert [each["department"] for each in await people.reviews(waiting)] == ["AJJ"]  # what was asked is awaited
    assert len(await svc.events(ReviewingBodyRemoved)) == 1
    assert "D101" in await reviewers(people, "patrol")
    assert (await kept(people, SAFETY))[0]["state"] == "active"  # and it may come back


async def test_who_proposed_a_body_does_not_approve_it(svc, people):
    row = await people.made(people.county(sub="both"), PATH, SAFETY)
    same = svc.client(Role.APPROVER, region=COUNTY, sub="both", at=NOW)
    assert await people.refused(same, f"{PATH}/{row['id']}/approval", APPROVE) == (409, "reviewing_body_same_person")
    refuse = {"decision": "rejected", "reason": "不必"}
    assert (await people.made(people.approver(), f"{PATH}/{row['id']}/approval", refuse, status=200))[
        "state"
    ] == "rejected"
    assert "AJJ" not in await reviewers(people, "patrol")


async def test_a_body_stands_once_and_is_one_of_the_county(svc, people):
    answers = await asyncio.gather(*(people.county().post(PATH, json=SAFETY) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    for twin in (SAFETY | {"name": "应急局"}, CULTURE | {"name": "安监局"}):
        assert await people.refused(people.county(), PATH, twin) == (409, "reviewing_body_known")
    for changes, refusal in (
        ({"department": "XXX"}, (422, "department_unknown")),
        ({"department": "QSZ-DZB"}, (422, "reviewing_body_elsewhere")),
        ({"works": ["idling"]}, (422, "invalid_request")),
    ):
        body = CULTURE | {"name": "其他"} | changes
        status, code = await people.refused(people.county(), PATH, body)
        assert (status, code) == refusal
    for client in (people.department(), people.township(TOWNSHIP), people.village(VILLAGE), people.approver()):
        assert await people.refused(client, PATH, CULTURE) == (403, "forbidden")
    async with people.county("990202000000") as other:
        assert (await other.get(PATH)).json()["items"] == []


async def test_the_heir_of_a_body_gives_its_opinion_and_gives_one(svc, people):
    await kept(people, SAFETY, CULTURE)
    await registered(svc, "YJJ")
    await became(svc, consumers, {"AJJ": "YJJ"}, subject=ChangeSubject.DEPARTMENT)
    assert await reviewers(people, "patrol") == {"YJJ", "WLJ"}
    await became(svc, consumers, {"WLJ": "YJJ"}, subject=ChangeSubject.DEPARTMENT)
    assert await reviewers(people, "duty") == {"YJJ"}
