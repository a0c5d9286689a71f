"""Deadlines in a year whose holiday notice is not out yet, and what the notice does to them."""

from datetime import UTC, date, datetime

import pytest
from contracts.gateway import CalendarPublished
from contracts.rectifications import (
    RectificationAccepted,
    RectificationExtended,
    RectificationOpened,
    RectificationOverdue,
    RectificationRescheduled,
)
from contracts.supervision import LetterSent
from countykit.identity import Role
from servicekit.transaction import Context
from supervision_svc.consumers import consumers
from supervision_svc.letters.service import follow_the_calendar as follow_letters
from supervision_svc.rectifications.service import follow_the_calendar as follow_repairs

TOWNSHIP, COUNTRY = "990101001000", "000000000000"
SATURDAY = datetime(2026, 11, 28, 2, tzinfo=UTC)
LONG_AFTER = datetime(2027, 6, 1, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def days_to_come(story, monkeypatch):
    """Told times may lie ahead: the next year is what these tests are about."""
    monkeypatch.setattr(story.svc.app.state.clock, "of_request", datetime.fromisoformat)


async def notice(story, *days_off: date, region: str = COUNTRY, sequence: int = 1) -> None:
    published = CalendarPublished(
        year=2027, days_off=[date(2027, 1, 1), *days_off], make_up_days=[], source="国务院办公厅通知"
    )
    await story.svc.hear(consumers, published, region=region, sequence=sequence)


async def tick(story, at: datetime) -> None:
    for run in (follow_repairs, follow_letters):
        async with story.svc.database.transaction(Context.of_system("tick", at)) as tx:
            await run(tx)
    await story.svc.do_due(at)


async def letter(story, **values):
    sent = await story.letter(at=SATURDAY, deadline_workdays=25, **values)
    await story.made(Role.TOWNSHIP, f"/v1/letters/{sent['id']}/receipt", at=SATURDAY)
    return sent, await story.rectification(sent["problems"][0]["rectification_id"], at=SATURDAY)


async def overdue(story, at):
    answer = await story.get(Role.COUNTY_OFFICE, "/v1/rectifications", at=at, params={"overdue": True})
    return [row["id"] for row in answer.json()["items"]]


async def test_a_letter_of_a_saturday_with_25_working_days_is_due_on_4_january_provisionally(story):
    sent, repair = await letter(story)
    rule = {"from": "2026-11-28", "workdays": 25, "calendar": 0}
    for shown in (sent, repair):
        assert (shown["deadline"], shown["provisional"], shown["deadline_rule"]) == ("2027-01-04", True, rule)
    (event,) = await story.svc.events(LetterSent)
    assert (event["data"]["deadline"], event["data"]["provisional"]) == ("2027-01-04", True)
    (opened,) = await story.svc.events(RectificationOpened)
    assert opened["data"]["long_overdue_provisional"]
    text = (await story.get(Role.COUNTY_OFFICE, f"/v1/letters/{sent['id']}/text", at=SATURDAY)).text
    assert "2027年1月4日（暂定" in text


async def test_a_deadline_before_the_days_that_the_next_notice_may_move_is_certain(story):
    sent = await story.letter(at=SATURDAY, deadline_workdays=10)
    assert (sent["deadline"], sent["provisional"]) == ("2026-12-11", False)


async def test_nothing_is_overdue_by_a_provisional_deadline(story):
    _, repair = await letter(story)
    await tick(story, LONG_AFTER)
    assert await story.svc.events(RectificationOverdue) == []
    assert await overdue(story, LONG_AFTER) == []
    late = await story.rectification(repair["id"], at=LONG_AFTER)
    assert (late["overdue"], late["days_left"], late["stage"]) == (False, 0, "T0")
    await story.submit(repair, at=LONG_AFTER)
    closed = (await story.recheck(repair, at=LONG_AFTER)).json()
    assert closed["state"] == "closed"
    (accepted,) = await story.svc.events(RectificationAccepted)
    assert accepted["data"]["in_time"]


async def test_the_notice_moves_the_deadline_later_and_makes_it_certain(story):
    sent, repair = await letter(story)
    await notice(story, date(2027, 1, 4))
    await tick(story, SATURDAY)
    moved = await story.rectification(repair["id"], at=SATURDAY)
    assert (moved["deadline"], moved["provisional"]) == ("2027-01-05", False)
    assert moved["deadline_rule"]["calendar"] == 1
    shown = (await story.get(Role.COUNTY_OFFICE, f"/v1/letters/{sent['id']}", at=SATURDAY)).json()
    assert (shown["deadline"], shown["provisional"]) == ("2027-01-05", False)
    (event,) = await story.svc.events(RectificationRescheduled)
    assert event["region"] == TOWNSHIP
    assert (event["data"]["previous"], event["data"]["deadline"]) == ("2027-01-04", "2027-01-05")
    assert (event["data"]["previous_provisional"], event["data"]["provisional"]) == (True, False)
    await tick(story, SATURDAY)
    assert len(await story.svc.events(RectificationRescheduled)) == 1, "once for each publication"
    await tick(story, datetime(2027, 1, 5, 15, tzinfo=UTC))
    assert await story.svc.events(RectificationOverdue) == []
    await tick(story, datetime(2027, 1, 5, 17, tzinfo=UTC))
    assert len(await story.svc.events(RectificationOverdue)) == 1


async def test_what_was_announced_is_kept_when_the_notice_would_make_it_earlier(story):
    in_january = datetime(2027, 1, 28, 2, tzinfo=UTC)
    sent = await story.letter(at=in_january, deadline_workdays=10)
    assert (sent["deadline"], sent["provisional"]) == ("2027-02-17", True), "two days of the festival are made up"
    await notice(story)
    await tick(story, in_january)
    kept = await story.rectification(sent["problems"][0]["rectification_id"], at=in_january)
    assert (kept["deadline"], kept["provisional"]) == ("2027-02-17", False)


async def test_a_deadline_set_in_the_moment_of_the_notice_is_not_left_behind(story):
    """The calendar is kept for two seconds: a letter may still be written with the one before."""
    await story.letter(at=SATURDAY)
    await notice(story, date(2027, 1, 4))
    _, repair = await letter(story)
    await tick(story, SATURDAY)
    assert (await story.rectification(repair["id"], at=SATURDAY))["deadline"] == "2027-01-05"


async def test_more_time_is_counted_on_as_one_period(story):
    _, repair = await letter(story)
    path = f"/v1/rectifications/{repair['id']}/extension"
    longer = (await story.post(Role.COUNTY_OFFICE, path, {"workdays": 5, "reason": "汛期值守"}, at=SATURDAY)).json()
    assert (longer["deadline"], longer["provisional"]) == ("2027-01-11", True)
    assert (longer["deadline_rule"]["from"], longer["deadline_rule"]["workdays"]) == ("2026-11-28", 30)
    (event,) = await story.svc.events(RectificationExtended)
    assert (event["data"]["previous_provisional"], event["data"]["provisional"]) == (True, True)


async def test_a_later_correction_and_local_holidays_move_running_deadlines_too(story):
    _, repair = await letter(story)
    await notice(story)
    await tick(story, SATURDAY)
    assert (await story.rectification(repair["id"], at=SATURDAY))["deadline"] == "2027-01-04"
    await notice(story, date(2027, 1, 4), region="990100000000")
    await tick(story, SATURDAY)
    assert (await story.rectification(repair["id"], at=SATURDAY))["deadline"] == "2027-01-05"
    await notice(story, date(2027, 1, 5), sequence=2)
    await tick(story, SATURDAY)
    assert (await story.rectification(repair["id"], at=SATURDAY))["deadline"] == "2027-01-06"


async def test_an_older_notice_that_arrives_late_changes_nothing(story):
    _, repair = await letter(story)
    await notice(story, date(2027, 1, 4), sequence=2)
    await notice(story, sequence=1)
    await tick(story, SATURDAY)
    assert (await story.rectification(repair["id"], at=SATURDAY))["deadline"] == "2027-01-05"
