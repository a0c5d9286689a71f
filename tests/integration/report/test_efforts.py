"""What villages type and tap, summed between two days through a running report-svc."""

import pytest
from contracts.report import FilingCorrected, FilingSubmitted


@pytest.fixture
async def filed(county):
    """One village typed two cells on 5 February and corrected one on 10 February."""
    arrangement = await county.arranged(await county.catalogued())
    filing = county.created(await county.file(arrangement, values={"常住人口": 1204, "耕地面积": 90.5}))
    async with county.village(on="2025-02-10") as client:
        body = {"values": {"常住人口": 1205, "耕地面积": 90.5}, "reason": "核实"}
        answer = await client.post(f"/v1/filings/{filing['id']}/correction", json=body)
    assert answer.status_code == 200, answer.text
    return filing


async def efforts(client, **query):
    async with client:
        return await client.get("/v1/efforts", params=query)


async def test_efforts_are_counted_between_any_two_days(county, filed):
    whole = (await efforts(county.office("2025-03-01"), first="2025-01-01", last="2025-02-28")).json()
    (row,) = whole["groups"]
    assert (row["key"], row["sent"], row["typed"], row["corrected"], row["taps"]) == ("XB01", 2, 2, 1, 2)
    assert whole["total"]["minutes"] == "2.0"  # 30 + 40 + 2, then 30 + 15 + 2 seconds
    later = await efforts(county.office("2025-03-01"), first="2025-02-06", last="2025-02-10", by="village")
    (row,) = later.json()["groups"]
    assert (row["key"], row["typed"], row["corrected"], row["minutes"]) == (county.VILLAGES[0], 0, 1, "0.8")
    none = await efforts(county.office("2025-03-01"), first="2025-02-06", last="2025-02-09", by="township")
    assert (none.json()["groups"], none.json()["total"]["sent"]) == ([], 0)
    (sent,), (corrected,) = [await county.svc.events(each) for each in (FilingSubmitted, FilingCorrected)]
    assert (sent["data"]["seconds"], corrected["data"]["seconds"]) == (72, 47)
    assert corrected["data"]["corrected"] == 1


async def test_a_department_sees_its_own_forms_and_days_follow_one_another(county, filed):
    days = {"first": "2025-02-01", "last": "2025-02-28"}
    assert (await efforts(county.department(on="2025-03-01"), **days)).json()["total"]["sent"] == 2
    assert (await efforts(county.department("AGRI", on="2025-03-01"), **days)).json()["total"]["sent"] == 0
    turned = await efforts(county.office("2025-03-01"), first="2025-02-28", last="2025-02-01")
    county.refused(turned, 422, "effort_days_reversed")
    early = await efforts(county.office("2025-03-01"), first="0001-01-01", last="2025-02-01")
    assert early.status_code == 422
