"""A township contests a finding; overturned, its repair falls with all that it cost, however far it had come."""

from collections import Counter
from datetime import UTC, datetime

import orjson
import pytest
from contracts.contested_findings import FindingObjected, FindingOverturned, FindingUpheld, RectificationVoided
from contracts.letter_steps import LetterProblemFell
from contracts.supervision import LetterReceived
from countykit.identity import Role
from servicekit.bus.interface import Message
from supervision_svc.facts.reading import read
from supervision_svc.measures import USED

OTHER_TOWNSHIP = "990101002000"
GROUNDS = {"grounds": "该牌子在规格表内，尺寸合规"}
STOCKS = ("rectifications_overdue_open", "rectifications_long_overdue")
RIGHT = {"decision": "overturned", "reason": "到现场量过，尺寸合规"}


async def contested(story, finding, at):
    return await story.made(Role.TOWNSHIP, f"/v1/findings/{finding['id']}/objection", GROUNDS, at=at)


async def decided(story, finding, at, body=RIGHT, sub="judge"):
    return await story.post(Role.COUNTY_OFFICE, f"/v1/findings/{finding['id']}/review", body, at=at, sub=sub)


async def sums(story):
    """What the board's figures add up to on each day."""
    messages = [
        Message("t", 0, n, "x", orjson.dumps(event), datetime.now(UTC))
        for n, event in enumerate(await story.svc.events())
    ]
    columns = read(messages)
    found = Counter()
    for figure, day, delta in zip(columns.figures, columns.days, columns.deltas, strict=True):
        if figure in USED:
            found[figure, day] += delta
    return {key: total for key, total in found.items() if total}


async def nothing(_story, _repair, _days):
    """The deadline runs."""


async def overdue(story, _repair, days):
    await story.svc.do_due(days(40))


async def kept(story, repair, days):
    await story.submit(repair, at=days(5))
    await story.recheck(repair, at=days(6))


async def late(story, repair, days):
    await story.svc.do_due(days(16))
    await story.submit(repair, at=days(16))
    await story.recheck(repair, at=days(17))


async def false(story, repair, days):
    await story.submit(repair, at=days(10))
    await story.recheck(repair, at=days(18), decision="returned", false_evidence=True)


async def returned_and_waiting(story, repair, days):
    await story.submit(repair, at=days(5))
    await story.recheck(repair, at=days(6), decision="returned")
    await story.submit(repair, at=days(20))


async def returned_and_accepted(story, repair, days):
    await false(story, repair, days)
    await story.submit(repair, at=days(20))
    await story.recheck(repair, at=days(21))


@pytest.mark.parametrize("course", [nothing, overdue, kept, late, false, returned_and_waiting, returned_and_accepted])
async def test_a_finding_that_was_none_gives_back_whatever_its_repair_cost(story, days, course):
    finding = await story.finding()
    before = await sums(story)
    repair = await story.repair(finding_ids=[finding["id"]])
    await course(story, repair, days)
    assert await sums(story) != before or course is nothing
    await contested(story, finding, days(22))
    fallen = await decided(story, finding, days(23))
    assert (fallen.status_code, fallen.json()["state"]) == (200, "overturned")
    found = await sums(story)
    assert {key: total for key, total in found.items() if key[0] not in STOCKS} == before, "on every day"
    # What was overdue and then repaired has its days in the past; nothing of it is left.
    assert not any(sum(total for key, total in found.items() if key[0] == stock) for stock in STOCKS)
    row = await story.rectification(repair["id"], at=days(60))
    assert (row["state"], row["overdue"]) == ("cancelled", False)
    await story.svc.do_due(days(90))
    assert len(await story.svc.events(RectificationVoided)) == 1
    (event,) = await story.svc.events(FindingOverturned)
    assert event["data"]["counted_on"] == "2025-03-03"


async def test_a_finding_stands_where_the_objection_was_turned_down(story, days):
    finding = await story.finding()
    repair = await story.repair(finding_ids=[finding["id"]])
    objected = await contested(story, finding, days(1))
    assert (objected["state"], objected["objection_due_on"]) == ("open", "2025-04-03")
    upheld = await decided(story, finding, days(2), {"decision": "upheld", "reason": "确实超出规格"})
    assert (upheld.json()["state"], upheld.json()["review"]) == ("open", "确实超出规格")
    assert (await story.rectification(repair["id"], at=days(3)))["state"] == "in_progress"
    again = await story.post(Role.TOWNSHIP, f"/v1/findings/{finding['id']}/objection", GROUNDS, at=days(3))
    assert (again.status_code, again.json()["code"]) == (409, "illegal_transition")
    assert len(await story.svc.events(FindingObjected)) == len(await story.svc.events(FindingUpheld)) == 1
    assert await story.svc.events(RectificationVoided) == []


async def test_who_found_or_contests_it_does_not_decide_and_other_townships_do_not_contest(story, days):
    visit = await story.visit()
    body = {"action": "plaques", "grade": "general", "description": "超出规格", "clause": "PLQ-01"}
    finding = await story.made(Role.INSPECTOR, f"/v1/visits/{visit['id']}/findings", body, sub="finder")
    path = f"/v1/findings/{finding['id']}"
    assert (await decided(story, finding, days(1))).status_code == 409, "nobody has contested it"
    elsewhere = await story.post(Role.TOWNSHIP, f"{path}/objection", GROUNDS, region=OTHER_TOWNSHIP)
    assert elsewhere.status_code == 404
    assert (await story.post(Role.VILLAGE, f"{path}/objection", GROUNDS)).status_code == 403
    late = await story.post(Role.TOWNSHIP, f"{path}/objection", GROUNDS, at=days(31))
    assert (late.status_code, late.json()["code"]) == (409, "verdict_objection_late")
    await contested(story, finding, days(30))
    own = await decided(story, finding, days(31), sub="finder")
    assert (own.status_code, own.json()["code"]) == (409, "judge_cannot_review")
    assert (await story.post(Role.INSPECTOR, f"{path}/review", RIGHT, at=days(31))).status_code == 403
    todos = (await story.get(Role.COUNTY_OFFICE, "/v1/todos", sub="judge", at=days(31))).json()["todos"]
    assert ("finding_review", finding["id"]) in [(todo["kind"], todo["id"]) for todo in todos]


async def test_a_finding_that_fell_gets_no_letter_and_is_not_reopened(story, days):
    finding = await story.finding()
    await contested(story, finding, days(1))
    await decided(story, finding, days(2))
    letter = await story.post(Role.COUNTY_OFFICE, "/v1/letters", story.draft(finding_ids=[finding["id"]]))
    assert (letter.status_code, letter.json()["code"]) == (409, "finding_closed")
    reopened = await story.post(Role.INSPECTOR, f"/v1/findings/{finding['id']}/reopening", {"reason": "再次发现"})
    assert reopened.status_code == 409


async def test_a_letter_falls_with_its_only_finding_and_so_does_the_veto_on_its_receipt(story, days):
    """A task that is imposed after the letter would be a veto: the receipt is taken back on its own day."""
    finding = await story.finding(action="work", clause="LST-03")
    letter = await story.letter(finding_ids=[finding["id"]], sub="writer")
    path = f"/v1/letters/{letter['id']}"
    await story.made(Role.TOWNSHIP, f"{path}/receipt", at=days(1))
    assert ("letters_received_work", days(1).date()) in await sums(story)
    await contested(story, finding, days(20))
    await decided(story, finding, days(23))
    assert not any(figure == "letters_received_work" for figure, _ in await sums(story))
    fallen = (await story.get(Role.TOWNSHIP, path, at=days(24))).json()
    assert (fallen["state"], fallen["problems"][0]["fell_on"]) == ("fallen", "2025-03-26")
    (event,) = await story.svc.events(LetterProblemFell)
    assert event["data"] == {
        "number": letter["number"], "finding": finding["id"], "actions": ["work"], "standing": 0,
        "received_on": "2025-03-04",
    }  # fmt: skip
    for role, step, sub in ((Role.TOWNSHIP, "receipt", None), (Role.APPROVER, "recall", "other")):
        body = {"reason": "依据已经撤销"} if step == "recall" else None
        answer = await story.post(role, f"{path}/{step}", body, at=days(24), sub=sub)
        assert (answer.status_code, answer.json()["code"]) == (409, "illegal_transition"), step


@pytest.mark.parametrize("received", [True, False])
async def test_a_letter_with_another_problem_stands_for_that_one(story, days, received):
    one = await story.finding(action="work", clause="LST-03")
    other = await story.finding()
    letter = await story.letter(finding_ids=[one["id"], other["id"]], sub="writer")
    path = f"/v1/letters/{letter['id']}"
    if received:
        await story.made(Role.TOWNSHIP, f"{path}/receipt", at=days(1))
    await contested(story, one, days(2))
    await decided(story, one, days(3))
    seen = (await story.get(Role.TOWNSHIP, path, at=days(4))).json()
    assert [problem["fell_on"] for problem in seen["problems"]] == ["2025-03-06", None]
    assert seen["state"] == ("received" if received else "sent")
    if not received:
        await story.made(Role.TOWNSHIP, f"{path}/receipt", at=days(4))
        (event,) = await story.svc.events(LetterReceived)
        assert event["data"]["actions"] == ["plaques"], "of what fell nothing is received"
    assert not any(figure == "letters_received_work" for figure, _ in await sums(story))
    (event,) = await story.svc.events(LetterProblemFell)
    assert (event["data"]["actions"], event["data"]["standing"]) == (["work"], 1)
    await story.made(Role.APPROVER, f"{path}/recall", {"reason": "依据已经不足"}, at=days(5))


async def test_a_letter_falls_with_the_last_of_its_findings(story, days):
    findings = [await story.finding(), await story.finding()]
    letter = await story.letter(finding_ids=[finding["id"] for finding in findings])
    states = []
    for finding in findings:
        await contested(story, finding, days(2))
        await decided(story, finding, days(3))
        states.append((await story.get(Role.TOWNSHIP, f"/v1/letters/{letter['id']}", at=days(4))).json()["state"])
    assert states == ["sent", "fallen"]
    told = [event["data"] for event in await story.svc.events(LetterProblemFell)]
    assert [(each["actions"], each["standing"]) for each in told] == [([], 1), (["plaques"], 0)]
