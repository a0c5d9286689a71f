"""Hours given back to each village in a month, recomputed day by day, and the records behind them."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from checklist_svc.consumers import consumers
from contracts.form_amendments import FormSuperseded
from contracts.report import FormApproved, FormStopped, Frequency

from tests.integration.checklist.conftest import COUNTY, TOWNSHIP, VILLAGE

NEXT_DOOR = "990101002201"
JULY = datetime(2026, 7, 10, 2, tzinfo=UTC)
YEAR = {"first": "2026-01-01", "last": "2026-12-31"}


async def read(client, status=200, **query):
    async with client:
        answer = await client.get("/v1/hours-given-back", params=query)
    assert answer.status_code == status, answer.text
    return answer.json()


async def ended(people, admission, reason="任务提前完成"):
    july = people.at(JULY)
    await july.made(july.department(), f"/v1/admissions/{admission['id']}/withdrawal", {"reason": reason}, status=200)


def by_hand(minutes, ended_on, until, first=date(2026, 1, 1), last=date(2026, 12, 31)):
    """Each day that is not asked any more costs its share of its month."""
    days = [first + timedelta(days=day) for day in range((last - first).days + 1)]
    return sum(minutes / monthrange(day.year, day.month)[1] for day in days if ended_on <= day <= until)


@pytest.fixture
async def two_villages(people):
    admission = await people.granted(burden_minutes=120)
    await people.assigned(admission, villages=[VILLAGE, NEXT_DOOR])
    await ended(people, admission)
    return admission


async def test_what_ended_early_is_given_back_to_each_village_that_it_was_asked_of(people, two_villages):
    each = by_hand(120, date(2026, 7, 10), date(2026, 9, 30))
    county = await read(people.county(), **YEAR)
    assert (county["villages"], float(county["months"])) == (2, 12.0)
    assert float(county["minutes"]) == pytest.approx(2 * each, abs=0.06)
    assert float(county["hours"]) == pytest.approx(each / 60 / 12, abs=0.006)
    assert [(row["region"], row["villages"]) for row in county["places"]] == [
        (TOWNSHIP, 1), ("990101002000", 1)
    ]  # fmt: skip
    (record,) = county["records"]
    assert (record["id"], record["ended_on"], record["until"], record["villages"]) == (
        two_villages["id"], "2026-07-10", "2026-09-30", 2,
    )  # fmt: skip
    for client, region in ((people.township(), TOWNSHIP), (people.village(), VILLAGE)):
        part = await read(client, **YEAR)
        assert (part["region"], part["villages"], len(part["records"])) == (region, 1, 1)
        assert float(part["minutes"]) == pytest.approx(each, abs=0.06)
        assert float(part["minutes_on"]) == pytest.approx(by_hand(120, date(2026, 5, 6), date(2026, 7, 9)), abs=0.06)


async def test_adjoining_days_add_up(people, two_villages):
    parts = [("2026-01-01", "2026-08-13"), ("2026-08-14", "2026-12-31")]
    sums = [float((await read(people.county(), first=first, last=last))["minutes"]) for first, last in parts]
    assert sum(sums) == pytest.approx(float((await read(people.county(), **YEAR))["minutes"]), abs=0.15)
    assert all(sums)


async def test_what_is_dispatched_again_is_not_given_back(people):
    admission = await people.granted(burden_minutes=120)
    await people.assigned(admission)
    july = people.at(JULY)
    async with july.county() as county:
        (row,) = (await county.get("/v1/assignments")).json()["items"]
    await july.made(july.department(), f"/v1/assignments/{row['id']}/recall", {"reason": "换人承担"}, status=200)
    assert float((await read(people.village(), **YEAR))["minutes"]) > 0
    await july.assigned(admission, starts_on="2026-07-10")
    again = await read(people.village(), **YEAR)
    assert (float(again["minutes"]), again["records"]) == (0, [])


async def test_what_never_began_and_what_ran_to_its_end_give_nothing_back(people):
    early = await people.granted(burden_minutes=120)
    await people.assigned(early)
    await people.made(
        people.department(), f"/v1/admissions/{early['id']}/withdrawal", {"reason": "计划取消"}, status=200
    )  # fmt: skip
    await people.assigned(await people.granted("WLJ", title="图书室开放"), "WLJ")
    found = await read(people.county(), **YEAR)
    assert (float(found["minutes"]), found["records"]) == (0, [])
    assert float(found["minutes_on"]) == pytest.approx(by_hand(100, date(2026, 5, 6), date(2026, 9, 30)), abs=0.06)


async def test_a_stopped_form_gives_back_what_its_cells_cost_in_all_villages_that_filled_it(svc, people):
    form = FormApproved(
        form="B01", frequency=Frequency.MONTHLY, title="农业月报", valid_until=date(2026, 12, 31), seconds_a_year=7200
    )
    key, march = uuid4(), datetime(2026, 3, 2, tzinfo=UTC)
    await svc.hear(consumers, form, region=COUNTY, department="NYJ", subject_id=key, at=march)
    assert (await read(people.county(), **YEAR))["records"] == []
    await svc.hear(
        consumers, FormStopped(form="B01"), region=COUNTY, department="NYJ", subject_id=key, sequence=2, at=JULY
    )
    found = await read(people.county(), **YEAR)
    expected = 2 * by_hand(10, date(2026, 7, 10), date(2026, 12, 31))
    assert float(found["minutes"]) == pytest.approx(expected, abs=0.06)
    assert [(record["kind"], record["title"]) for record in found["records"]] == [("form", "农业月报")]


async def test_a_form_whose_new_version_took_its_place_gives_nothing_back(svc, people):
    old, new, march = uuid4(), uuid4(), datetime(2026, 3, 2, tzinfo=UTC)
    for key, seconds, at in ((old, 7200, march), (new, 3600, JULY)):
        form = FormApproved(
            form="B01", frequency=Frequency.MONTHLY, title="农业月报", valid_until=date(2026, 12, 31),
            seconds_a_year=seconds,
        )  # fmt: skip
        if key is new:
            superseded = FormSuperseded(form="B01")
            await svc.hear(
                consumers, superseded, region=COUNTY, department="NYJ", subject_id=old, sequence=2, at=JULY
            )  # fmt: skip
        await svc.hear(consumers, form, region=COUNTY, department="NYJ", subject_id=key, at=at)
    found = await read(people.county(), **YEAR)
    assert (float(found["minutes"]), found["records"]) == (0, [])
    still = 2 * (by_hand(10, date(2026, 3, 2), date(2026, 7, 9)) + by_hand(5, date(2026, 7, 10), date(2026, 12, 31)))
    assert float(found["minutes_on"]) == pytest.approx(still, rel=0.02)


async def test_everybody_reads_their_own_region_and_a_department_its_own_tasks(people, two_villages):
    assert await read(people.village(), 403, **YEAR, region=NEXT_DOOR)
    assert await read(people.county("990202000000"), 403, **YEAR, region=COUNTY)
    assert (await read(people.department("WLJ"), **YEAR))["records"] == []
    assert len((await read(people.department(), **YEAR))["records"]) == 1


@pytest.mark.parametrize(
    "days",
    [
        {"first": "2026-02-01", "last": "2026-01-01"}, {"first": "2020-01-01", "last": "2026-01-01"},
        {"first": "9999-01-01", "last": "9999-12-31"}, {"first": "x", "last": "2026-01-01"},
        YEAR | {"region": "990101999000"}, YEAR | {"region": "1"},
    ],
)  # fmt: skip
async def test_days_and_places_that_are_none_are_refused(people, days):
    await read(people.county(), 422, **days)
