"""A census (普查): a survey with its own days, once in its year, also across the turn of a year."""

import pytest
from contracts.report import ArrangementIssued

CENSUS = {
    "frequency": "census", "kind": "survey", "issuing_level": "state", "issued_by": "国家统计局",
    "valid_until": "2026-12-31",
}  # fmt: skip
DAYS = {"frequency": "census", "starts_on": "2025-11-01", "until": "2026-01-31", "due": {"workdays": 5}}


async def test_a_census_is_one_period_with_its_own_days_across_the_year(county):
    form = await county.catalogued(**CENSUS)
    arrangement = county.created(await county.arrange(form, "2025-10-20", **DAYS))
    (period,) = arrangement["periods"]
    assert (arrangement["year"], period["period"]) == (2025, "2025-C")
    assert (period["first_day"], period["last_day"], period["due_on"]) == ("2025-11-01", "2026-01-31", "2026-02-06")
    county.refused(await county.file(arrangement, period="2025-C", on="2025-10-31"), 422, "period_in_future")
    assert county.created(await county.file(arrangement, period="2025-C", on="2026-01-20"))["on_time"] is True
    async with county.department(on="2026-02-10") as client:
        table = (await client.get(f"/v1/forms/{form['id']}/table", params={"period": "2025-C"})).json()
    assert (table["total"]["expected"], table["total"]["actual"]) == (3, 1)
    (event,) = await county.svc.events(ArrangementIssued)
    assert event["data"]["frequency"] == "census"


async def test_a_census_comes_once_in_its_year_and_ends_in_the_next_one_at_last(county):
    form = await county.catalogued(**CENSUS | {"valid_until": "2027-12-31"})
    late = DAYS | {"until": "2027-01-01"}
    county.refused(await county.arrange(form, "2025-10-20", **late), 422, "arrangement_across_years")
    county.created(await county.arrange(form, "2025-10-20", **DAYS))
    again = DAYS | {"starts_on": "2025-03-01", "until": "2025-03-31"}
    county.refused(await county.arrange(form, "2025-01-20", **again), 409, "arranged_twice")


@pytest.mark.parametrize(("approved", "wanted"), [("census", "monthly"), ("census", "once"), ("monthly", "census")])
async def test_no_other_frequency_stands_for_a_census(county, approved, wanted):
    form = await county.catalogued(**CENSUS | {"frequency": approved})
    order = DAYS | {"frequency": wanted, "until": "2025-12-31"}
    county.refused(await county.arrange(form, "2025-10-20", **order), 409, "frequency_exceeds_approval")


@pytest.mark.parametrize("kind", [None, "administrative", "party", "business"])
async def test_only_a_statistical_survey_is_a_census(county, kind):
    async with county.department() as client:
        answer = await client.post("/v1/forms", json=county.proposal(**CENSUS | {"kind": kind}))
    assert county.refused(answer, 422, "census_not_survey")["law"]
