"""A township answers a letter before it counts, and a letter that was wrong is taken back with all that it counted."""

from contracts.letter_steps import LetterRecalled
from contracts.rectifications import RectificationCancelled
from countykit.identity import Role
from countykit.testing import open_actions

TOWNSHIP = "990101001000"
STATED = {"statement": "该项任务系县级清单第8项协助事项，有文号，不属转嫁"}
WHY = {"reason": "经核对清单，该任务有依据，原函撤回"}


async def test_a_township_states_once_before_the_deadline_and_a_second_person_answers(story, days):
    letter = await story.letter(sub="writer")
    path = f"/v1/letters/{letter['id']}"
    late = await story.post(Role.TOWNSHIP, f"{path}/statement", STATED, at=days(15))
    assert (late.status_code, late.json()["code"]) == (409, "letter_statement_late")
    stated = await story.made(Role.TOWNSHIP, f"{path}/statement", STATED)
    assert (stated["statement"], stated["stated_on"]) == (STATED["statement"], "2025-03-03")
    again = await story.post(Role.TOWNSHIP, f"{path}/statement", STATED)
    assert (again.status_code, again.json()["code"]) == (409, "illegal_transition")
    waiting = (await story.get(Role.COUNTY_OFFICE, "/v1/todos")).json()["todos"]
    assert [(todo["kind"], todo["due"]) for todo in waiting] == [("letter_reply", "2025-03-17")]
    assert (await story.get(Role.COUNTY_OFFICE, "/v1/todos", sub="writer")).json()["todos"] == []
    own = await story.post(Role.COUNTY_OFFICE, f"{path}/reply", WHY, sub="writer")
    assert (own.status_code, own.json()["code"]) == (409, "letter_same_person")
    answered = await story.made(Role.COUNTY_OFFICE, f"{path}/reply", {"reason": "该任务不在清单内，函仍有效"})
    assert (answered["state"], answered["reply"]) == ("sent", "该任务不在清单内，函仍有效")


async def test_a_recalled_letter_takes_its_repairs_and_its_receipt_back(story, days):
    finding = await story.finding()
    letter = await story.letter(finding_ids=[finding["id"]], sub="writer")
    path, repair = f"/v1/letters/{letter['id']}", letter["problems"][0]["rectification_id"]
    await story.made(Role.TOWNSHIP, f"{path}/receipt", at=days(1))
    own = await story.post(Role.COUNTY_OFFICE, f"{path}/recall", WHY, sub="writer")
    assert (own.status_code, own.json()["code"]) == (409, "letter_same_person")
    recalled = await story.made(Role.APPROVER, f"{path}/recall", WHY, at=days(2))
    assert (recalled["state"], recalled["reply"]) == ("recalled", WHY["reason"])
    (event,) = await story.svc.events(LetterRecalled)
    assert event["data"] == {"number": letter["number"], "actions": ["plaques"], "received_on": "2025-03-04"}
    (event,) = await story.svc.events(RectificationCancelled)
    assert (event["data"]["letter"], event["data"]["deadline"]) == (letter["id"], "2025-03-17")
    row = await story.rectification(repair, at=days(30))
    assert (row["state"], row["overdue"], open_actions(row)) == ("cancelled", False, [])
    await story.svc.do_due(days(60))
    types = [event["type"] for event in await story.svc.events()]
    assert "supervision.rectification.overdue.v1" not in types
    second = await story.letter(finding_ids=[finding["id"]], sub="writer")
    assert second["number"] != letter["number"], "the finding may be written about again, under a new number"


async def test_what_has_begun_to_count_is_not_recalled(story, days):
    repair = await story.repair(sub="writer")
    path = f"/v1/letters/{repair['letter_id']}/recall"
    late = await story.post(Role.APPROVER, path, WHY, at=days(15))
    assert (late.status_code, late.json()["code"]) == (409, "letter_recall_late"), "a miss is final"
    await story.submit(repair)
    answer = await story.post(Role.APPROVER, path, WHY)
    assert (answer.status_code, answer.json()["code"]) == (409, "letter_recall_late")
