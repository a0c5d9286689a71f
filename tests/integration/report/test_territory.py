"""Who is asked for a period: the villages that are there for it."""

from datetime import UTC, date, datetime

import pytest
from contracts.gateway import RegionRegistered
from contracts.report import ArrangementIssued
from report_svc.consumers import consumers

ENDED, ENDING, COMING = "990101001301", "990101001302", "990101001303"


@pytest.fixture(autouse=True)
async def territory(county):
    for code, first, end in (
        (ENDED, date(2020, 1, 1), date(2025, 1, 1)), (ENDING, date(2020, 1, 1), date(2025, 2, 1)),
        (COMING, date(2025, 2, 15), None),
    ):  # fmt: skip
        event = RegionRegistered(code=code, name=code, level="village", valid_from=first, valid_to=end)
        await county.svc.hear(consumers, event, region=code)


async def test_each_period_asks_the_villages_that_are_there_for_it(county):
    """January is due on 10 February: who ends on the first files it no more, and who begins on the 15th not yet."""
    arrangement = await county.arranged()
    assert set(arrangement["villages"]) == {*county.VILLAGES, ENDING, COMING}
    (event,) = await county.svc.events(ArrangementIssued)
    asked = [(period["period"], period["villages"]) for period in event["data"]["periods"]]
    assert asked == [("2025-01", 3), ("2025-02", 4), ("2025-03", 4)]
    async with county.township(on="2025-04-20") as client:
        items = (await client.get("/v1/filing-statistics", params={"year": 2025})).json()["items"]
    assert [(item["period"], item["expected"]) for item in items] == [("2025-01", 3), ("2025-02", 4), ("2025-03", 4)]


async def test_an_ended_village_files_nothing_more_and_a_new_one_not_for_the_time_before_it(county):
    arrangement = await county.arranged()
    answer = await county.file(arrangement, ENDING, period="2025-01", on="2025-02-05")
    assert county.refused(answer, 409, "region_ended")["ended_on"] == "2025-02-01"
    answer = await county.file(arrangement, COMING, period="2025-01", on="2025-02-20")
    county.refused(answer, 409, "village_not_arranged")
    county.created(await county.file(arrangement, COMING, period="2025-02", on="2025-03-03"))


async def test_an_ended_village_cannot_be_asked_by_name(county):
    answer = await county.arrange(await county.catalogued(), villages=[ENDED, county.VILLAGES[0]])
    assert answer.json()["villages"] == [ENDED]


async def test_a_village_that_ends_after_the_arrangement_is_expected_no_more(county):
    await county.arranged()
    gone = RegionRegistered(
        code=county.VILLAGES[0], name="并入", level="village", valid_from=date(2020, 1, 1), valid_to=date(2025, 3, 1)
    )
    await county.svc.hear(consumers, gone, region=gone.code, sequence=2)
    async with county.svc.client("township", region=county.TOWNSHIP, at=datetime(2025, 4, 20, tzinfo=UTC)) as client:
        items = (await client.get("/v1/filing-statistics", params={"year": 2025})).json()["items"]
    assert [item["expected"] for item in items] == [3, 3, 3]
