"""A township contests a problem that was written out in a letter; people who did not send it decide."""

from contracts.contested_findings import RectificationObjected, RectificationOverturned, RectificationUpheld
from contracts.letter_steps import LetterWrittenProblemFell
from countykit.identity import Role
from countykit.testing import open_actions

from tests.integration.supervision.test_contested_findings import sums

GROUNDS = {"grounds": "该任务在清单之内，有准入编号"}
WRONG, RIGHT = ({"decision": each, "reason": "经查阅清单"} for each in ("upheld", "overturned"))
OTHER_TOWNSHIP = "990101002000"
COUNTED = {"rectifications_due", "rectifications_overdue_open", "rectifications_long_overdue", "letters_received_work"}


async def received(story, days, **values):
    letter = await story.letter(sub="writer", **values)
    await story.made(Role.TOWNSHIP, f"/v1/letters/{letter['id']}/receipt", at=days(1))
    return letter, f"/v1/rectifications/{letter['problems'][0]['rectification_id']}"


async def test_a_problem_that_was_none_falls_with_its_repair_and_all_that_was_counted(story, days):
    letter, path = await received(story, days)
    assert COUNTED & {figure for figure, _ in await sums(story)}
    objected = await story.made(Role.TOWNSHIP, f"{path}/objection", GROUNDS, at=days(20))
    assert (objected["state"], objected["objection_due_on"]) == ("in_progress", "2025-04-22")
    for sub, code in (("writer", "judge_cannot_review"), (None, None)):
        answer = await story.post(Role.COUNTY_OFFICE, f"{path}/review", RIGHT, at=days(22), sub=sub)
        assert answer.json().get("code") == code, answer.text
    assert answer.json()["state"] == "cancelled"
    (event,) = await story.svc.events(RectificationOverturned)
    assert (event["data"]["letter"], event["data"]["action"]) == (letter["id"], "work")
    (fell,) = await story.svc.events(LetterWrittenProblemFell)
    assert fell["data"] == {
        "number": letter["number"], "rectification": path.rpartition("/")[2], "actions": ["work"], "standing": 0,
        "received_on": "2025-03-04",
    }  # fmt: skip
    assert not COUNTED & {figure for figure, _ in await sums(story)}, "what was counted is taken back on its day"
    gone = (await story.get(Role.TOWNSHIP, f"/v1/letters/{letter['id']}", at=days(23))).json()
    assert (gone["state"], gone["problems"][0]["fell_on"]) == ("fallen", "2025-03-25")


async def test_a_problem_that_stands_is_contested_once_and_within_thirty_days(story, days):
    _, path = await received(story, days)
    assert (await story.post(Role.TOWNSHIP, f"{path}/objection", GROUNDS, region=OTHER_TOWNSHIP)).status_code == 404
    late = await story.post(Role.TOWNSHIP, f"{path}/objection", GROUNDS, at=days(32))
    assert (late.status_code, late.json()["code"]) == (409, "verdict_objection_late")
    await story.made(Role.TOWNSHIP, f"{path}/objection", GROUNDS, at=days(31))
    todos = (await story.get(Role.COUNTY_OFFICE, "/v1/todos", sub="judge", at=days(31))).json()["todos"]
    assert "written_problem_review" in {todo["kind"] for todo in todos}
    upheld = await story.made(Role.APPROVER, f"{path}/review", WRONG, at=days(32))
    assert (upheld["state"], upheld["review"]) == ("in_progress", "经查阅清单")
    again = await story.post(Role.TOWNSHIP, f"{path}/objection", GROUNDS, at=days(33))
    assert (again.status_code, again.json()["code"]) == (409, "illegal_transition")
    assert len(await story.svc.events(RectificationObjected)) == len(await story.svc.events(RectificationUpheld)) == 1
    assert await story.svc.events(RectificationOverturned) == []


async def test_a_problem_with_a_finding_is_contested_at_its_finding(story):
    finding = await story.finding()
    repair = await story.repair(finding_ids=[finding["id"]])
    path = f"/v1/rectifications/{repair['id']}"
    assert "objection" not in open_actions((await story.get(Role.TOWNSHIP, path)).json())
    assert (await story.post(Role.TOWNSHIP, f"{path}/objection", GROUNDS)).json()["code"] == "illegal_transition"
