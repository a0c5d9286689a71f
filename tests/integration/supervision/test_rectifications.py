"""Rectifications, their rechecks and their deadlines, through a running supervision-svc."""

import asyncio
from datetime import UTC, datetime

import pytest
from contracts.rectifications import (
    LateExtensionGranted,
    LateExtensionRequested,
    RectificationAccepted,
    RectificationExtended,
    RectificationOverdue,
    RectificationReopened,
    RectificationSubmitted,
)
from contracts.supervision import FindingClosed
from countykit.identity import Role
from countykit.testing import open_actions

from tests.waiting import eventually

TOWNSHIP = "990101001000"
OTHER_TOWNSHIP = "990101002000"
DEADLINE = "2025-03-17"
LAST_MOMENT = datetime(2025, 3, 17, 15, 59, tzinfo=UTC)
TOO_LATE = datetime(2025, 3, 17, 16, 0, tzinfo=UTC)
"""Midnight in China after the deadline's day."""


async def tick(story, at):
    await story.svc.do_due(at)


async def overdue(story):
    return [event["data"]["deadline"] for event in await story.svc.events(RectificationOverdue)]


async def test_an_accepted_repair_closes_the_rectification_and_its_finding(story):
    finding = await story.finding()
    repair = await story.repair(finding_ids=[finding["id"]])
    assert repair["state"] == "in_progress"
    submitted = (await story.submit(repair, at=LAST_MOMENT)).json()
    assert (submitted["state"], submitted["rounds"][0]["evidence"]) == ("submitted", [])
    closed = (await story.recheck(repair, at=TOO_LATE)).json()
    assert (closed["state"], closed["rounds"][0]["accepted"]) == ("closed", True)
    (accepted,) = await story.svc.events(RectificationAccepted)
    assert accepted["region"] == TOWNSHIP
    assert accepted["data"] == {
        "letter": repair["letter_id"], "action": "plaques", "deadline": DEADLINE, "provisional": False, "in_time": True,
        "long_overdue_on": "2025-03-31", "long_overdue_provisional": False, "submitted_on": DEADLINE,
        "closing": "repaired",
    }  # fmt: skip
    (event,) = await story.svc.events(FindingClosed)
    assert event["subject"] == f"findings/{finding['id']}"
    assert await overdue(story) == [], "a slow recheck is not the township's delay"


async def test_a_repair_needs_evidence_and_a_received_letter(story):
    repair = await story.repair(received=False)
    unread = await story.submit(repair)
    assert (unread.status_code, unread.json()["code"]) == (409, "illegal_transition")
    path = f"/v1/rectifications/{repair['id']}/submission"
    bare = await story.post(Role.TOWNSHIP, path, {"measures": "已改", "evidence": []})
    assert (bare.status_code, bare.json()["code"]) == (422, "invalid_request")


async def test_the_submitter_does_not_recheck_nor_does_anybody_of_the_township(story):
    repair = await story.repair()
    await story.submit(repair, sub="zhang")
    path = f"/v1/rectifications/{repair['id']}/recheck"
    body = {"decision": "accepted", "reason": "可以", "visit_id": (await story.visit())["id"]}
    assert (await story.post(Role.TOWNSHIP, path, body)).status_code == 403
    same = await story.post(Role.INSPECTOR, path, body, sub="zhang")
    assert (same.status_code, same.json()["code"]) == (409, "same_person")
    async with story.svc.client(Role.INSPECTOR, Role.TOWNSHIP, region=TOWNSHIP, sub="colleague") as client:
        near = await client.post(path, json=body)
    assert (near.status_code, near.json()["code"]) == (409, "checker_not_independent")
    placed = await story.post(Role.INSPECTOR, path, body, sub="placed", region=TOWNSHIP)
    assert (placed.status_code, placed.json()["code"]) == (409, "checker_not_independent")
    assert (await story.post(Role.COUNTY_OFFICE, path, body, sub="li")).status_code == 200


async def test_who_submitted_an_earlier_repair_does_not_recheck_a_later_one(story):
    repair = await story.repair()
    await story.submit(repair, sub="zhang")
    await story.recheck(repair, decision="returned")
    await story.submit(repair, sub="chen")
    path = f"/v1/rectifications/{repair['id']}/recheck"
    body = {"decision": "accepted", "reason": "可以", "visit_id": (await story.visit())["id"]}
    assert (await story.post(Role.INSPECTOR, path, body, sub="zhang")).json()["code"] == "same_person"
    assert (await story.post(Role.INSPECTOR, path, body, sub="li")).status_code == 200


async def test_a_repair_that_is_not_accepted_is_reopened_with_time_to_repair_again_and_stays_a_miss(story, days):
    repair = await story.repair()
    await story.submit(repair, at=days(10))
    reopened = (await story.recheck(repair, at=days(11), decision="returned", false_evidence=True)).json()
    assert (reopened["state"], reopened["deadline"], reopened["repair_by"]) == ("reopened", DEADLINE, "2025-03-21")
    (event,) = await story.svc.events(RectificationReopened)
    assert event["data"] == {
        "letter": repair["letter_id"], "action": "work", "deadline": DEADLINE, "false_evidence": True,
        "provisional": False, "previous": None, "previous_provisional": False, "long_overdue_on": "2025-03-31",
        "long_overdue_provisional": False, "repair_by": "2025-03-21", "submitted_on": "2025-03-13",
    }  # fmt: skip
    again = (await story.submit(repair, at=days(18))).json()
    assert (again["state"], again["overdue"]) == ("submitted", True), "overdue ends with acceptance"
    closed = (await story.recheck(repair, at=days(20))).json()
    assert [(r["accepted"], r["false_evidence"]) for r in closed["rounds"]] == [(False, True), (True, False)]
    (accepted,) = await story.svc.events(RectificationAccepted)
    assert (accepted["data"]["in_time"], accepted["data"]["submitted_on"]) == (False, "2025-03-21")
    assert (await overdue(story), closed["overdue"]) == ([DEADLINE], False)


async def test_what_is_repaired_again_by_the_deadline_is_in_time(story, days):
    repair = await story.repair()
    await story.submit(repair, at=days(1))
    again = (await story.recheck(repair, at=days(1), decision="returned", workdays=2)).json()
    assert (again["deadline"], again["repair_by"]) == (DEADLINE, None), "early does not bring the deadline nearer"
    await story.submit(repair, at=LAST_MOMENT)
    await story.recheck(repair, at=days(20))
    (accepted,) = await story.svc.events(RectificationAccepted)
    assert (accepted["data"]["in_time"], await overdue(story)) == (True, [])


async def test_a_submission_in_time_that_proves_to_be_no_repair_is_overdue_at_its_recheck(story, days):
    repair = await story.repair()
    waiting = (await story.submit(repair, at=LAST_MOMENT)).json()
    await tick(story, days(16))
    assert (waiting["overdue"], await overdue(story)) == (False, []), "a slow recheck is not the township's delay"
    reopened = (await story.recheck(repair, at=days(17), decision="returned")).json()
    assert (reopened["overdue"], await overdue(story)) == (True, [DEADLINE])
    await tick(story, days(40))
    assert await overdue(story) == [DEADLINE], "the time for repairing again is no new deadline"


async def test_false_evidence_cannot_be_accepted(story):
    repair = await story.repair()
    await story.submit(repair)
    answer = await story.recheck(repair, decision="accepted", false_evidence=True)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_a_deadline_that_passed_while_the_service_was_down_is_found_once(story):
    repair = await story.repair()
    await tick(story, LAST_MOMENT)
    assert await overdue(story) == []
    for at in (datetime(2025, 5, 20, tzinfo=UTC), datetime(2025, 6, 1, tzinfo=UTC)):
        await tick(story, at)
    (event,) = await story.svc.events(RectificationOverdue)
    assert (event["region"], event["subject"]) == (TOWNSHIP, f"rectifications/{repair['id']}")
    assert event["data"] == {"letter": repair["letter_id"], "action": "work", "deadline": DEADLINE}


@pytest.mark.parametrize("older_release", [False, True])
async def test_a_service_that_starts_again_finds_by_itself_what_became_overdue(lives, county, story_of, older_release):
    async with lives() as first:
        await county(first)
        repair = await story_of(first).repair()
        if older_release:
            await first.database.execute("DELETE FROM due_entry")  # it wrote rows, and knew no list
    async with lives() as second:
        events = await eventually(lambda: second.events(RectificationOverdue))
    assert [event["subject"] for event in events] == [f"rectifications/{repair['id']}"]


@pytest.mark.parametrize("ticked", [True, False])
async def test_a_late_submission_is_overdue_whether_the_tick_ran_before_it_or_not(story, ticked):
    repair = await story.repair()
    if ticked:
        await tick(story, TOO_LATE)
    await story.submit(repair, at=TOO_LATE)
    await tick(story, TOO_LATE)
    await story.recheck(repair, at=TOO_LATE)
    facts = [event["type"].split(".")[2] for event in await story.svc.events() if "rectification" in event["type"]]
    assert facts == ["opened", "started", "overdue", "submitted", "accepted"]
    assert [event["sequence"] for event in await story.svc.events(RectificationOverdue)] == [3]
    (accepted,) = await story.svc.events(RectificationAccepted)
    assert accepted["data"]["in_time"] is False


async def test_ticks_and_a_submission_at_the_same_moment_publish_overdue_once(story):
    repair = await story.repair()
    await asyncio.gather(*(tick(story, TOO_LATE) for _ in range(3)), story.submit(repair, at=TOO_LATE))
    assert await overdue(story) == [DEADLINE]
    assert len(await story.svc.events(RectificationSubmitted)) == 1


EXTENSION = {"workdays": 2, "reason": "汛期值守"}


async def test_an_extension_before_the_deadline_moves_it(story, days):
    repair = await story.repair()
    path = f"/v1/rectifications/{repair['id']}/extension"
    assert (await story.post(Role.TOWNSHIP, path, EXTENSION)).status_code == 403
    extended = await story.made(Role.COUNTY_OFFICE, path, EXTENSION, at=LAST_MOMENT)
    assert (extended["deadline"], extended["extension_reason"]) == ("2025-03-19", "汛期值守")
    (event,) = await story.svc.events(RectificationExtended)
    assert (event["data"]["previous"], event["data"]["deadline"]) == (DEADLINE, "2025-03-19")
    await tick(story, days(15))
    assert await overdue(story) == []
    await tick(story, days(30))
    assert await overdue(story) == ["2025-03-19"]


async def test_a_late_extension_needs_a_second_person_and_leaves_the_miss(story, days):
    repair = await story.repair()
    path = f"/v1/rectifications/{repair['id']}"
    asked = await story.made(Role.COUNTY_OFFICE, f"{path}/extension", EXTENSION, at=TOO_LATE, sub="li")
    assert (asked["deadline"], asked["repair_by"], asked["late_workdays"]) == (DEADLINE, None, 2)
    assert (await story.post(Role.TOWNSHIP, f"{path}/late-extension")).status_code == 403
    same = await story.post(Role.COUNTY_OFFICE, f"{path}/late-extension", sub="li", at=days(15))
    assert (same.status_code, same.json()["code"]) == (409, "same_person")
    granted = await story.made(Role.APPROVER, f"{path}/late-extension", sub="chen", at=days(15))
    assert (granted["deadline"], granted["repair_by"], granted["overdue"]) == (DEADLINE, "2025-03-20", True)
    assert (granted["late_workdays"], granted["extension_reason"]) == (None, "汛期值守")
    again = await story.post(Role.APPROVER, f"{path}/late-extension", sub="chen", at=days(15))
    assert (again.status_code, again.json()["code"]) == (409, "illegal_transition")
    (requested,), (given,) = (
        await story.svc.events(LateExtensionRequested),
        await story.svc.events(LateExtensionGranted),
    )
    assert requested["data"]["deadline"] == given["data"]["deadline"] == DEADLINE
    assert await story.svc.events(RectificationExtended) == []
    await story.submit(repair, at=days(16))
    await story.recheck(repair, at=days(17))
    (accepted,) = await story.svc.events(RectificationAccepted)
    assert (accepted["data"]["in_time"], await overdue(story)) == (False, [DEADLINE])


async def test_a_repair_ends_the_request_for_a_late_extension(story, days):
    repair = await story.repair()
    await story.made(Role.COUNTY_OFFICE, f"/v1/rectifications/{repair['id']}/extension", EXTENSION, at=TOO_LATE)
    await story.submit(repair, at=days(15))
    reopened = (await story.recheck(repair, at=days(16), decision="returned")).json()
    assert (reopened["late_workdays"], reopened["late_reason"]) == (None, None)


async def test_a_submitted_repair_has_no_deadline_to_extend(story):
    repair = await story.repair()
    await story.submit(repair)
    path = f"/v1/rectifications/{repair['id']}/extension"
    answer = await story.post(Role.COUNTY_OFFICE, path, {"workdays": 2, "reason": "延期"})
    assert (answer.status_code, answer.json()["code"]) == (409, "deadline_not_running")


async def test_a_late_receipt_publishes_the_passed_deadline_first(story, days):
    repair = await story.repair(received=False)
    await story.made(Role.TOWNSHIP, f"/v1/letters/{repair['letter_id']}/receipt", at=days(20))
    facts = [event["type"].split(".")[2] for event in await story.svc.events() if "rectification" in event["type"]]
    assert facts == ["opened", "overdue", "started"]


async def test_the_ladder_counts_working_days_to_and_from_the_deadline(story, days):
    repair = await story.repair(deadline_workdays=15)
    assert repair["deadline"] == "2025-03-24"
    expected = {
        0: (15, None), 7: (10, "T-10"), 15: (4, "T-10"), 16: (3, "T-3"), 18: (1, "T-1"), 20: (1, "T-1"),
        21: (0, "T0"), 22: (-1, "T+1"), 27: (-4, "T+1"), 28: (-5, "T+5"),
    }  # fmt: skip
    for day, wanted in expected.items():
        view = await story.rectification(repair["id"], at=days(day))
        assert (view["days_left"], view["stage"]) == wanted, day
        assert view["overdue"] is (day > 21)
    await story.submit(repair, at=days(28))
    view = await story.rectification(repair["id"], at=days(28))
    assert (view["days_left"], view["stage"], view["overdue"]) == (None, None, True)
    assert view["overdue_deadline"] == "2025-03-24"


async def test_the_deadlines_view_sorts_by_deadline_and_filters(story, days):
    slow, fast = await story.repair(deadline_workdays=20), await story.repair(deadline_workdays=3)
    other = await story.repair(region=OTHER_TOWNSHIP)

    async def found(role=Role.COUNTY_OFFICE, **params):
        answer = await story.get(role, "/v1/rectifications", at=days(7), params={"sort": "deadline", **params})
        return [item["id"] for item in answer.json()["items"]]

    assert await found() == [fast["id"], other["id"], slow["id"]]
    assert await found(overdue=True) == [fast["id"]]
    assert await found(overdue=False) == [other["id"], slow["id"]]
    await story.submit(fast, at=days(7))
    assert await found(overdue=True) == [fast["id"]], "overdue ends with acceptance"
    await story.recheck(fast, at=days(7), decision="returned")
    assert await found(region=OTHER_TOWNSHIP) == [other["id"]]
    assert await found(Role.TOWNSHIP) == [fast["id"], slow["id"]]
    assert await found(state="open", action="work") == []
    assert await found(letter=slow["letter_id"]) == [slow["id"]]
    first = await story.get(Role.COUNTY_OFFICE, "/v1/rectifications", params={"sort": "deadline", "limit": 1})
    after = {"sort": "deadline", "limit": 1, "after": first.json()["next"]}
    second = await story.get(Role.COUNTY_OFFICE, "/v1/rectifications", params=after)
    assert [item["id"] for item in second.json()["items"]] == [other["id"]]


async def test_another_township_neither_reads_nor_submits(story):
    repair = await story.repair()
    assert (await story.submit(repair, region=OTHER_TOWNSHIP)).status_code == 404
    path = f"/v1/rectifications/{repair['id']}"
    assert (await story.get(Role.TOWNSHIP, path, region=OTHER_TOWNSHIP)).status_code == 404
    assert (await story.get(Role.VILLAGE, path)).status_code == 403
    assert (await story.get(Role.DEPARTMENT, path, department="agriculture")).status_code == 403


async def test_a_stale_version_is_refused_and_nothing_is_published(story):
    repair = await story.repair()
    answer = await story.submit(repair, headers={"if-match": '"1"'})
    assert (answer.status_code, answer.json()["code"]) == (412, "stale_version")
    assert await story.svc.events(RectificationSubmitted) == []
    assert (await story.submit(repair, headers={"if-match": f'"{repair["version"]}"'})).status_code == 200


async def test_actions_open_to_a_caller_follow_role_and_state(story):
    repair = await story.repair()
    path = f"/v1/rectifications/{repair['id']}"

    async def allowed(role, **who):
        return open_actions((await story.get(role, path, **who)).json())

    assert [await allowed(role) for role in (Role.TOWNSHIP, Role.INSPECTOR, Role.COUNTY_OFFICE)] == [
        ["submission", "objection"], [], ["extension"],
    ]  # fmt: skip
    await story.submit(repair, sub="zhang")
    assert [await allowed(role) for role in (Role.TOWNSHIP, Role.INSPECTOR, Role.COUNTY_OFFICE)] == [
        ["objection"], ["recheck"], ["recheck"],
    ]  # fmt: skip
    assert await allowed(Role.INSPECTOR, sub="zhang") == []


async def test_an_accepted_repair_says_why_it_is_closed_in_a_word_of_the_list(story):
    repair = await story.repair()
    await story.submit(repair)
    for values, code in (({"closing": "forgotten"}, 422), ({"decision": "returned", "closing": "repaired"}, 422)):
        assert (await story.recheck(repair, **values)).status_code == code, values
    closed = await story.recheck(repair, closing="cause_gone")
    assert (closed.json()["state"], closed.json()["rounds"][-1]["closing"]) == ("closed", "cause_gone")
    (event,) = await story.svc.events(RectificationAccepted)
    assert event["data"]["closing"] == "cause_gone"


async def test_a_repair_is_closed_as_repaired_unless_said_otherwise_and_a_returned_one_has_no_reason(story):
    repair = await story.repair()
    await story.submit(repair)
    back = await story.recheck(repair, decision="returned")
    assert back.json()["rounds"][-1]["closing"] is None
    await story.submit(repair)
    closed = await story.recheck(repair)
    assert closed.json()["rounds"][-1]["closing"] == "repaired"
