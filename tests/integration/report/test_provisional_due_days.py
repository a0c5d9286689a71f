"""Due days in a year whose holiday notice is not out yet: nobody is late by them, and the notice settles them."""

from datetime import UTC, date, datetime

import pytest
from contracts.gateway import CalendarPublished
from contracts.report import ArrangementIssued, ArrangementRescheduled
from report_svc.arrangements.rescheduling import follow_the_calendar
from report_svc.consumers import consumers
from servicekit.transaction import Context

IN_NOVEMBER = datetime(2026, 11, 20, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def days_to_come(county, monkeypatch):
    """Told times may lie ahead: the next year is what these tests are about."""
    monkeypatch.setattr(county.svc.app.state.clock, "of_request", datetime.fromisoformat)


async def december(county, **changes):
    form = await county.proposed(valid_until="2026-12-31", approval_number="X统制〔2026〕3号")
    await county.decided(form)
    await county.published(2026, on="2026-01-07")
    order = {"starts_on": "2026-11-01", "until": "2026-12-31", **changes}
    return county.created(await county.arrange(form, on="2026-11-20", **order))


async def settle(county, *days_off, sequence=1):
    notice = CalendarPublished(year=2027, days_off=[date(2027, 1, 1), *days_off], make_up_days=[], source="通知")
    await county.svc.hear(consumers, notice, region="000000000000", sequence=sequence)
    async with county.svc.database.transaction(Context.of_system("tick", IN_NOVEMBER)) as tx:
        await follow_the_calendar(tx)


async def periods(county, arrangement):
    async with county.township(on="2026-11-20") as client:
        shown = (await client.get(f"/v1/arrangements/{arrangement['id']}")).json()["periods"]
    return [(period["period"], period["due_on"], period["provisional"]) for period in shown]


async def test_the_december_of_a_year_is_due_provisionally_in_january(county):
    arrangement = await december(county)
    assert await periods(county, arrangement) == [("2026-11", "2026-12-07", False), ("2026-12", "2027-01-08", True)]
    assert arrangement["periods"][1]["deadline_rule"] == {"from": "2026-12-31", "workdays": 5, "calendar": 0}
    (event,) = await county.svc.events(ArrangementIssued)
    assert [period["provisional"] for period in event["data"]["periods"]] == [False, True]


async def test_nobody_files_late_by_a_provisional_day(county):
    arrangement = await december(county)
    filing = county.created(await county.file(arrangement, period="2026-12", on="2027-01-20"))
    assert (filing["on_time"], filing["provisional"]) == (True, True)
    late = county.created(await county.file(arrangement, period="2026-11", on="2027-01-20"))
    assert (late["on_time"], late["provisional"]) == (False, False)
    async with county.township(on="2027-01-20") as client:
        items = (await client.get("/v1/filing-statistics", params={"year": 2026})).json()["items"]
    assert [(item["period"], item["closed"], item["provisional"]) for item in items] == [
        ("2026-11", True, False), ("2026-12", False, True),
    ]  # fmt: skip


async def test_the_notice_settles_the_day_and_says_so_once(county):
    arrangement = await december(county)
    await settle(county, date(2027, 1, 4))
    assert await periods(county, arrangement) == [("2026-11", "2026-12-07", False), ("2026-12", "2027-01-11", False)]
    (event,) = await county.svc.events(ArrangementRescheduled)
    same = {"provisional": False, "villages": 3, "fair_notice": True}
    assert event["data"]["periods"] == [
        {"period": "2026-11", "previous": "2026-12-07", "due_on": "2026-12-07", **same},
        {"period": "2026-12", "previous": "2027-01-08", "due_on": "2027-01-11", **same},
    ]
    await settle(county, date(2027, 1, 4))
    assert len(await county.svc.events(ArrangementRescheduled)) == 1


async def test_short_notice_names_the_last_working_day_for_it(county):
    form = await county.catalogued()
    answer = await county.arrange(form, on="2025-01-08", frequency="once", starts_on="2025-01-08", until="2025-01-08",
                                  due={"days": 2})  # fmt: skip
    problem = county.refused(answer, 409, "short_notice")
    assert (problem["due_on"], problem["latest_notice"]) == ("2025-01-10", "2025-01-07")
