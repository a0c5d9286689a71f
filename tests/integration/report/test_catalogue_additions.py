"""A form of during the year: filed by itself, approved by the head, arranged, and in the asker's table."""

import asyncio

import pytest
from contracts.catalogue_additions import CatalogueAdditionApproved, CatalogueAdditionFiled, CatalogueExtended
from countykit.identity import Role
from countykit.testing import open_actions

REASON = "省级六月新部署夏季防汛值守，须掌握隐患点变化"


def approver(county, on="2025-06-04", sub="head"):
    return county.svc.client(Role.APPROVER, region=county.REGION, sub=sub, at=county.at(on))


async def file_addition(county, form, department="STATS", on="2025-06-03", **changes):
    async with county.department(department, on) as client:
        body = {"form_id": form["id"], "year": 2025, "reason": REASON, **changes}
        return await client.post("/v1/catalogue-additions", json=body)


async def decide(county, addition, decision="add", on="2025-06-04"):
    async with approver(county, on) as client:
        body = {"decision": decision, "reason": "确有必要"}
        return await client.post(f"/v1/catalogue-additions/{addition['id']}/decision", json=body)


@pytest.fixture
async def june(county):
    """A catalogue of January, and a form that was approved in June."""
    await county.catalogued("XB01")
    return await county.decided(await county.proposed("XB02"), on="2025-06-02")


async def test_a_lawful_form_of_june_goes_from_its_filing_to_its_first_table(county, june):
    order = {"starts_on": "2025-06-01", "until": "2025-08-31"}
    county.refused(await county.arrange(june, "2025-06-03", **order), 409, "not_catalogued")
    addition = county.created(await file_addition(county, june))
    assert (addition["state"], addition["edition"]) == ("filed", None)
    county.refused(await county.arrange(june, "2025-06-03", **order), 409, "not_catalogued")
    added = await decide(county, addition)
    assert (added.json()["state"], added.json()["edition"]) == ("added", 2)
    arrangement = county.created(await county.arrange(june, "2025-06-04", **order))
    filed = await county.file(arrangement, period="2025-06", on="2025-07-02")
    assert county.created(filed)["on_time"] is True
    async with county.department("STATS", "2025-07-03") as client:
        table = (await client.get(f"/v1/forms/{june['id']}/table", params={"period": "2025-06"})).json()
    assert (table["total"]["actual"], table["total"]["totals"]) == (1, {"常住人口": 1204, "耕地面积": 830.5})
    async with county.village(on="2025-07-03") as client:
        catalogue = (await client.get("/v1/catalogues/2025")).json()
    assert [(form["code"], form["edition"]) for form in catalogue["forms"]] == [("XB01", 1), ("XB02", 2)]
    (extended,) = await county.svc.events(CatalogueExtended)
    assert extended["data"] == {"year": 2025, "form": "XB02", "edition": 2, "forms": 2, "proposed": 2}
    assert [len(await county.svc.events(each)) for each in (CatalogueAdditionFiled, CatalogueAdditionApproved)] == [
        1,
        1,
    ]


async def test_what_was_demanded_before_the_addition_was_off_plan_and_is_not_afterwards(county, june):
    async with county.village(on="2025-06-03") as client:
        demand = {"title": june["title"], "department": "STATS", "reached": "group"}
        before = (await client.post("/v1/offplan-demands", json=demand)).json()
    await decide(county, county.created(await file_addition(county, june)))
    async with county.village(county.VILLAGES[1], on="2025-06-05") as client:
        after = (await client.post("/v1/offplan-demands", json=demand)).json()
    async with county.office("2025-06-06") as client:
        for given, status in ((before, 200), (after, 409)):
            path = f"/v1/offplan-demands/{given['id']}/confirmation"
            answer = await client.post(path, json={"reason": "核对当日目录"})
            assert answer.status_code == status, answer.text


async def test_only_the_head_decides_and_not_about_what_they_filed(county, june):
    addition = county.created(await file_addition(county, june))
    async with county.office("2025-06-04") as client:
        seen = (await client.get(f"/v1/catalogue-additions/{addition['id']}")).json()
        assert open_actions(seen) == ["withdrawal"]
        body = {"decision": "add", "reason": "同意"}
        answer = await client.post(f"/v1/catalogue-additions/{addition['id']}/decision", json=body)
        county.refused(answer, 403, "forbidden")
    both = county.svc.client(
        Role.APPROVER, Role.COUNTY_OFFICE, region=county.REGION, sub="both", at=county.at("2025-06-04")
    )
    async with both as client:
        form = await county.decided(await county.proposed("XB03"), on="2025-06-02")
        own = county.created(
            await client.post("/v1/catalogue-additions", json={"form_id": form["id"], "year": 2025, "reason": REASON})
        )
        answer = await client.post(f"/v1/catalogue-additions/{own['id']}/decision", json=body)
        assert county.refused(answer, 409, "addition_needs_second_person")["law"]
        todos = (await client.get("/v1/todos")).json()["todos"]
    assert [todo["id"] for todo in todos if todo["kind"] == "catalogue_addition"] == [addition["id"]]


@pytest.mark.parametrize(
    ("case", "status", "code"),
    [
        ("no catalogue", 409, "addition_before_catalogue"), ("listed", 409, "form_catalogued"),
        ("not approved", 409, "addition_form_not_in_force"), ("pending", 409, "addition_pending"),
        ("other year", 422, "addition_year_invalid"), ("other body", 404, "not_found"),
    ],
)  # fmt: skip
async def test_an_addition_that_cannot_be_is_refused(county, june, case, status, code):
    form, changes = june, {}
    match case:
        case "no catalogue":
            changes = {"year": 2026}
        case "other year":
            changes = {"year": 2028}
        case "listed":
            await decide(county, county.created(await file_addition(county, june)))
        case "pending":
            county.created(await file_addition(county, june))
        case "not approved":
            form = await county.proposed("XB09")
        case "other body":
            changes = {"department": "AGRI"}
    answer = await file_addition(county, form, **changes)
    county.refused(answer, status, code)


async def test_a_refused_or_withdrawn_addition_adds_nothing_and_may_come_again(county, june):
    first = county.created(await file_addition(county, june))
    assert (await decide(county, first, "refuse")).json()["state"] == "refused"
    second = county.created(await file_addition(county, june, on="2025-06-05"))
    async with county.department(on="2025-06-05") as client:
        answer = await client.post(f"/v1/catalogue-additions/{second['id']}/withdrawal")
        assert answer.json()["state"] == "withdrawn"
        county.refused(
            await client.post(f"/v1/catalogue-additions/{second['id']}/withdrawal"), 409, "illegal_transition"
        )
    county.created(await file_addition(county, june, on="2025-06-06"))
    assert await county.svc.events(CatalogueExtended) == []


async def test_a_form_stopped_meanwhile_is_not_added(county, june):
    addition = county.created(await file_addition(county, june))
    await county.decided(june, "stop", on="2025-06-03")
    county.refused(await decide(county, addition), 409, "addition_form_not_in_force")
    async with approver(county) as client:
        assert (await client.get(f"/v1/catalogue-additions/{addition['id']}")).json()["state"] == "filed"


async def test_additions_decided_at_once_make_editions_of_their_own(county, june):
    other = await county.decided(await county.proposed("XB03"), on="2025-06-02")
    filed = [county.created(await file_addition(county, form)) for form in (june, other)]
    answers = await asyncio.gather(*(decide(county, each) for each in filed))
    assert sorted(answer.json()["edition"] for answer in answers) == [2, 3]
