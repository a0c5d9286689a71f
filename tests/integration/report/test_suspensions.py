"""A catalogued form is suspended during the year and resumed: its villages owe nothing meanwhile, and read why."""

import asyncio

import pytest
from contracts.arrangement_ends import ArrangementShortened
from contracts.form_suspensions import (
    ArrangementResumed,
    ArrangementSuspended,
    CatalogueRevised,
    FormResumed,
    FormSuspended,
)
from contracts.report import FilingSubmitted
from countykit.testing import open_actions

REASON = "上级正在修订表式，暂不填报"


async def suspend(county, form, starts_on, on="2025-02-20", who=None, **body):
    async with who or county.department(on=on) as client:
        path = f"/v1/forms/{form['id']}/suspension"
        return await client.post(path, json={"starts_on": starts_on, "reason": REASON, **body})


async def resume(county, form, resumes_on, on="2025-04-10", who=None):
    async with who or county.department(on=on) as client:
        body = {"resumes_on": resumes_on, "reason": "新表式已下发"}
        return await client.post(f"/v1/forms/{form['id']}/resumption", json=body)


async def expected(county, on="2025-12-30"):
    async with county.township(on=on) as client:
        found = (await client.get("/v1/filing-statistics", params={"year": 2025})).json()["items"]
    return {item["period"]: (item["expected"], item["actual"]) for item in found}


@pytest.fixture
async def form(county):
    return await county.catalogued()


@pytest.fixture
async def arrangement(county, form):
    return await county.arranged(form, until="2025-06-30")


async def test_nothing_is_owed_while_a_form_is_suspended_and_villages_read_why(county, form, arrangement):
    county.created(await county.file(arrangement))
    county.created(await county.file(arrangement, period="2025-02", on="2025-03-01"))
    # February is due on 7 March, after the suspension began: who has filed is counted, who has not is not late.
    answer = await suspend(county, form, "2025-03-03", on="2025-03-03")
    assert answer.status_code == 200, answer.text
    assert (answer.json()["state"], answer.json()["suspended_from"]) == ("approved", "2025-03-03")
    async with county.village(on="2025-03-04") as client:
        seen = (await client.get(f"/v1/arrangements/{arrangement['id']}")).json()
    assert seen["reason"] == REASON
    lifted = {each["period"]: (each["lifted_on"], each["suspended"]) for each in seen["periods"]}
    assert lifted["2025-01"] == (None, False)
    assert [lifted[f"2025-0{month}"] for month in range(2, 7)] == [("2025-03-03", True)] * 5
    other = county.VILLAGES[1]
    county.refused(await county.file(arrangement, other, period="2025-02", on="2025-03-04"), 409, "form_suspended")
    found = await expected(county)
    # January was due before, and stays owed.
    assert (found["2025-01"], found["2025-02"], found["2025-03"]) == ((3, 1), (1, 1), (0, 0))
    (event,) = await county.svc.events(ArrangementSuspended)
    assert event["data"]["starts_on"] == "2025-03-03"
    assert [(each["period"], each["villages"]) for each in event["data"]["periods"]][:2] == [
        ("2025-02", 2), ("2025-03", 3)
    ]  # fmt: skip
    (suspended,) = await county.svc.events(FormSuspended)
    assert suspended["data"] == {"form": "XB01", "starts_on": "2025-03-03"}


async def test_a_resumed_form_asks_for_what_ends_from_that_day_on(county, form, arrangement):
    assert (await suspend(county, form, "2025-03-03", on="2025-03-03")).status_code == 200
    answer = await resume(county, form, "2025-04-15", on="2025-04-10")
    assert (answer.status_code, answer.json()["suspended_from"]) == (200, None)
    found = await expected(county)
    # March had ended before the day; April ends after it.
    assert [found[f"2025-0{month}"][0] for month in range(1, 7)] == [3, 0, 0, 3, 3, 3]
    county.refused(await county.file(arrangement, period="2025-03", on="2025-04-16"), 409, "form_suspended")
    county.created(await county.file(arrangement, period="2025-04", on="2025-05-06"))
    (event,) = await county.svc.events(ArrangementResumed)
    assert [each["period"] for each in event["data"]["periods"]] == ["2025-04", "2025-05", "2025-06"]
    (resumed,) = await county.svc.events(FormResumed)
    assert resumed["data"] == {"form": "XB01", "starts_on": "2025-03-03", "resumes_on": "2025-04-15"}


async def test_a_period_that_would_come_back_without_notice_does_not(county, form, arrangement):
    assert (await suspend(county, form, "2025-03-03", on="2025-03-03")).status_code == 200
    # April is due on 12 May: on the 8th only two working days are left.
    assert (await resume(county, form, "2025-04-20", on="2025-05-08")).status_code == 422
    assert (await resume(county, form, "2025-05-08", on="2025-05-08")).status_code == 200
    assert (await expected(county))["2025-04"][0] == 0
    assert (await expected(county))["2025-05"][0] == 3


async def test_what_the_township_took_back_meanwhile_does_not_come_back(county, form, arrangement):
    assert (await suspend(county, form, "2025-03-03", on="2025-03-03")).status_code == 200
    async with county.township(on="2025-03-10") as client:
        body = {"until": "2025-04-30", "reason": "以后不再需要"}
        answer = await client.post(f"/v1/arrangements/{arrangement['id']}/shortening", json=body)
    assert answer.status_code == 200, answer.text
    # What was due no more already is not taken back a second time.
    (event,) = await county.svc.events(ArrangementShortened)
    assert event["data"]["periods"] == []
    assert (await resume(county, form, "2025-04-15")).status_code == 200
    found = await expected(county)
    assert [found[f"2025-0{month}"][0] for month in range(4, 7)] == [3, 0, 0]
    # And it may be arranged anew.
    county.created(await county.arrange(form, "2025-04-16", starts_on="2025-05-01", until="2025-06-30"))


async def test_each_edition_of_the_catalogue_says_what_it_changed_and_why(county, form, arrangement):
    await suspend(county, form, "2025-03-03", on="2025-03-03")
    await resume(county, form, "2025-04-15")
    async with county.village(on="2025-04-16") as client:
        catalogue = (await client.get("/v1/catalogues/2025")).json()
    told = [(each["edition"], each["change"], each["form"], each["effective_on"]) for each in catalogue["editions"]]
    assert told == [(2, "suspended", "XB01", "2025-03-03"), (3, "resumed", "XB01", "2025-04-15")]
    assert (catalogue["edition"], catalogue["editions"][0]["reason"]) == (3, REASON)
    assert [each["data"]["change"] for each in await county.svc.events(CatalogueRevised)] == ["suspended", "resumed"]


async def test_a_suspended_form_is_neither_arranged_nor_in_force(county, form):
    await suspend(county, form, "2025-01-07", on="2025-01-07")
    county.refused(await county.arrange(form), 409, "form_suspended")
    async with county.village(on="2025-01-09") as client:
        body = {"title": form["title"], "department": "STATS"}
        letter = await client.post("/v1/form-refusals", json=body)
        assert letter.status_code == 201, letter.text
    await resume(county, form, "2025-01-10", on="2025-01-10")
    county.created(await county.arrange(form, "2025-01-10"))
    async with county.village(county.VILLAGES[1], on="2025-01-10") as client:
        county.refused(await client.post("/v1/form-refusals", json=body), 409, "form_demand_lawful")


async def test_what_the_office_suspended_only_the_office_resumes(county, form):
    await suspend(county, form, "2025-02-21", who=county.office("2025-02-20"))
    county.refused(await resume(county, form, "2025-04-15"), 403, "forbidden")
    async with county.department(on="2025-02-21") as client:
        assert "resumption" not in open_actions((await client.get(f"/v1/forms/{form['id']}")).json())
    async with county.office("2025-02-21") as client:
        assert "resumption" in open_actions((await client.get(f"/v1/forms/{form['id']}")).json())
    assert (await resume(county, form, "2025-04-15", who=county.office("2025-04-10"))).status_code == 200


async def test_a_suspension_that_cannot_be_is_refused(county, form):
    county.refused(await suspend(county, form, "2025-02-19"), 422, "suspension_day_invalid")
    county.refused(await suspend(county, form, "2026-01-01"), 422, "suspension_day_invalid")
    county.refused(
        await suspend(county, form, "2025-02-20", who=county.department("AGRI", "2025-02-20")), 404, "not_found"
    )
    other = await county.decided(await county.proposed("XB02"))
    county.refused(await suspend(county, other, "2025-02-20"), 409, "form_uncatalogued")
    county.refused(await resume(county, form, "2025-02-20"), 409, "illegal_transition")
    assert (await suspend(county, form, "2025-02-24")).status_code == 200
    county.refused(await suspend(county, form, "2025-02-24"), 409, "illegal_transition")
    county.refused(await resume(county, form, "2025-02-23", on="2025-02-20"), 422, "resumption_day_invalid")
    assert (await resume(county, form, "2025-03-10", on="2025-02-20")).status_code == 200
    county.refused(await suspend(county, form, "2025-03-09"), 422, "suspension_day_invalid")


async def test_an_event_within_a_suspension_is_not_told(county):
    form = await county.catalogued(frequency="on_event")
    arrangement = await county.arranged(form, frequency="on_event", until="2025-12-31")
    await suspend(county, form, "2025-02-20")
    county.created(await county.file(arrangement, period="2025-02-19", on="2025-02-21"))
    county.refused(await county.file(arrangement, period="2025-02-20", on="2025-02-21"), 409, "form_suspended")
    await resume(county, form, "2025-04-10")
    county.created(await county.file(arrangement, period="2025-04-10", on="2025-04-10"))


async def test_filings_and_a_suspension_at_once_agree_on_what_was_owed(county, form, arrangement):
    answers = await asyncio.gather(
        *(county.file(arrangement, village) for village in county.VILLAGES),
        suspend(county, form, "2025-02-05", on="2025-02-05"),
    )
    assert answers[-1].status_code == 200, answers[-1].text
    filed = len(await county.svc.events(FilingSubmitted))
    (event,) = await county.svc.events(ArrangementSuspended)
    open_ = {each["period"]: each["villages"] for each in event["data"]["periods"]}
    assert open_.get("2025-01", 0) == 3 - filed
    assert (await expected(county))["2025-01"] == (filed, filed)
