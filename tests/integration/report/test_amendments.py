"""A new version of a catalogued form during the year: filed by itself, approved by the head, from then on arranged."""

from uuid import UUID

import pytest
from contracts.catalogue_additions import CatalogueExtended
from contracts.form_amendments import FormAmendmentApproved, FormAmendmentFiled, FormSuperseded
from contracts.form_suspensions import CatalogueRevised
from contracts.report import FormApproved
from countykit.identity import Role
from countykit.testing import open_actions

REASON = "省级表式七月起调整，原三栏合并为两栏"
FIELDS = [{"name": "常住人口", "unit": "人"}, {"name": "外出人口", "unit": "人"}]
SURVEY = {"kind": "survey", "issuing_level": "county", "issued_by": "县民政局"}
PAPER = {"authority": "县统计局", "number": "X统制〔2025〕9号", "approved_on": "2025-02-18"}


def head(county, on="2025-02-20", sub="head", *roles):
    return county.svc.client(Role.APPROVER, *roles, region=county.REGION, sub=sub, at=county.at(on))


async def amend(county, form, on="2025-02-18", department="STATS", **changes):
    content = {name: value for name, value in county.proposal(form["code"]).items() if name != "code"}
    body = {**content, "title": "村级人口月报（修订）", "fields": FIELDS, "form_id": form["id"], "reason": REASON}
    async with county.department(department, on) as client:
        return await client.post("/v1/form-amendments", json=body | changes)


async def decide(county, amendment, decision="approve", on="2025-02-20", who=None):
    async with who or head(county, on) as client:
        body = {"decision": decision, "reason": "确有必要"}
        return await client.post(f"/v1/form-amendments/{amendment['id']}/decision", json=body)


@pytest.fixture
async def form(county):
    return await county.catalogued()


async def test_arrangements_of_the_old_version_keep_it_and_new_ones_have_the_new_one(county, form):
    running = await county.arranged(form)
    filed = county.created(await amend(county, form))
    assert (filed["state"], filed["content"]["fields"][1]["name"]) == ("filed", "外出人口")
    answer = await decide(county, filed)
    assert (answer.status_code, answer.json()["state"]) == (200, "approved"), answer.text
    new_id = answer.json()["new_form_id"]
    async with county.department(on="2025-02-21") as client:
        old, new = [(await client.get(f"/v1/forms/{each}")).json() for each in (form["id"], new_id)]
    assert (old["state"], new["state"], new["code"], new["amends"]) == ("superseded", "approved", "XB01", form["id"])
    assert [each["name"] for each in new["fields"]] == ["常住人口", "外出人口"]
    # March is filed by the table that was arranged.
    county.created(await county.file(running, period="2025-03", on="2025-04-02"))
    county.refused(await county.arrange(old, "2025-03-20", starts_on="2025-04-01", until="2025-06-30"), 409,
                   "not_catalogued")  # fmt: skip
    # Nobody is asked twice for one period, by whichever version.
    county.refused(await county.arrange(new, "2025-02-21", starts_on="2025-03-01", until="2025-06-30"), 409,
                   "arranged_twice")  # fmt: skip
    later = county.created(await county.arrange(new, "2025-03-20", starts_on="2025-04-01", until="2025-06-30"))
    values = {"常住人口": 1204, "外出人口": 80}
    county.created(await county.file(later, period="2025-04", on="2025-05-06", values=values))


async def test_the_catalogue_has_the_new_version_in_an_edition_that_says_why(county, form):
    answer = await decide(county, county.created(await amend(county, form)))
    async with county.village(on="2025-02-21") as client:
        catalogue = (await client.get("/v1/catalogues/2025")).json()
    listed = [(each["code"], each["id"], each["edition"]) for each in catalogue["forms"]]
    assert listed == [("XB01", answer.json()["new_form_id"], 2)]
    (edition,) = catalogue["editions"]
    assert (edition["change"], edition["reason"], edition["effective_on"]) == ("amended", REASON, "2025-02-20")
    (revised,) = await county.svc.events(CatalogueRevised)
    assert (revised["data"]["change"], revised["data"]["edition"]) == ("amended", 2)
    assert await county.svc.events(CatalogueExtended) == []
    (approved,) = await county.svc.events(FormAmendmentApproved)
    assert UUID(approved["data"]["form_id"]) == UUID(answer.json()["new_form_id"])
    counts = [len(await county.svc.events(each)) for each in (FormAmendmentFiled, FormSuperseded, FormApproved)]
    assert counts == [1, 1, 2]


async def test_a_new_version_may_itself_be_amended_and_occupies_with_all_before_it(county, form):
    await county.arranged(form)
    second = (await decide(county, county.created(await amend(county, form)))).json()["new_form_id"]
    third = await amend(county, {"id": second, "code": "XB01"}, on="2025-02-21", title="村级人口月报（再修订）")
    newest = (await decide(county, county.created(third), on="2025-02-24")).json()["new_form_id"]
    county.refused(
        await county.arrange({"id": newest}, "2025-02-25", starts_on="2025-03-01"), 409, "arranged_twice"
    )  # fmt: skip


async def test_an_approved_survey_is_amended_by_a_new_approval_only(county):
    form = await county.proposed(**SURVEY)
    async with county.office("2025-01-07") as client:
        paper = {"authority": "县统计局", "number": "X统制〔2025〕3号", "approved_on": "2025-01-06"}
        await client.post(f"/v1/forms/{form['id']}/survey-approval", json=paper)
    other = county.svc.client(Role.COUNTY_OFFICE, region=county.REGION, sub="other", at=county.at("2025-01-07"))
    async with other as client:
        body = {"decision": "approve", "reason": "同意"}
        assert (await client.post(f"/v1/forms/{form['id']}/decision", json=body)).status_code == 200
    await county.published()
    kept = county.refused(await amend(county, form, **SURVEY), 409, "survey_needs_new_approval")
    assert kept["law"].startswith("统计法")
    county.refused(
        await amend(county, form, approval_number=PAPER["number"], kind="administrative"), 409,
        "survey_needs_new_approval",
    )  # fmt: skip
    filed = county.created(await amend(county, form, approval_number=PAPER["number"], **SURVEY))
    county.refused(await decide(county, filed), 409, "survey_not_approved")
    async with head(county, "2025-02-19", "recorder", Role.COUNTY_OFFICE) as client:
        path = f"/v1/form-amendments/{filed['id']}/survey-approval"
        wrong = await client.post(path, json={**PAPER, "number": "X统制〔2025〕3号"})
        county.refused(wrong, 409, "survey_number_differs")
        answer = await client.post(path, json=PAPER)
        assert answer.json()["survey_approval"]["number"] == PAPER["number"], answer.text
        body = {"decision": "approve", "reason": "同意"}
        same = await client.post(f"/v1/form-amendments/{filed['id']}/decision", json=body)
        county.refused(same, 409, "survey_same_person")
    new = (await decide(county, filed)).json()
    async with county.department(on="2025-02-21") as client:
        seen = (await client.get(f"/v1/forms/{new['new_form_id']}")).json()
    assert (seen["approval_number"], seen["survey_approval"]["approved_on"]) == (PAPER["number"], "2025-02-18")


async def test_only_the_head_decides_and_not_about_what_they_filed(county, form):
    filed = county.created(await amend(county, form))
    async with county.office("2025-02-19") as client:
        seen = (await client.get(f"/v1/form-amendments/{filed['id']}")).json()
        assert open_actions(seen) == ["withdrawal"]
        county.refused(await decide(county, filed, who=county.office("2025-02-19")), 403, "forbidden")
    async with head(county) as client:
        todos = (await client.get("/v1/todos")).json()["todos"]
    assert [todo["id"] for todo in todos if todo["kind"] == "form_amendment"] == [filed["id"]]
    async with county.department(on="2025-02-19") as client:
        assert (await client.post(f"/v1/form-amendments/{filed['id']}/withdrawal")).status_code == 200
    own = county.svc.client(
        Role.APPROVER, Role.DEPARTMENT, region=county.REGION, department="STATS", sub="both", at=county.at("2025-02-19")
    )
    async with own as client:
        content = {name: value for name, value in county.proposal().items() if name != "code"}
        body = content | {"form_id": form["id"], "reason": REASON}
        mine = county.created(await client.post("/v1/form-amendments", json=body))
        path = f"/v1/form-amendments/{mine['id']}/decision"
        answer = await client.post(path, json={"decision": "approve", "reason": "同意"})
        assert county.refused(answer, 409, "amendment_needs_second_person")["law"]


async def test_an_amendment_that_cannot_be_is_refused_and_changes_nothing(county, form):
    uncatalogued = await county.decided(await county.proposed("XB02"))
    county.refused(await amend(county, uncatalogued), 409, "form_uncatalogued")
    county.refused(await amend(county, await county.proposed("XB03")), 409, "form_not_amendable")
    county.refused(await amend(county, form, table_number=None), 422, "marks_missing")
    county.refused(await amend(county, form, department="AGRI"), 404, "not_found")
    filed = county.created(await amend(county, form))
    county.refused(await amend(county, form), 409, "amendment_pending")
    assert (await decide(county, filed, "refuse")).json()["state"] == "refused"
    again = county.created(await amend(county, form))
    async with county.department(on="2025-02-19") as client:
        assert (await client.post(f"/v1/form-amendments/{again['id']}/withdrawal")).json()["state"] == "withdrawn"
    last = county.created(await amend(county, form))
    await county.decided(form, "stop", on="2025-02-19")
    county.refused(await decide(county, last), 409, "form_not_amendable")
    assert await county.svc.events(FormSuperseded) == []


async def test_a_form_amended_while_it_is_suspended_stays_so_until_it_is_resumed(county, form):
    async with county.department(on="2025-02-18") as client:
        body = {"starts_on": "2025-02-18", "reason": "上级正在修订表式"}
        assert (await client.post(f"/v1/forms/{form['id']}/suspension", json=body)).status_code == 200
    new = (await decide(county, county.created(await amend(county, form)))).json()["new_form_id"]
    order = {"starts_on": "2025-04-01", "until": "2025-06-30"}
    county.refused(await county.arrange({"id": new}, "2025-02-21", **order), 409, "form_suspended")
    async with county.department(on="2025-02-24") as client:
        body = {"resumes_on": "2025-03-01", "reason": "新表式已批准"}
        assert (await client.post(f"/v1/forms/{new}/resumption", json=body)).status_code == 200
    county.created(await county.arrange({"id": new}, "2025-03-03", **order))
