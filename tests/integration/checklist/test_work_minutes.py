"""An application's minutes follow from work that was timed; nobody who asks for the work types them."""

from datetime import date
from statistics import median, quantiles

import pytest
from checklist_svc.consumers import consumers
from contracts.gateway import RegionRegistered
from contracts.timings import WorkTimed, WorkTimingWithdrawn

from tests.integration.checklist.conftest import COUNTY, TOWNSHIP, VILLAGE

VILLAGES = (VILLAGE, "990101002201", "990101001202")
PATROL = {"work": "patrol", "frequency": "on_event", "people": 2, "times_a_month": 1}


@pytest.fixture
async def county(svc, people):
    """A third village, so that there is something to measure."""
    third = RegionRegistered(code=VILLAGES[2], name="第三村", level="village", valid_from=date(2020, 1, 1))
    await svc.hear(consumers, third, region=VILLAGES[2])
    return people


def timing(village, minutes, **changes):
    return {"region": village, "work": "patrol", "minutes": minutes, "done_on": "2026-03-01"} | changes


async def row(people, work="patrol", **query):
    async with people.department() as client:
        answer = await client.get("/v1/work-minutes", params=query)
    assert answer.status_code == 200, answer.text
    return next(each for each in answer.json()["works"] if each["work"] == work)


async def test_the_minutes_of_an_application_are_the_villages_median_times_people_and_times(svc, county):
    before = await county.drafted(**PATROL)
    assert (before["burden_minutes"], before["minutes_basis"]["measured"]) == (90 * 2, False)
    told = {VILLAGES[0]: (30, 50), VILLAGES[1]: (70,), VILLAGES[2]: (200, 201, 202)}
    for village, each in told.items():
        for minutes in each:
            await county.made(county.inspector(), "/v1/work-timings", timing(village, minutes))
    # Recomputed here from what was sent: the median of the villages' medians, and their middle half.
    medians = [median(each) for each in told.values()]
    low, _, high = quantiles(medians, n=4, method="inclusive")
    assert await row(county) == {
        "work": "patrol", "minutes": median(medians), "measured": True, "samples": 6, "villages": 3, "low": low,
        "high": high,
    }  # fmt: skip
    sent = await county.made(county.department(), f"/v1/admissions/{before['id']}/submission", {}, status=200)
    assert (sent["burden_minutes"], sent["minutes_basis"]["samples"]) == (median(medians) * 2, 6)
    assert len(await svc.events(WorkTimed)) == 6


@pytest.mark.parametrize(
    ("frequency", "times", "minutes"),
    [("monthly", None, 60), ("weekly", None, 260), ("yearly", None, 5), ("once", None, 12), ("on_event", 7, 420)],
)
async def test_how_often_it_comes_is_of_its_frequency(people, frequency, times, minutes):
    draft = await people.drafted(work="papers", frequency=frequency, times_a_month=times)
    assert draft["burden_minutes"] == minutes
    forecast = {
        "starts_on": "2026-05-06", "ends_on": "2026-09-30", "work": "papers", "frequency": frequency,
        "times_a_month": times,
    }  # fmt: skip
    async with people.department() as client:
        answer = (await client.post("/v1/burden-forecasts", json=forecast)).json()
    assert answer["burden_minutes"] == minutes


async def test_no_department_types_minutes_and_no_frequency_is_unsaid(people):
    typed = people.application() | {"burden_minutes": 1}
    assert (await people.refused(people.department(), "/v1/admissions", typed))[0] == 422
    for unfit in ({"times_a_month": None}, {"frequency": "monthly"}, {"work": None}, {"people": 0}):
        assert (await people.refused(people.department(), "/v1/admissions", people.application() | unfit))[0] == 422


async def test_two_villages_are_no_measure_and_no_single_one_sets_it(county):
    for village in VILLAGES[:2]:
        await county.made(county.village(village), "/v1/work-timings", timing(village, 1400))
    assert (await row(county))["minutes"] == 90
    await county.made(county.village(VILLAGES[2]), "/v1/work-timings", timing(VILLAGES[2], 40))
    for minutes in range(1, 6):  # a village that times itself often has one voice like the others
        await county.made(county.village(VILLAGES[2]), "/v1/work-timings", timing(VILLAGES[2], minutes))
    assert (await row(county))["minutes"] == 1400
    assert (await row(county, on="2028-06-01"))["measured"] is False
    async with county.department() as client:
        assert (await client.get("/v1/work-minutes", params={"on": "0001-01-01"})).status_code == 422


async def test_only_villages_and_inspectors_time_and_who_recorded_takes_back(svc, county):
    for other in (county.department(), county.township(), county.county(), county.approver()):
        assert (await county.refused(other, "/v1/work-timings", timing(VILLAGE, 30)))[0] == 403
    own = await county.made(county.village(), "/v1/work-timings", timing(VILLAGE, 30))
    assert own["observed"] is False
    assert (await county.refused(county.village(), "/v1/work-timings", timing(VILLAGES[1], 30)))[0] == 403
    assert await county.refused(county.village(), "/v1/work-timings", timing(VILLAGE, 30, done_on="2026-03-03")) == (
        422, "date_in_future",
    )  # fmt: skip
    assert (await county.refused(county.inspector(), "/v1/work-timings", timing(TOWNSHIP, 30)))[0] == 422
    path = f"/v1/work-timings/{own['id']}/withdrawal"
    assert (await county.refused(county.inspector(), path, {"reason": "不是我登记的"}))[0] == 403
    await county.made(county.village(), path, {"reason": "记错了"}, status=200)
    assert (await row(county))["samples"] == 0
    (event,) = await svc.events(WorkTimingWithdrawn)
    assert (event["region"], event["data"]) == (VILLAGE, {"work": "patrol", "minutes": 30})
    async with county.township() as client:
        assert (await client.get("/v1/work-timings", params={"region": COUNTY})).status_code == 403
