"""A county survey reaches villages only with the statistics office's paper: one records it, another decides."""

from datetime import date

import pytest
from contracts.form_approvals import FormSurveyApproved
from contracts.gateway import DepartmentRegistered
from countykit.identity import Role
from report_svc.consumers import consumers

from tests.integration.territory import ended

PAPER = {"authority": "县统计局", "number": "X统制〔2025〕3号", "approved_on": "2025-01-06"}
SURVEY = {"kind": "survey", "issued_by": "县农业农村局"}


def clerk(county, number=1):
    return county.svc.client(
        Role.COUNTY_OFFICE, region=county.REGION, sub=f"018f0000-0000-7000-8000-00000000000{number}",
        at=county.at("2025-01-07"),
    )  # fmt: skip


async def approve(client, form):
    return await client.post(f"/v1/forms/{form['id']}/decision", json={"decision": "approve", "reason": "确有必要"})


async def test_without_the_paper_it_is_not_approved_and_one_person_does_not_do_both(county):
    form = await county.proposed(department="AGRI", **SURVEY)
    path = f"/v1/forms/{form['id']}/survey-approval"
    async with clerk(county) as office:
        problem = county.refused(await approve(office, form), 409, "survey_not_approved")
        assert (problem["rule"], "第14条" in problem["law"]) == ("FRM-02", True)
        for wrong in ({"authority": "县农业农村局"}, {"authority": "县财政局"}, {"approved_on": "2025-01-08"}):
            county.refused(await office.post(path, json=PAPER | wrong), 409, "survey_approver_unfit")
        county.refused(
            await office.post(path, json=PAPER | {"number": "X统制〔2025〕9号"}), 409, "survey_number_differs"
        )
        waiting = {todo["kind"] for todo in (await office.get("/v1/todos")).json()["todos"]}
        assert waiting == {"form_survey_approval", "form_decision"}
        seen = await office.post(path, json=PAPER)
        assert (seen.status_code, seen.json()["survey_approval"]) == (200, PAPER), seen.text
        county.refused(await approve(office, form), 409, "survey_same_person")
        county.refused(await office.post(path, json=PAPER), 409, "illegal_transition")
        assert {todo["kind"] for todo in (await office.get("/v1/todos")).json()["todos"]} == {"form_decision"}
    async with county.department("AGRI") as own:
        county.refused(await own.post(path, json=PAPER), 403, "forbidden")
    async with clerk(county, 2) as other:
        assert (await approve(other, form)).json()["state"] == "approved"
    (event,) = await county.svc.events(FormSurveyApproved)
    assert event["data"]["approved_on"] == "2025-01-06"


async def test_the_statistics_office_does_not_approve_its_own(county):
    form = await county.proposed(kind="survey", issued_by="县统计局")
    path = f"/v1/forms/{form['id']}/survey-approval"
    async with clerk(county) as office:
        county.refused(await office.post(path, json=PAPER), 409, "survey_approver_unfit")
        assert (await office.post(path, json=PAPER | {"authority": "省统计局"})).status_code == 200


async def test_a_mended_survey_needs_its_paper_anew(county):
    form = await county.proposed(department="AGRI", **SURVEY)
    async with clerk(county) as office:
        assert (await office.post(f"/v1/forms/{form['id']}/survey-approval", json=PAPER)).status_code == 200
    await county.decided(form, "return")
    async with county.department("AGRI", "2025-01-08") as own:
        body = county.proposal(**SURVEY)
        body.pop("code")
        again = await own.post(f"/v1/forms/{form['id']}/resubmission", json=body)
    assert (again.status_code, again.json()["survey_approval"]) == (200, None), again.text


@pytest.mark.parametrize("changes", [{"kind": "business"}, {"kind": "survey", "issuing_level": "province"}, {}])
async def test_other_forms_and_surveys_of_higher_levels_need_no_paper_here(county, changes):
    form = await county.proposed(department="AGRI", **changes)
    async with clerk(county) as office:
        paper = await office.post(f"/v1/forms/{form['id']}/survey-approval", json=PAPER)
        county.refused(paper, 409, "illegal_transition")
        assert (await approve(office, form)).json()["state"] == "approved"


async def test_what_was_said_in_a_survey_fills_no_other_form(county):
    fields = [{"name": "常住人口", "unit": "人", "element": "E007"}]
    async with county.office("2025-01-05") as client:
        assert (await client.post("/v1/elements/starter-set")).status_code == 200
    survey = await county.proposed("SV01", fields=fields, kind="survey", issuing_level="province")
    plain = await county.proposed("PL01", fields=fields, kind="business")
    for form in (survey, plain):
        await county.decided(form)
    await county.published()
    counted, asked = await county.arranged(survey), await county.arranged(plain)
    county.created(await county.file(counted, values={"常住人口": 990}))
    known = {}
    async with county.village(on="2025-03-04") as client:
        for name, each in {"survey": counted, "plain": asked}.items():
            place = {"village": county.VILLAGES[0], "period": "2025-02"}
            answer = await client.get(f"/v1/arrangements/{each['id']}/prefill", params=place)
            known[name] = answer.json()["columns"][0]["value"]
    assert known == {"survey": 990, "plain": None}


async def test_every_day_is_asked_for_only_with_the_basis_of_an_emergency(county):
    form = await county.catalogued(frequency="daily")
    days = {"frequency": "daily", "starts_on": "2025-01-13", "until": "2025-01-15"}
    county.refused(await county.arrange(form, **days), 409, "daily_without_basis")
    basis = "县防汛指挥部一级应急响应，逐日报送险情"
    arranged = county.created(await county.arrange(form, **days, emergency_basis=basis))
    assert [each["period"] for each in arranged["periods"]] == ["2025-01-13", "2025-01-14", "2025-01-15"]
    monthly = await county.arrange(form, starts_on="2025-02-01", until="2025-12-31")
    assert len(county.created(monthly)["periods"]) == 11


async def test_the_paper_of_a_body_that_ended_since_is_recorded_and_its_heir_approves_it_no_more_than_it(county):
    form = await county.proposed(department="AGRI", **SURVEY)
    path = f"/v1/forms/{form['id']}/survey-approval"
    heir = DepartmentRegistered(code="STATS", name="县统计和调查局", home=county.REGION)
    await county.svc.hear(consumers, heir, region=county.REGION, sequence=9)
    await ended(county.svc, consumers, "AGRI", date(2025, 1, 7), "STATS", name="县统计局")
    async with clerk(county) as office:
        for own in ("县统计局", "县统计和调查局"):
            county.refused(await office.post(path, json=PAPER | {"authority": own}), 409, "survey_approver_unfit")
        seen = await office.post(path, json=PAPER | {"authority": "市统计局"})
    assert (seen.status_code, seen.json()["survey_approval"]["authority"]) == (200, "市统计局"), seen.text
