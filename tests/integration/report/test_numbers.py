"""What villages fill needs the marks of a survey, a number that covers villages and days, or a law."""

from datetime import date

import pytest
from contracts.form_grounds import ArrangementGrounded, FormGrounded
from contracts.lineage import ChangeSubject
from contracts.number_rules import NumberArea, NumberMode
from report_svc.consumers import consumers

from tests.integration.numbers import NUMBER, Numbers
from tests.integration.territory import became

PLAIN = {"kind": "administrative", "legal_basis": "县里会议要求"}


@pytest.fixture
def numbers(county):
    return Numbers(county.svc, consumers, first=date(2025, 1, 1), last=date(2025, 6, 30))


async def enforce(numbers):
    await numbers.ruled(NumberArea.FORMS, NumberMode.ENFORCE, date(2025, 1, 2))


async def test_the_marks_of_a_survey_stand_for_a_number(county, numbers):
    await enforce(numbers)
    form = await county.catalogued()
    arrangement = await county.arranged(form)
    assert (form["ground"], arrangement["ground"], arrangement["gap"]) == ("marks", "marks", None)


async def test_another_form_without_number_or_law_is_refused_where_it_is_enforced(county, numbers):
    await enforce(numbers)
    async with county.department() as client:
        answer = await client.post("/v1/forms", json=county.proposal(**PLAIN))
        problem = county.refused(answer, 422, "number_missing")
        lawful = await client.post("/v1/forms", json=county.proposal(**{**PLAIN, "legal_basis": "档案法第九条"}))
    assert problem["law"]
    assert county.created(lawful)["ground"] == "law"


async def test_a_number_has_to_be_dispatched_to_all_villages_for_all_days(county, numbers):
    await enforce(numbers)
    admission = await numbers.granted("STATS", by_assignment=True)
    form = await county.catalogued(**PLAIN, admission=NUMBER)
    problem = county.refused(await county.arrange(form), 409, "number_not_assigned")
    assert problem["places"] == list(county.VILLAGES)
    for village in county.VILLAGES:
        await numbers.dispatched(admission, village)
    county.refused(await county.arrange(form, until="2025-07-31"), 409, "number_other_day")
    arrangement = await county.arranged(form)
    assert (arrangement["ground"], arrangement["admission"], arrangement["admission_name"]) == (
        "number", NUMBER, "村级防汛值守",
    )  # fmt: skip


async def test_where_it_is_advised_the_department_mends_form_and_arrangement(county, numbers):
    form = await county.catalogued(**PLAIN)
    arrangement = await county.arranged(form)
    assert (form["gap"], arrangement["gap"]) == ("missing", "missing")
    async with county.department(on="2025-01-09") as client:
        kinds = {todo["kind"] for todo in (await client.get("/v1/todos")).json()["todos"]}
        assert kinds == {"form_grounding", "arrangement_grounding"}
        path = f"/v1/arrangements/{arrangement['id']}/grounding"
        county.refused(await client.post(path, json={}), 422, "number_missing")
        await numbers.granted("STATS")
        mended = await client.post(f"/v1/forms/{form['id']}/grounding", json={"admission": NUMBER})
        assert (mended.status_code, mended.json()["ground"]) == (200, "number")
        covered = await client.post(path, json={})
        assert (covered.json()["gap"], covered.json()["admission"]) == (None, NUMBER)
        assert (await client.get("/v1/todos")).json()["todos"] == []
        again = await client.post(path, json={})
    assert (again.status_code, again.json()["code"]) == (409, "illegal_transition")
    assert len(await county.svc.events(FormGrounded)) == len(await county.svc.events(ArrangementGrounded)) == 1


async def test_a_number_of_another_department_is_none_of_a_form(county, numbers):
    await enforce(numbers)
    await numbers.granted("AGRI")
    async with county.department() as client:
        answer = await client.post("/v1/forms", json=county.proposal(admission=NUMBER))
        county.refused(answer, 409, "number_of_another_body")
        malformed = await client.post("/v1/forms", json=county.proposal(admission="随便写"))
    assert malformed.status_code == 422


async def test_what_townships_fill_needs_no_number(county, numbers):
    await enforce(numbers)
    form = await county.proposed(**PLAIN, target_level="township")
    assert (form["ground"], form["gap"]) == (None, None)


async def test_a_number_and_a_rule_follow_a_county_and_its_villages_to_their_new_codes(county, numbers):
    """They were given, dispatched and approved while the county had another code, and its villages were elsewhere."""
    former = {code: f"990155{code[6:9]}{int(code[9:]) + 100:03d}" for code in county.VILLAGES}
    former[county.REGION] = "990155000000"
    await became(county.svc, consumers, {old: new for new, old in former.items()})
    await numbers.ruled(NumberArea.FORMS, NumberMode.ENFORCE, date(2025, 1, 2), region=former[county.REGION])
    admission = await numbers.granted(
        "STATS",
        by_assignment=True,
        region=former[county.REGION],
        regions=tuple(former[code] for code in county.VILLAGES),
    )
    form = await county.catalogued(**PLAIN, admission=NUMBER)
    for village in county.VILLAGES[1:]:
        await numbers.dispatched(admission, former[village])
    problem = county.refused(await county.arrange(form), 409, "number_not_assigned")
    assert problem["places"] == [county.VILLAGES[0]], "it was not dispatched under any of its codes"
    await numbers.dispatched(admission, former[county.VILLAGES[0]])
    assert (await county.arranged(form))["ground"] == "number"


async def test_a_body_goes_by_the_numbers_of_one_that_it_took_over_and_not_of_another_one_taken_over(county, numbers):
    await enforce(numbers)
    await became(county.svc, consumers, {"OLD": "STATS", "AGRI": "STATS"}, subject=ChangeSubject.DEPARTMENT)
    await numbers.granted("OLD")
    assert (await county.catalogued(**PLAIN, admission=NUMBER))["ground"] == "number"
    async with county.department("AGRI") as client:
        answer = await client.post("/v1/forms", json=county.proposal("XB02", **PLAIN, admission=NUMBER))
    county.refused(answer, 409, "number_of_another_body")
