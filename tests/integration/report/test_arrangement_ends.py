"""A township takes back what it asked of its villages: they need not file it, and nobody counts it as missing."""

import asyncio

from contracts.arrangement_ends import ArrangementCancelled, ArrangementShortened
from contracts.report import FilingSubmitted
from countykit.testing import open_actions

REASON = {"reason": "上级表式调整，本表暂不填报"}


async def end(county, arrangement, step, on="2025-02-12", region=None, **body):
    async with county.township(region or county.TOWNSHIP, on) as client:
        return await client.post(f"/v1/arrangements/{arrangement['id']}/{step}", json={**REASON, **body})


async def expected(county, on="2025-06-30"):
    async with county.township(on=on) as client:
        found = (await client.get("/v1/filing-statistics", params={"year": 2025})).json()["items"]
    return {item["period"]: (item["expected"], item["actual"]) for item in found}


async def test_a_shortened_arrangement_asks_for_no_later_period(county):
    arrangement = await county.arranged()
    county.created(await county.file(arrangement))
    answer = await end(county, arrangement, "shortening", until="2025-02-20")
    assert answer.status_code == 200, answer.text
    lifted = {each["period"]: each["lifted_on"] for each in answer.json()["periods"]}
    assert lifted == {"2025-01": None, "2025-02": None, "2025-03": "2025-02-12"}
    async with county.village(on="2025-02-13") as client:
        seen = (await client.get(f"/v1/arrangements/{arrangement['id']}")).json()
    assert (seen["state"], seen["until"], seen["reason"]) == ("issued", "2025-02-20", REASON["reason"])
    county.refused(await county.file(arrangement, period="2025-03", on="2025-04-02"), 409, "period_lifted")
    county.created(await county.file(arrangement, period="2025-02", on="2025-03-04"))
    assert await expected(county) == {"2025-01": (3, 1), "2025-02": (3, 1), "2025-03": (0, 0)}
    (event,) = await county.svc.events(ArrangementShortened)
    assert event["data"]["periods"] == [
        {"period": "2025-03", "due_on": "2025-04-08", "fair_notice": True, "villages": 3}
    ]


async def test_a_cancelled_arrangement_keeps_what_was_due_and_what_was_filed(county):
    arrangement = await county.arranged()
    for period, on in (("2025-01", "2025-02-05"), ("2025-02", "2025-03-04")):
        county.created(await county.file(arrangement, period=period, on=on))
    cancelled = await end(county, arrangement, "cancellation", on="2025-03-05")
    assert cancelled.json()["state"] == "cancelled"
    assert open_actions(cancelled.json()) == ["filings", "confirmation"]
    # January was due in February and is still owed; of February only who had filed is counted.
    assert await expected(county) == {"2025-01": (3, 1), "2025-02": (1, 1), "2025-03": (0, 0)}
    other = county.VILLAGES[1]
    county.refused(await county.file(arrangement, other, period="2025-02", on="2025-03-06"), 409, "period_lifted")
    county.created(await county.file(arrangement, other, period="2025-01", on="2025-03-06"))
    (event,) = await county.svc.events(ArrangementCancelled)
    assert [(each["period"], each["villages"]) for each in event["data"]["periods"]] == [("2025-02", 2), ("2025-03", 3)]
    async with county.department(on="2025-03-06") as client:
        table = await client.get(f"/v1/forms/{arrangement['form_id']}/table", params={"period": "2025-02"})
        periods = (await client.get(f"/v1/forms/{arrangement['form_id']}/periods")).json()["items"]
    total = table.json()["total"]
    assert (total["expected"], total["actual"], total["missing"]) == (1, 1, 0)
    assert [(each["expected"], each["missing"]) for each in periods] == [(3, 1), (1, 0), (0, 0)]
    county.refused(await end(county, arrangement, "cancellation", on="2025-03-07"), 409, "illegal_transition")


async def test_what_was_taken_back_may_be_arranged_anew_unless_a_village_has_filed_it(county):
    form = await county.catalogued()
    wrong = await county.arranged(form)
    county.created(await county.file(wrong, on="2025-01-17"))
    # Shortened within January: February and March were filed by nobody.
    assert (await end(county, wrong, "shortening", on="2025-01-20", until="2025-01-31")).status_code == 200
    county.refused(await county.arrange(form, "2025-01-21"), 409, "arranged_twice")
    right = county.created(await county.arrange(form, "2025-01-21", starts_on="2025-02-01", due={"workdays": 8}))
    assert [each["period"] for each in right["periods"]] == ["2025-02", "2025-03"]


async def test_only_the_township_takes_back_and_only_what_is_still_to_come(county):
    arrangement = await county.arranged()
    county.refused(await end(county, arrangement, "cancellation", region=county.OTHER), 404, "not_found")
    async with county.village(on="2025-02-12") as client:
        answer = await client.post(f"/v1/arrangements/{arrangement['id']}/cancellation", json=REASON)
        county.refused(answer, 403, "forbidden")
    for until in ("2025-02-11", "2025-03-31", "2025-05-01"):
        county.refused(await end(county, arrangement, "shortening", until=until), 422, "arrangement_not_shorter")
    # A day of March that is no month's end keeps March.
    county.refused(await end(county, arrangement, "shortening", until="2025-03-10"), 409, "nothing_to_lift")
    county.refused(await end(county, arrangement, "cancellation", on="2025-04-30"), 409, "nothing_to_lift")
    assert await expected(county) == {"2025-01": (3, 0), "2025-02": (3, 0), "2025-03": (3, 0)}


async def test_a_form_on_event_is_told_until_the_day_on_which_it_was_cancelled(county):
    form = await county.catalogued(frequency="on_event")
    arrangement = await county.arranged(form, frequency="on_event", until="2025-12-31")
    county.created(await county.file(arrangement, period="2025-02-10", on="2025-02-11"))
    assert (await end(county, arrangement, "cancellation")).status_code == 200
    county.refused(await county.file(arrangement, period="2025-02-13", on="2025-02-13"), 422, "period_unknown")
    county.created(await county.file(arrangement, county.VILLAGES[1], period="2025-02-12", on="2025-02-13"))


async def test_a_filing_and_a_cancellation_at_once_agree_on_what_was_asked(county):
    arrangement = await county.arranged()
    answers = await asyncio.gather(
        *(county.file(arrangement, village) for village in county.VILLAGES),
        end(county, arrangement, "cancellation", on="2025-02-05"),
    )
    assert answers[-1].status_code == 200, answers[-1].text
    filed = len(await county.svc.events(FilingSubmitted))
    assert [answer.status_code for answer in answers[:-1]].count(201) == filed
    (event,) = await county.svc.events(ArrangementCancelled)
    taken_back = {each["period"]: each["villages"] for each in event["data"]["periods"]}
    assert taken_back.get("2025-01", 0) == 3 - filed
    assert (await expected(county))["2025-01"] == (filed, filed)
