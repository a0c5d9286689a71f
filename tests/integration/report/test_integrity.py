"""What contradicts itself or serves nobody is found over approved forms, the dictionary and deliveries."""

import pytest
from countykit.identity import Role

from tests.integration.report.test_fill_once import deliver

COUNT = {"name": "常住人口", "unit": "人", "element": "E007"}
LAND = {"name": "耕地", "unit": "亩", "element": "E085"}


async def findings(county, on="2025-01-20", role=Role.COUNTY_OFFICE, **query):
    async with county.svc.client(role, region=county.REGION, at=county.at(on)) as client:
        answer = await client.get("/v1/integrity-findings", params=query)
    assert answer.status_code == 200, answer.text
    assert answer.json()["total"] == len(answer.json()["items"])
    return [(each["finding"], each["element"], each["forms"]) for each in answer.json()["items"]]


async def step(county, code, name, **body):
    async with county.office("2025-01-05") as client:
        (element,) = (await client.get("/v1/elements", params={"q": code})).json()["items"]
        answer = await client.post(f"/v1/elements/{element['id']}/{name}", json={"reason": "明确责任", **body})
    assert answer.status_code == 200, answer.text


@pytest.fixture
async def dictionary(county):
    async with county.office("2025-01-05") as client:
        assert (await client.post("/v1/elements/starter-set")).status_code == 200


async def test_a_sound_county_has_no_findings(county, dictionary):
    await step(county, "E007", "stewardship", steward="STATS")
    await county.decided(await county.proposed("XB01", fields=[COUNT]))
    assert await findings(county) == []
    async with county.department() as client:
        county.refused(await client.get("/v1/integrity-findings"), 403, "forbidden")


async def test_two_bodies_and_two_frequencies_are_found_but_not_forms_that_are_only_proposed(county, dictionary):
    await county.decided(await county.proposed("XB01", fields=[COUNT, LAND]))
    second = await county.proposed("XB02", "AGRI", fields=[COUNT])
    await county.decided(await county.proposed("XB03", fields=[LAND], frequency="yearly"))
    assert await findings(county) == [("two_frequencies", "E085", ["XB01", "XB03"])]
    await county.decided(second)
    assert await findings(county) == [
        ("two_bodies", "E007", ["XB01", "XB02"]), ("two_frequencies", "E085", ["XB01", "XB03"])
    ]  # fmt: skip
    assert await findings(county, finding="two_bodies") == [("two_bodies", "E007", ["XB01", "XB02"])]
    assert await findings(county, role=Role.APPROVER, finding="orphan") == []


async def test_an_element_with_a_steward_that_no_form_asks_for_is_an_orphan(county, dictionary):
    await step(county, "E085", "stewardship", steward="AGRI")
    assert await findings(county) == [("orphan", "E085", [])]
    await county.decided(await county.proposed("XB01", fields=[LAND]))
    assert await findings(county) == []


async def test_a_source_that_stopped_delivering_is_found_and_one_that_goes_on_is_not(county, dictionary):
    await step(county, "E007", "stewardship", steward="STATS")
    await county.decided(await county.proposed("XB01", fields=[COUNT]))
    given = {"values": {county.VILLAGES[0]: 1204}, "on": "2025-02-03"}
    county.created(await deliver(county, "E007", as_of="2025-01-31", valid_until="2025-03-31", **given))
    assert await findings(county, "2025-03-31") == []
    assert await findings(county, "2025-04-01") == [("abandoned", "E007", ["XB01"])]
    given["on"] = "2025-04-02"
    county.created(await deliver(county, "E007", as_of="2025-03-31", valid_until="2025-06-30", **given))
    assert await findings(county, "2025-04-03") == []


async def test_a_column_whose_element_ended_before_the_approval_is_found(county, dictionary):
    form = await county.proposed("XB01", fields=[COUNT])
    await step(county, "E007", "retirement")
    await county.decided(form)
    assert await findings(county) == [("ended", "E007", ["XB01"])]


async def test_a_form_that_its_body_never_looks_at_is_found(county, dictionary):
    arrangement = await county.arranged(await county.catalogued(fields=[COUNT]))
    county.created(await county.file(arrangement, values={"常住人口": 1}))
    assert await findings(county, "2025-07-20") == [("never_used", None, ["XB01"])]
    async with county.department(on="2025-07-20") as client:
        await client.get(f"/v1/forms/{arrangement['form_id']}/table", params={"period": "2025-01"})
    assert await findings(county, "2025-07-21") == []
