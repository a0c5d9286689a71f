"""How reviewing bodies give their opinions on applications (LST-02)."""

from datetime import UTC, datetime

import sqlalchemy as sa
from checklist_svc.admissions.reviews.service import request_missing
from contracts.checklist import AdmissionReviewed, ReviewOverdue, ReviewWaived
from countykit.identity import Role
from servicekit.transaction import Context

from .conftest import COUNTY, People

AGREED = {"decision": "agree", "reason": "依据充分"}
GRANT = {"decision": "grant", "reason": "同意", "approval_number": "松委办〔2026〕12号"}
LATE = datetime(2026, 3, 12, 2, tzinfo=UTC)


def decision(admission):
    return f"/v1/admissions/{admission['id']}/decision"


def opinion(review):
    return f"/v1/reviews/{review['id']}/opinion"


def waiver(review):
    return f"/v1/reviews/{review['id']}/waiver"


async def todos(client):
    async with client:
        return [(item["kind"], item["due"]) for item in (await client.get("/v1/todos")).json()["todos"]]


async def test_every_body_is_asked_at_once_with_a_day_and_a_todo(svc, people):
    admission = await people.submitted()
    asked = await people.reviews(admission)
    assert {(review["body"], review["department"]) for review in asked} == {
        ("组织部", "D115"), ("民政局", "D101"), ("农办", "D116"), ("社会工作部", "D117"),
    }  # fmt: skip
    assert {review["opine_by"] for review in asked} == {"2026-03-11"}
    assert await todos(people.department("D101")) == [("review_opinion", "2026-03-11")]
    assert await todos(people.department("WLJ")) == []


async def test_a_body_reads_what_it_reviews_and_nothing_else(people):
    admission, other = await people.submitted(), await people.drafted(title="秋粮面积核对")
    async with people.department("D101") as body:
        assert (await body.get(f"/v1/admissions/{admission['id']}")).status_code == 200
        assert (await body.get(f"/v1/admissions/{other['id']}")).status_code == 404
        assert (await body.get("/v1/reviews")).json()["items"][0]["title"] == admission["title"]
    async with people.department("WLJ") as stranger:
        assert (await stranger.get(f"/v1/admissions/{admission['id']}")).status_code == 404


async def test_only_a_body_s_own_people_give_its_opinion_and_only_once(svc, people):
    admission = await people.submitted()
    (review,) = (one for one in await people.reviews(admission) if one["department"] == "D101")
    assert await people.refused(people.department("D116"), opinion(review), AGREED) == (404, "not_found")
    assert await people.refused(people.county(), opinion(review), AGREED) == (403, "forbidden")
    given = await people.made(people.department("D101"), opinion(review), AGREED, status=200)
    assert (given["state"], given["verdict"]) == ("given", "agree")
    again = await people.refused(people.department("D101"), opinion(review), AGREED)
    assert again == (409, "illegal_transition")
    (event,) = await svc.events(AdmissionReviewed)
    assert event["data"] == {"body": "民政局", "agreed": True}


async def test_nothing_is_decided_before_the_opinions_and_nothing_admitted_against_one(people):
    admission = await people.submitted()
    for outcome in (GRANT, {"decision": "reject", "reason": "无必要"}):
        assert await people.refused(people.county(), decision(admission), outcome) == (409, "reviews_incomplete")
    await people.reviewed(admission, objecting="农办")
    async with people.county() as county:
        answer = await county.post(decision(admission), json=GRANT)
    assert (answer.json()["code"], answer.json()["objecting"], answer.json()["missing"]) == (
        "reviews_incomplete", ["农办"], [],
    )  # fmt: skip
    assert answer.json()["rule"] == "LST-02"


async def test_who_reviewed_does_not_decide(svc, people):
    admission = await people.submitted()
    one_person = "the-same-person"
    (review, *others) = await people.reviews(admission)
    client = svc.client(Role.DEPARTMENT, region=COUNTY, department=review["department"], sub=one_person)
    await people.made(client, opinion(review), AGREED, status=200)
    for other in others:
        await people.made(people.department(other["department"]), opinion(other), AGREED, status=200)
    refused = await people.refused(people.county(sub=one_person), decision(admission), GRANT)
    assert refused == (409, "decider_took_part")
    assert (await people.made(people.county(), decision(admission), GRANT, status=200))["state"] == "granted"


async def test_a_body_does_not_review_its_own_application(start_county):
    svc = await start_county(review_bodies={"农业局": "NYJ", "民政局": "D101"})
    people = People(svc)
    admission = await people.submitted("NYJ")
    assert [review["department"] for review in await people.reviews(admission)] == ["D101"]


async def test_a_late_opinion_is_told_and_the_approver_may_go_on_without_it(svc, people):
    admission = await people.submitted()
    late, *others = await people.reviews(admission)
    for other in others:
        await people.made(people.department(other["department"]), opinion(other), AGREED, status=200)
    reason = {"reason": "该机构已书面说明不再提出意见"}
    assert await people.refused(people.approver(), waiver(late), reason) == (409, "opinion_not_overdue")
    await svc.do_due(LATE)
    (event,) = await svc.events(ReviewOverdue)
    assert event["data"] == {"body": late["body"], "title": admission["title"], "due_on": "2026-03-11"}
    assert ("review_waiver", None) in await todos(people.approver())
    assert await people.refused(people.county(), decision(admission), GRANT) == (409, "reviews_incomplete")
    assert await people.refused(people.county(), waiver(late), reason) == (403, "forbidden")
    assert (await people.made(people.approver(), waiver(late), reason, status=200))["state"] == "waived"
    assert len(await svc.events(ReviewWaived)) == 1
    assert (await people.made(people.county(), decision(admission), GRANT, status=200))["state"] == "granted"


async def test_an_opinion_may_still_come_after_its_day(svc, people):
    admission = await people.submitted()
    await svc.do_due(LATE)
    late = (await people.reviews(admission, state="overdue"))[0]
    given = await people.made(people.department(late["department"]), opinion(late), AGREED, status=200)
    assert given["state"] == "given"


async def test_a_returned_application_asks_for_no_more_opinions(people):
    admission = await people.submitted()
    back = {"decision": "return", "reason": "请补充", "points": ["写明经费来源"]}
    await people.made(people.county(), decision(admission), back, status=200)
    assert await todos(people.department("D101")) == []
    assert len(await people.reviews(admission, state="closed")) == 4


async def test_an_application_that_nobody_was_asked_about_is_asked_about(svc, people):
    admission = await people.submitted()
    async with svc.database.engine.begin() as connection:
        await connection.execute(sa.text("DELETE FROM admission_review"))
    async with svc.database.transaction(Context.of_system("tick", LATE)) as tx:
        await request_missing(svc.app.state.settings, tx)
    assert len(await people.reviews(admission)) == 4
