"""How often a source is corrected by villages is read by everybody of the county, without a village's name."""

import pytest

from tests.integration.report.test_fill_once import arrangement, confirm, known, prefilled

__all__ = ["arrangement"]
DAYS = {"first": "2025-02-01", "last": "2025-02-28"}


async def rates(client, **query):
    async with client:
        return await client.get("/v1/correction-rates", params=DAYS | query)


@pytest.fixture
async def corrected(county, arrangement):
    """Three villages were shown two elements: one corrects the first at once, another one a day later."""
    await known(county)
    filings = []
    for village, values in zip(county.VILLAGES, ({"常住人口": 1190}, {}, {}), strict=True):
        form = await prefilled(county, arrangement, village)
        filings.append(county.created(await confirm(county, arrangement, form, values=values)))
    async with county.village(county.VILLAGES[1], "2025-02-06") as client:
        body = {"values": {"常住人口": 1200, "耕地": 830.5}, "reason": "核实后更正"}
        answer = await client.post(f"/v1/filings/{filings[1]['id']}/correction", json=body)
    assert answer.status_code == 200, answer.text


async def test_a_source_is_told_how_often_it_was_wrong(county, corrected):
    found = (await rates(county.department("AGRI", on="2025-03-01"))).json()
    assert [(each["element"], each["source"], each["steward"], each["shown"], each["corrected"], each["rate"])
            for each in found["items"]] == [
        ("E007", "机构STATS", "STATS", 3, 2, "0.6667"), ("E085", "机构AGRI", "AGRI", 3, 0, "0.0000"),
    ]  # fmt: skip
    assert not any(village in str(found) for village in county.VILLAGES)
    assert (await rates(county.village(on="2025-03-01"))).json() == found


async def test_other_days_and_other_counties_count_nothing(county, corrected):
    earlier = await rates(county.office("2025-03-01"), first="2025-01-01", last="2025-02-04")
    assert earlier.json()["items"] == []
    other = county.svc.client("county_office", region="990102", at=county.at("2025-03-01"))
    assert (await rates(other)).json()["items"] == []
    turned = await rates(county.office("2025-03-01"), first="2025-03-01")
    county.refused(turned, 422, "effort_days_reversed")


async def test_a_value_that_a_village_typed_and_mends_is_no_source_s_error(county, arrangement):
    filing = county.created(await county.file(arrangement, values={"常住人口": 990, "耕地": 800}))
    async with county.village(on="2025-02-06") as client:
        body = {"values": {"常住人口": 991, "耕地": 800}, "reason": "笔误"}
        assert (await client.post(f"/v1/filings/{filing['id']}/correction", json=body)).status_code == 200
    assert (await rates(county.office("2025-03-01"))).json()["items"] == []
