"""A law changes: everything that stands on it is found, its owner answers, and another person agrees."""

import asyncio
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from checklist_svc.consumers import consumers
from contracts.law_changes import LawChanged, LawReviewOpened, LawReviewReturned, LawReviewSettled
from contracts.report import FormApproved, Frequency

from tests.integration.checklist.conftest import COUNTY, VILLAGE

CHANGE = {"law": "防洪法", "kind": "repealed", "effective_on": "2026-03-20", "source": "主席令第88号"}
AMENDED = CHANGE | {"law": "村民委员会组织法", "kind": "amended"}
KEEP = {"answer": "kept", "new_basis": "防汛条例第12条", "reason": "职责未变，依据更新"}
END = {"answer": "ended", "reason": "依据已无，不再派交"}


async def listed(client, path="/v1/law-reviews", **query):
    async with client:
        answer = await client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def kinds_of(client):
    async with client:
        return [todo["kind"] for todo in (await client.get("/v1/todos")).json()["todos"]]


@pytest.fixture
async def reviews(svc, people):
    """An admission and a form on the law, an admission on another one, and whatever items stand on it."""
    await people.granted()
    await people.granted("WLJ", title="图书室开放", legal_basis="公共图书馆法第36条")
    form = FormApproved(
        form="B01", frequency=Frequency.MONTHLY, title="汛情月报", valid_until=date(2026, 12, 31), seconds_a_year=0,
        legal_basis="《中华人民共和国防洪法》第四十一条",
    )  # fmt: skip
    await svc.hear(consumers, form, region=COUNTY, department="WLJ", subject_id=uuid4(),
                   at=datetime(2026, 3, 2, tzinfo=UTC))  # fmt: skip
    change = await people.made(people.county(), "/v1/law-changes", CHANGE)
    found = await listed(people.county(), change_id=change["id"], limit=100)
    assert len(found) == change["found"]
    return found


def of_kind(reviews, standing):
    (review,) = [each for each in reviews if each["standing"] == standing]
    return review


async def test_everything_on_the_law_is_found_and_its_owner_has_to_act(svc, people, reviews):
    owners = {(each["standing"], each["department"]) for each in reviews if each["standing"] != "item"}
    assert owners == {("admission", "NYJ"), ("form", "WLJ")}
    assert {each["due_on"] for each in reviews} == {"2026-04-19"}
    assert "law_review" in await kinds_of(people.department())
    assert [each["title"] for each in await listed(people.department("WLJ"))] == ["汛情月报"]
    async with people.county() as county:
        items = (await county.get("/v1/lists/current")).json()["items"]
    standing = {item["name"] for item in items if "防洪法" in item["legal_basis"]}
    assert {each["title"] for each in reviews if each["standing"] == "item"} == standing
    (event,) = await svc.events(LawChanged)
    assert (event["region"], event["data"]["found"]) == (COUNTY, len(reviews))
    assert len(await svc.events(LawReviewOpened)) == len(reviews)


async def test_what_goes_on_needs_a_basis_in_force_and_another_persons_word(svc, people, reviews):
    path = f"/v1/law-reviews/{of_kind(reviews, 'admission')['id']}"
    for basis in (None, "领导要求", "防洪法第41条"):
        assert await people.refused(people.department(), f"{path}/answer", KEEP | {"new_basis": basis}) == (
            422, "new_basis_missing",
        )  # fmt: skip
    await people.made(people.department(), f"{path}/answer", KEEP, status=200)
    assert "law_review" not in await kinds_of(people.department())
    assert "law_review_acceptance" in await kinds_of(people.approver())
    back = {"decision": "return", "reason": "请补充条款内容"}
    assert (await people.made(people.county(), f"{path}/acceptance", back, status=200))["state"] == "open"
    await people.made(people.department(), f"{path}/answer", KEEP, status=200)
    settled = await people.made(
        people.approver(), f"{path}/acceptance", {"decision": "accept", "reason": "依据有效"}, status=200
    )  # fmt: skip
    assert (settled["state"], settled["new_basis"]) == ("settled", "防汛条例第12条")
    assert len(await svc.events(LawReviewReturned)) == 1
    (event,) = await svc.events(LawReviewSettled)
    assert (event["data"]["kept"], event["data"]["basis"]) == (True, "防汛条例第12条")


async def test_what_is_said_to_have_ended_has_ended(people, reviews):
    review = of_kind(reviews, "admission")
    path = f"/v1/law-reviews/{review['id']}/answer"
    assert await people.refused(people.department(), path, END) == (409, "still_in_force")
    withdrawal = f"/v1/admissions/{review['subject_id']}/withdrawal"
    await people.made(people.department(), withdrawal, {"reason": "依据已废止"}, status=200)
    assert (await people.made(people.department(), path, END, status=200))["state"] == "answered"


async def test_items_of_the_lists_are_the_offices_and_two_persons_clear_them(people):
    change = await people.made(people.county(), "/v1/law-changes", AMENDED)
    items = await listed(people.county(), change_id=change["id"], standing="item", limit=100)
    assert items
    path = f"/v1/law-reviews/{items[0]['id']}"
    assert "law_review_of_lists" in await kinds_of(people.county())
    kept = KEEP | {"new_basis": "村民委员会组织法(2026)第9条"}
    assert (await people.refused(people.department(), f"{path}/answer", kept))[0] == 404
    await people.made(people.county(sub="first"), f"{path}/answer", kept, status=200)
    accept = {"decision": "accept", "reason": "依据有效"}
    assert await people.refused(people.county(sub="first"), f"{path}/acceptance", accept) == (
        409, "law_review_same_person",
    )  # fmt: skip
    await people.made(people.county(sub="second"), f"{path}/acceptance", accept, status=200)


async def test_an_item_that_a_new_edition_keeps_on_the_same_law_has_not_ended(people):
    change = await people.made(people.county(), "/v1/law-changes", AMENDED)
    kept, gone = (await listed(people.county(), change_id=change["id"], standing="item", limit=100))[:2]
    item = {
        "kind": "assist", "code": "AS01", "name": kept["title"], "content": "同前", "legal_basis": kept["basis"],
        "lead_department": "县民政局",
    }  # fmt: skip
    edition = await people.made(people.county(), "/v1/editions", {"title": "本县清单", "items": [item]})
    await people.made(
        people.county(), f"/v1/editions/{edition['id']}/publication", {"effective_from": "2026-03-02"}, status=200
    )  # fmt: skip
    path = "/v1/law-reviews/{}/answer"
    assert await people.refused(people.county(), path.format(kept["id"]), END) == (409, "still_in_force")
    assert (await people.made(people.county(), path.format(gone["id"]), END, status=200))["state"] == "answered"


async def test_only_the_office_of_the_county_records_and_nothing_twice(people, reviews):
    assert await people.refused(people.county(), "/v1/law-changes", CHANGE | {"law": "《防洪法》"}) == (
        409, "law_change_known",
    )  # fmt: skip
    police = CHANGE | {"law": "治安管理处罚法"}
    answers = await asyncio.gather(*(people.county().post("/v1/law-changes", json=police) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    for client in (people.department(), people.township(), people.village(VILLAGE), people.approver()):
        assert (await people.refused(client, "/v1/law-changes", CHANGE))[0] == 403
    for broken in ({"law": ""}, {"articles": [0]}, {"effective_on": "9999-12-31"}, {"articles": [1] * 51}):
        assert (await people.refused(people.county(), "/v1/law-changes", CHANGE | broken))[0] == 422
    path = f"/v1/law-reviews/{of_kind(reviews, 'form')['id']}"
    assert (await people.refused(people.department("NYJ"), f"{path}/answer", KEEP))[0] == 404
    assert (await people.refused(people.county(), f"{path}/answer", KEEP))[0] == 403
    async with people.county("990202000000") as other:
        assert (await other.get(path)).status_code == 404


BEFORE = CHANGE | {"effective_on": "2026-02-01"}
OLD = {"legal_basis": "《中华人民共和国防洪法》第三十八条"}


async def test_an_application_on_a_law_that_was_repealed_before_is_refused_with_the_law(people):
    await people.made(people.county(), "/v1/law-changes", BEFORE)
    draft = await people.drafted(**OLD)
    path = f"/v1/admissions/{draft['id']}/submission"
    async with people.department() as client:
        refused = await client.post(path, json={})
    assert (refused.status_code, refused.json()["code"]) == (422, "basis_repealed")
    assert refused.json()["laws"] == [
        {"of": "admission", "law": "防洪法", "repealed_on": "2026-02-01", "source": "主席令第88号"}
    ]
    mended = {"application": people.application(legal_basis="防汛条例第12条")}
    assert (await people.made(people.department(), path, mended, status=200))["state"] == "submitted"


async def test_a_repeal_counts_from_its_day_for_its_articles_and_until_the_law_is_laid_down_anew(people):
    await people.made(people.county(), "/v1/law-changes", BEFORE | {"effective_on": "2026-05-07"})
    assert (await people.submitted(**OLD))["state"] == "submitted"  # begins on the day before
    await people.made(people.county(), "/v1/law-changes", BEFORE | {"articles": [41]})
    assert (await people.submitted(title="河道清障", **OLD))["state"] == "submitted"
    gone = await people.drafted(title="堤防加固", legal_basis="防洪法第41条")
    path = f"/v1/admissions/{gone['id']}/submission"
    assert await people.refused(people.department(), path, {}) == (422, "basis_repealed")
    anew = BEFORE | {"kind": "amended", "effective_on": "2026-03-01"}
    await people.made(people.county(), "/v1/law-changes", anew)
    assert (await people.made(people.department(), path, {}, status=200))["state"] == "submitted"


async def test_an_edition_does_not_come_into_force_with_an_item_on_a_repealed_law(people):
    await people.made(people.county(), "/v1/law-changes", BEFORE)
    item = {
        "kind": "assist", "code": "AS01", "name": "协助巡堤", "content": "汛期巡堤", "lead_department": "水务局", **OLD
    }  # fmt: skip
    edition = await people.made(people.county(), "/v1/editions", {"title": "本县清单", "items": [item]})
    path, day = f"/v1/editions/{edition['id']}", {"effective_from": "2026-04-01"}
    assert await people.refused(people.county(), f"{path}/publication", day) == (422, "basis_repealed")


async def test_a_form_approved_on_a_law_that_was_repealed_before_is_to_be_answered_for(svc, people):
    await people.made(people.county(), "/v1/law-changes", BEFORE)
    form = FormApproved(
        form="B01", frequency=Frequency.MONTHLY, title="汛情月报", valid_until=date(2026, 12, 31), seconds_a_year=0,
        **OLD,
    )  # fmt: skip
    key = uuid4()
    for sequence in (1, 2):  # an event that arrives twice opens one review
        await svc.hear(consumers, form, region=COUNTY, department="WLJ", subject_id=key, sequence=sequence,
                       at=datetime(2026, 3, 2, tzinfo=UTC))  # fmt: skip
    (review,) = await listed(people.department("WLJ"), standing="form")
    assert (review["subject_id"], review["law"], review["state"]) == (str(key), "防洪法", "open")
    assert "law_review" in await kinds_of(people.department("WLJ"))
