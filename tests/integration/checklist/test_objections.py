"""The way back of what was rejected: an objection, decided by other people, and a linked new application."""

from datetime import UTC, datetime

import pytest
from contracts.checklist import AdmissionEndorsed, AdmissionReturned, AdmissionSubmitted, AdmissionWithdrawn
from countykit.testing import open_actions

from tests.pdf_files import pdf

NEGATIVE = {"title": "向村级组织摊派商业保险、报刊杂志订阅等任务指标"}
REASON = {"reason": "该任务由省级文件明确要求"}
GRANT = {"decision": "grant", "reason": "同意", "approval_number": "松委办〔2026〕12号"}
REJECT = {"decision": "reject", "reason": "属于负面事项"}
IN_MAY = datetime(2026, 5, 6, 2, tzinfo=UTC)


def path(admission, action=""):
    return f"/v1/admissions/{admission['id']}" + (f"/{action}" if action else "")


async def objected(people):
    rejected = await people.submitted(**NEGATIVE)
    after = await people.made(people.department(), path(rejected, "objection"), REASON, status=200)
    await people.reviewed(after)
    return after


async def endorse(people, admission, outcome, sub="second"):
    body = {"decision": outcome, "reason": "已复核原件"}
    return await people.made(people.county(sub=sub), path(admission, "endorsement"), body, status=200)


async def test_an_objection_to_the_list_goes_to_people_once(svc, people):
    admission = await objected(people)
    assert (admission["state"], admission["objection"]) == ("submitted", REASON["reason"])
    assert admission["rejection"]["cited_item"] == "NE05"
    assert [event["data"]["objected"] for event in await svc.events(AdmissionSubmitted)] == [False, True]
    await endorse(people, admission, "reject")
    final = await people.made(people.county(), path(admission, "decision"), REJECT, status=200)
    assert (final["state"], open_actions(final)) == ("rejected", [])
    again = await people.refused(people.department(), path(admission, "objection"), REASON)
    assert again == (409, "nothing_to_object_to")


async def test_what_the_list_names_is_admitted_only_by_two_persons_who_agree(svc, people):
    admission = await objected(people)
    alone = await people.refused(people.county(), path(admission, "decision"), GRANT)
    assert alone == (409, "second_person_missing")
    await endorse(people, admission, "reject")
    assert await people.refused(people.county(), path(admission, "decision"), GRANT) == (409, "second_person_missing")
    await endorse(people, admission, "grant", sub="third")
    same = await people.refused(people.county(sub="third"), path(admission, "decision"), GRANT)
    assert same == (409, "decider_took_part")
    assert (await people.made(people.county(), path(admission, "decision"), GRANT, status=200))["state"] == "granted"
    assert [event["data"]["outcome"] for event in await svc.events(AdmissionEndorsed)] == ["reject", "grant"]


async def test_an_objection_waits_for_a_second_person_as_a_todo(people):
    await objected(people)
    async with people.approver() as approver:
        kinds = [item["kind"] for item in (await approver.get("/v1/todos")).json()["todos"]]
    assert kinds == ["admission_endorsement"]


async def test_there_is_nothing_to_endorse_without_an_objection(people):
    admission = await people.submitted()
    body = {"decision": "grant", "reason": "同意"}
    refused = await people.refused(people.county(), path(admission, "endorsement"), body)
    assert refused == (409, "illegal_transition")


async def test_a_person_s_rejection_is_objected_to_before_other_people(people):
    admission = await people.submitted()
    await people.reviewed(admission)
    await people.made(people.county(sub="first"), path(admission, "decision"), REJECT, status=200)
    after = await people.made(people.department(), path(admission, "objection"), REASON, status=200)
    await people.reviewed(after)
    await endorse(people, after, "grant")
    first = await people.refused(people.county(sub="first"), path(after, "decision"), GRANT)
    assert first == (409, "decider_took_part")
    assert (await people.made(people.county(), path(after, "decision"), GRANT, status=200))["state"] == "granted"


async def test_an_objection_comes_within_thirty_days(people):
    rejected = await people.submitted(**NEGATIVE)
    late = people.at(IN_MAY)
    assert await people.refused(late.department(), path(rejected, "objection"), REASON) == (409, "objection_late")


async def test_a_returned_objection_is_not_stopped_by_the_list_again(people):
    admission = await objected(people)
    back = {"decision": "return", "reason": "请补充", "points": ["附省级文件"]}
    await people.made(people.county(), path(admission, "decision"), back, status=200)
    again = await people.made(people.department(), path(admission, "submission"), {}, status=200)
    assert (again["state"], again["advice"]["answer"]) == ("submitted", "block")


async def test_a_new_application_names_the_rejected_one(svc, people):
    rejected = await people.submitted(**NEGATIVE)
    linked = await people.submitted(follows=rejected["id"])
    assert (linked["state"], linked["follows"]) == ("submitted", rejected["id"])
    assert (await svc.events(AdmissionSubmitted))[-1]["data"]["follows"] == rejected["id"]
    body = people.application(follows=linked["id"])
    assert await people.refused(people.department(), "/v1/admissions", body) == (422, "follows_invalid")
    foreign = people.application(follows=rejected["id"])
    assert await people.refused(people.department("WLJ"), "/v1/admissions", foreign) == (422, "follows_invalid")


async def test_a_grant_names_the_number_of_its_approval(people):
    admission = await people.submitted()
    await people.reviewed(admission)
    bare = {"decision": "grant", "reason": "同意"}
    refused = await people.refused(people.county(), path(admission, "decision"), bare)
    assert refused == (422, "approval_number_missing")
    granted = await people.made(people.county(), path(admission, "decision"), GRANT, status=200)
    assert granted["approval_number"] == "松委办〔2026〕12号"


async def test_a_return_says_what_to_mend(svc, people):
    admission = await people.submitted()
    bare = {"decision": "return", "reason": "请补充"}
    assert await people.refused(people.county(), path(admission, "decision"), bare) == (422, "points_missing")
    points = ["写明经费来源", "频次改为每年一次"]
    body = bare | {"points": points}
    returned = await people.made(people.county(), path(admission, "decision"), body, status=200)
    assert returned["points"] == points
    assert (await svc.events(AdmissionReturned))[0]["data"]["points"] == points


@pytest.mark.parametrize(("step", "by"), [("withdrawal", "department"), ("revocation", "county_office")])
async def test_an_admission_is_given_back_by_the_department_or_taken_back_by_the_county(svc, people, step, by):
    granted = await people.granted()
    client = people.department() if by == "department" else people.county()
    ended = await people.made(client, path(granted, step), {"reason": "任务取消"}, status=200)
    assert ended["state"] == "withdrawn"
    (event,) = await svc.events(AdmissionWithdrawn)
    assert event["data"] == {"number": granted["number"], "by": by, "reason": "任务取消"}


async def test_a_department_cannot_take_back_as_the_county(people):
    granted = await people.granted()
    refused = await people.refused(people.department(), path(granted, "revocation"), {"reason": "任务取消"})
    assert refused == (403, "forbidden")


async def test_the_scan_of_the_approval_is_added_by_the_office_and_read_by_the_department(people):
    granted = await people.granted()
    url = path(granted, "attachments")
    async with people.village() as village:
        assert (await village.post(url, content=pdf())).status_code == 403
    async with people.county() as county:
        answer = await county.post(url, content=pdf(), params={"name": "批准文件.pdf"})
    async with people.department() as department:
        listed = await department.get(url)
    assert (answer.status_code, [item["name"] for item in listed.json()["items"]]) == (201, ["批准文件.pdf"]), (
        answer.text
    )
