"""The last day to decide an application, in a year whose holiday notice is not out yet (LST-03)."""

from datetime import UTC, date, datetime

from checklist_svc.admissions.service import follow_the_calendar
from checklist_svc.consumers import consumers
from contracts.gateway import CalendarPublished
from countykit.identity import Role
from servicekit.transaction import Context

WEDNESDAY = datetime(2026, 11, 25, 2, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 14, 2, tzinfo=UTC)
LONG_AFTER = datetime(2027, 6, 1, 2, tzinfo=UTC)


async def submitted(svc, people, monkeypatch, at):
    monkeypatch.setattr(svc.app.state.clock, "of_request", datetime.fromisoformat)
    then = people.at(at)
    body = {"starts_on": "2027-03-01", "ends_on": "2027-06-30"}
    return then, await then.submitted(**body)


async def overdue(svc):
    async with svc.client(Role.COUNTY_OFFICE, region="990101000000", at=LONG_AFTER) as office:
        return (await office.get("/v1/admissions", params={"overdue": True})).json()["items"]


async def test_a_certain_last_day_passes(svc, people, monkeypatch):
    _, admission = await submitted(svc, people, monkeypatch, WEDNESDAY)
    assert (admission["decide_by"], admission["provisional"]) == ("2026-12-16", False)
    assert [row["id"] for row in await overdue(svc)] == [admission["id"]]


async def test_a_provisional_last_day_makes_nothing_overdue_and_is_settled_by_the_notice(svc, people, monkeypatch):
    then, admission = await submitted(svc, people, monkeypatch, DECEMBER)
    assert (admission["decide_by"], admission["provisional"]) == ("2027-01-05", True)
    assert admission["deadline_rule"] == {"from": "2026-12-14", "workdays": 15, "calendar": 0}
    assert await overdue(svc) == []
    notice = CalendarPublished(year=2027, days_off=[date(2027, 1, 1), date(2027, 1, 4)], make_up_days=[], source="通知")
    await svc.hear(consumers, notice, region="000000000000")
    async with svc.database.transaction(Context.of_system("tick", DECEMBER)) as tx:
        await follow_the_calendar(tx)
    async with then.county() as office:
        answer = await office.get(f"/v1/admissions/{admission['id']}")
    shown = answer.json()
    assert (shown["decide_by"], shown["provisional"]) == ("2027-01-06", False)
    assert answer.headers["etag"] != f'"{admission["version"]}"'
    assert [row["id"] for row in await overdue(svc)] == [admission["id"]]


async def test_a_refusal_for_short_notice_says_whether_its_day_is_certain(svc, people, monkeypatch):
    monkeypatch.setattr(svc.app.state.clock, "of_request", datetime.fromisoformat)
    then = people.at(DECEMBER)
    draft = await then.drafted(starts_on="2027-01-10", ends_on="2027-06-30")
    async with then.department() as department:
        problem = (await department.post(f"/v1/admissions/{draft['id']}/submission", json={})).json()
    assert (problem["rule"], problem["earliest_start"], problem["provisional"]) == ("LST-03", "2027-01-26", True)
