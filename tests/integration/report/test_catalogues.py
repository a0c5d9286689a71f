"""The yearly catalogue through a running report-svc."""

import asyncio

from contracts.report import CataloguePublished


async def test_the_catalogue_takes_the_approved_forms_and_counts_what_was_asked_for(county):
    await county.decided(await county.proposed("XB01"))
    await county.decided(await county.proposed("XB02"), "stop")
    await county.proposed("XB03")
    catalogue = await county.published()
    assert [form["code"] for form in catalogue["forms"]] == ["XB01"]
    assert (catalogue["region"], catalogue["year"], catalogue["proposed"]) == (county.REGION, 2025, 3)
    (event,) = await county.svc.events(CataloguePublished)
    assert event["data"] == {"year": 2025, "forms": 1, "proposed": 3}


async def test_a_form_carried_over_counts_as_asked_for_in_the_next_year_too(county):
    await county.decided(await county.proposed("XB01", valid_until="2026-12-31"))
    await county.decided(await county.proposed("XB02"), "stop")
    await county.published()
    following = await county.published(2026, on="2025-12-20")
    assert ([form["code"] for form in following["forms"]], following["proposed"]) == (["XB01"], 1)


async def test_a_form_that_expires_before_the_year_stays_out(county):
    await county.decided(await county.proposed("XB01", valid_until="2025-12-31"))
    assert (await county.published(2026, on="2025-12-20"))["forms"] == []


async def test_named_forms_must_be_approved_and_valid(county):
    approved, pending = await county.decided(await county.proposed("XB01")), await county.proposed("XB02")
    await county.decided(await county.proposed("XB03"))
    async with county.office() as client:
        answer = await client.post("/v1/catalogues", json={"year": 2025, "form_ids": [approved["id"], pending["id"]]})
    problem = county.refused(answer, 422, "forms_not_approved")
    assert problem["form_ids"] == [pending["id"]]
    assert [form["code"] for form in (await county.published(form_ids=[approved["id"]]))["forms"]] == ["XB01"]


async def test_a_county_has_one_catalogue_a_year_even_in_a_race(county):
    await county.decided(await county.proposed())
    async with county.office() as client:
        answers = await asyncio.gather(*(client.post("/v1/catalogues", json={"year": 2025}) for _ in range(4)))
        after = await client.post("/v1/catalogues", json={"year": 2025})
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert county.refused(after, 409, "catalogue_published")["law"]
    assert len(await county.svc.events(CataloguePublished)) == 1


async def test_only_this_year_and_the_next_can_be_published(county):
    async with county.office() as client:
        for year in (2024, 2027):
            answer = await client.post("/v1/catalogues", json={"year": year})
            county.refused(answer, 422, "catalogue_year_invalid")


async def test_everybody_in_the_county_reads_its_catalogue_and_nobody_else(county):
    await county.catalogued()
    async with county.village() as client:
        catalogue = await client.get("/v1/catalogues/2025")
        assert [form["code"] for form in catalogue.json()["forms"]] == ["XB01"]
        county.refused(await client.get("/v1/catalogues/2024"), 404, "not_found")
        assert [item["year"] for item in (await client.get("/v1/catalogues")).json()["items"]] == [2025]
    async with county.svc.client("village", region="990102001201") as client:
        county.refused(await client.get("/v1/catalogues/2025"), 404, "not_found")
        elsewhere = await client.get("/v1/catalogues/2025", params={"region": county.REGION})
        county.refused(elsewhere, 404, "not_found")
    async with county.svc.client("observer", region="9901") as client:
        county.refused(await client.get("/v1/catalogues/2025"), 422, "county_needed")
        assert (await client.get("/v1/catalogues/2025", params={"region": county.REGION})).status_code == 200


async def test_only_the_county_office_publishes(county):
    async with county.township() as client:
        county.refused(await client.post("/v1/catalogues", json={"year": 2025}), 403, "forbidden")
    async with county.svc.client("county_office", region="9901", at=county.at("2025-01-07")) as client:
        county.refused(await client.post("/v1/catalogues", json={"year": 2025}), 403, "forbidden")
