"""An overdue answer with which the township does not help within its days is the county office's to-do too."""

from datetime import UTC, date, datetime

import pytest
from certificate_svc.consumers import consumers
from contracts.application_lateness import ApplicationEscalated
from contracts.certificate import ApplicationPursued
from contracts.gateway import CalendarPublished
from countykit.identity import Role
from countykit.testing import open_actions

from .story import COUNTY, KINSHIP, TOWNSHIP, VILLAGE, admit, take

TAKEN = datetime(2026, 3, 2, 2, tzinfo=UTC)
"""Five working days end on 9 March, three more on 12 March."""
HELP = {"measure": "县民政局派人到村查阅底册"}


def end_of(day):
    """A minute after the day has ended in China."""
    return datetime.fromisoformat(f"{day}T16:01:00+00:00").astimezone(UTC)


def on(day):
    return datetime.fromisoformat(f"{day}T02:00:00+00:00").astimezone(UTC)


async def kinds(svc, role, region, day):
    async with svc.client(role, region=region, at=on(day)) as client:
        return {todo["kind"]: todo["due"] for todo in (await client.get("/v1/todos")).json()["todos"]}


@pytest.fixture
async def waiting(svc):
    """The path of an application whose limit has passed."""
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY, at=TAKEN) as county:
        await admit(county, days=5)
    async with svc.client(Role.VILLAGE, region=VILLAGE, at=TAKEN) as village:
        taken = await take(village)
    await svc.do_due(end_of("2026-03-09"))
    return f"/v1/applications/{taken['id']}"


async def test_the_county_is_called_once_where_the_township_lets_its_days_pass(svc, waiting):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP, at=on("2026-03-10")) as township:
        assert (await township.get(waiting)).json()["pursuit_due_on"] == "2026-03-12"
    await svc.do_due(on("2026-03-12"))
    assert await kinds(svc, Role.COUNTY_OFFICE, COUNTY, "2026-03-12") == {}
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY, at=on("2026-03-12")) as county:
        assert open_actions((await county.get(waiting)).json()) == []
        assert (await county.post(f"{waiting}/pursuit", json=HELP)).status_code == 403
    await svc.do_due(end_of("2026-03-12"))
    await svc.do_due(end_of("2026-04-12"))
    (event,) = await svc.events(ApplicationEscalated)
    assert event["data"] == {"item": "AC01", "due_on": "2026-03-12"}
    assert await kinds(svc, Role.COUNTY_OFFICE, COUNTY, "2026-03-13") == {"application_escalation": "2026-03-12"}
    # The township may still help, and nobody dates anything for the village.
    assert "application_pursuit" in await kinds(svc, Role.TOWNSHIP, TOWNSHIP, "2026-03-13")
    assert await kinds(svc, Role.VILLAGE, VILLAGE, "2026-03-13") == {"application_answer": None}
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY, at=on("2026-03-13")) as county:
        shown = (await county.get(waiting)).json()
        assert (shown["escalated_on"], open_actions(shown)) == ("2026-03-13", ["pursuit"])
        assert (await county.post(f"{waiting}/pursuit", json=HELP)).json()["pursued_on"] == "2026-03-13"
    assert await kinds(svc, Role.COUNTY_OFFICE, COUNTY, "2026-03-13") == {}
    assert "application_pursuit" not in await kinds(svc, Role.TOWNSHIP, TOWNSHIP, "2026-03-13")
    assert len(await svc.events(ApplicationPursued)) == 1


async def test_who_is_helped_or_answered_in_time_calls_nobody_else(svc, waiting):
    async with svc.client(Role.VILLAGE, region=VILLAGE, at=TAKEN) as village:
        second = f"/v1/applications/{(await take(village))['id']}"
        await svc.do_due(end_of("2026-03-09"))
        assert (await village.post(f"{second}/issue", json=KINSHIP)).status_code == 201
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP, at=on("2026-03-12")) as township:
        assert (await township.post(f"{waiting}/pursuit", json=HELP)).status_code == 200
    await svc.do_due(end_of("2026-04-12"))
    assert await svc.events(ApplicationEscalated) == []


async def test_no_day_of_an_unpublished_year_calls_the_county(svc, monkeypatch):
    monkeypatch.setattr(svc.app.state.clock, "of_request", datetime.fromisoformat)
    at = on("2026-12-16")
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY, at=at) as county:
        await admit(county, days=7)
    async with svc.client(Role.VILLAGE, region=VILLAGE, at=at) as village:
        path = f"/v1/applications/{(await take(village))['id']}"
    await svc.do_due(end_of("2026-12-25"))
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP, at=on("2026-12-28")) as township:
        assert (await township.get(path)).json()["pursuit_due_on"] == "2026-12-30"
    # The notice of the next year may still move the last days of this one.
    await svc.do_due(end_of("2026-12-30"))
    assert await svc.events(ApplicationEscalated) == []
    notice = CalendarPublished(year=2027, days_off=[date(2027, 1, 1)], make_up_days=[], source="通知")
    await svc.hear(consumers, notice, region="0" * 12)
    await svc.do_due(end_of("2026-12-31"))
    assert [event["data"]["due_on"] for event in await svc.events(ApplicationEscalated)] == ["2026-12-31"]
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP, at=on("2027-01-01")) as township:
        assert (await township.get(path)).json()["escalated_on"] == "2027-01-01"
