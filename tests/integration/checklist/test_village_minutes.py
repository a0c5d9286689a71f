"""What villages were asked for in minutes: tasks, forms, visits, boards and papers, by month and place."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from checklist_svc.consumers import consumers
from contracts.certificate import CertificateIssued
from contracts.gateway import RegionRegistered
from contracts.report import FormApproved, Frequency
from contracts.signage import Placement, PlaqueRegistered, PlaqueReplaced
from contracts.supervision import VisitCompleted, VisitOffplanDetected, VisitOffplanRetracted
from contracts.visits import VisitCorrected

from tests.integration.checklist.conftest import COUNTY, TOWNSHIP, VILLAGE

NEXT_DOOR = "990101002201"
YEAR = {"first": "2026-01-01", "last": "2026-12-31"}
MADE = VisitCompleted(planned=True, unannounced=False)


def board(**changes):
    return PlaqueRegistered(spec=None, placement=next(iter(Placement)), conforms=True, **changes)


def on(month, day=10):
    return datetime(2026, month, day, 2, tzinfo=UTC)


@pytest.fixture
def told(svc):
    async def tell(event, region=VILLAGE, at=None, **about):
        await svc.hear(consumers, event, region=region, at=at or on(2), **about)

    return tell


async def read(client, status=200, **query):
    async with client:
        answer = await client.get("/v1/village-minutes", params=YEAR | query)
    assert answer.status_code == status, answer.text
    return answer.json()


def of(found, field="minutes"):
    return {row["source"]: row[field] for row in found["sources"]}


async def test_visits_boards_and_papers_take_what_villages_were_timed_at(people, told):
    await told(MADE, department="NYJ")
    await told(MADE, region=NEXT_DOOR, at=on(3))
    await told(board(after_baseline=True), at=on(2))
    await told(PlaqueReplaced(), at=on(3))
    for _ in range(3):
        await told(CertificateIssued(item="AC01"), at=on(3))
    found = await read(people.county())
    counts = {"admission": None, "form": None, "visit": 2, "board": 2, "certificate": 3}
    assert of(found, "count") == counts
    assert of(found) == {
        "admission": "0.0", "form": "0.0", "visit": "240.0", "board": "120.0", "certificate": "45.0",
    }  # fmt: skip
    assert (found["minutes"], found["villages"], found["months"]) == ("405.0", 2, "12.00")
    assert float(found["hours"]) == pytest.approx(405 / 60 / 2 / 12, abs=0.006)
    february, march = found["by_month"][1:3]
    assert (february["month"], february["minutes"]) == ("2026-02-01", "180.0")
    assert (march["month"], march["minutes"]) == ("2026-03-01", "225.0")
    assert [(row["region"], row["minutes"]) for row in found["places"]] == [
        (TOWNSHIP, "285.0"), ("990101002000", "120.0"),
    ]  # fmt: skip


async def test_a_measured_work_takes_the_median_of_its_villages(svc, people, told):
    await told(MADE)
    third = "990101001202"
    await _village(svc, third)
    for village, minutes in ((VILLAGE, 60), (NEXT_DOOR, 90), (third, 200)):
        timing = {"region": village, "work": "visit", "minutes": minutes, "done_on": "2026-02-20"}
        await people.made(people.inspector(), "/v1/work-timings", timing)
    (visit,) = [row for row in (await read(people.county()))["sources"] if row["source"] == "visit"]
    assert (visit["minutes_each"], visit["measured"], visit["minutes"]) == (90, True, "90.0")


async def test_what_was_put_right_or_fell_is_counted_so(people, told):
    corrected, fallen = uuid4(), uuid4()
    await told(MADE, subject_id=corrected)
    moved = VisitCorrected(
        visited_on=date(2026, 4, 2), previous_visited_on=date(2026, 2, 10), unannounced=False, became=None,
        counted_on=date(2026, 2, 10),
    )  # fmt: skip
    await told(moved, at=on(4), subject_id=corrected, sequence=2)
    await told(VisitOffplanDetected(charged_home=COUNTY), department="NYJ", subject_id=fallen)
    assert of(await read(people.county()), "count")["visit"] == 2
    back = VisitOffplanRetracted(charged_home=COUNTY, counted_on=date(2026, 2, 10), by_objection=True)
    await told(back, at=on(3), department="NYJ", subject_id=fallen, sequence=2)
    found = await read(people.county())
    assert of(found, "count")["visit"] == 1
    assert [row["month"] for row in found["by_month"] if float(row["minutes"])] == ["2026-04-01"]


async def test_boards_of_the_survey_and_of_a_township_hall_take_no_villages_time(people, told):
    await told(board())
    await told(PlaqueReplaced(), region=TOWNSHIP)
    assert (await read(people.county()))["minutes"] == "0.0"


async def test_dispatched_tasks_and_forms_are_in_it_and_months_add_up_to_the_whole(people, told):
    admission = await people.granted(burden_minutes=120)
    await people.assigned(admission)
    form = FormApproved(
        form="B01", frequency=Frequency.MONTHLY, title="农业月报", valid_until=date(2026, 12, 31), seconds_a_year=7200
    )
    await told(form, region=COUNTY, at=on(3, 2), department="NYJ")
    found = await read(people.county())
    days = [date(2026, 5, 6) + timedelta(days=day) for day in range((date(2026, 9, 30) - date(2026, 5, 6)).days + 1)]
    expected = sum(120 / monthrange(day.year, day.month)[1] for day in days)
    assert float(of(found)["admission"]) == pytest.approx(expected, abs=0.06)
    assert float(of(found)["form"]) == pytest.approx(2 * 10 * (10 - 1 / 31), abs=0.06)
    assert sum(float(row["minutes"]) for row in found["by_month"]) == pytest.approx(float(found["minutes"]), abs=0.7)
    half = await read(people.county(), first="2026-05-16", last="2026-06-15")
    assert [row["month"] for row in half["by_month"]] == ["2026-05-01", "2026-06-01"]
    may = half["by_month"][0]
    assert float(may["hours"]) == pytest.approx((120 + 20) / 60 / 2, abs=0.006), "half a month is raised to a whole one"


async def test_everybody_reads_their_own_and_a_department_what_it_asked_for(people, told):
    await told(MADE, department="NYJ")
    await told(MADE, department="WLJ")
    await told(CertificateIssued(item="AC01"))
    assert of(await read(people.department()), "count") == {
        "admission": None, "form": None, "visit": 1, "board": 0, "certificate": 0,
    }  # fmt: skip
    for client, region in ((people.village(), VILLAGE), (people.township(), TOWNSHIP)):
        own = await read(client)
        assert (own["region"], own["minutes"]) == (region, "255.0")
    await read(people.village(), 403, region=NEXT_DOOR)
    for days in ({"first": "2026-02-01", "last": "2026-01-01"}, {"first": "2020-01-01"}, {"region": "990101999000"}):
        await read(people.county(), 422, **days)


async def _village(svc, code):
    region = RegionRegistered(code=code, name=f"地名{code}", level="village", valid_from=date(2020, 1, 1))
    await svc.hear(consumers, region, region=code)
