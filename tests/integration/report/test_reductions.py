"""What villages were asked for on two days: every figure is recomputed from the published events."""

from datetime import date, datetime, timedelta
from itertools import pairwise

from contracts.form_amendments import FormSuperseded
from contracts.form_suspensions import FormResumed, FormSuspended
from contracts.report import FormApproved, FormExpired, FormStopped, FormWithdrawn

from tests.integration.report.test_amendments import amend
from tests.integration.report.test_amendments import decide as decide_amendment
from tests.integration.report.test_suspensions import resume, suspend

ENDS = (FormStopped, FormWithdrawn, FormExpired, FormSuperseded)


async def read(county, first, last, who=None, **query):
    async with who or county.village(on="2025-12-01") as client:
        answer = await client.get("/v1/reductions", params={"first": first, "last": last, **query})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def replayed(county, day):
    """Forms, columns and filings at the end of a day, from nothing but the events."""
    on, forms = date.fromisoformat(day), {}
    for event in await county.svc.events(FormApproved):
        said = event["data"]
        forms[event["subject"]] = (said, _day(event), date.fromisoformat(said["valid_until"]))
    gone = {event["subject"]: _day(event) for each in ENDS for event in await county.svc.events(each)}
    pauses = {event["subject"]: [event["data"]["starts_on"], None] for event in await county.svc.events(FormSuspended)}
    for event in await county.svc.events(FormResumed):
        pauses[event["subject"]] = [event["data"]["starts_on"], event["data"]["resumes_on"]]
    found = [
        said for subject, (said, begun, until) in forms.items()
        if said["fields"] and begun <= on <= until and not (subject in gone and gone[subject] <= on)
        and not (subject in pauses and pauses[subject][0] <= day and (pauses[subject][1] or "9999") > day)
    ]  # fmt: skip
    return {
        "on": day, "forms": len(found), "fields": sum(each["fields"] for each in found),
        "filings": sum(each["filings_a_year"] for each in found),
    }  # fmt: skip


def _day(event):
    return (datetime.fromisoformat(event["time"]) + timedelta(hours=8)).date()


async def year(county):
    """A year: three forms in January, one stopped, one suspended and resumed, one amended to two columns."""
    forms = [
        await county.decided(await county.proposed(code, frequency=frequency))
        for code, frequency in (("XB01", "monthly"), ("XB02", "quarterly"), ("XB03", "weekly"))
    ]
    await county.decided(await county.proposed("XB04", target_level="township"))
    await county.published()
    await suspend(county, forms[0], "2025-02-20")
    await county.decided(forms[2], "stop", on="2025-03-03")
    await resume(county, forms[0], "2025-04-15")
    filed = county.created(await amend(county, forms[1], on="2025-05-06", frequency="yearly"))
    answer = await decide_amendment(county, filed, on="2025-05-07")
    assert answer.status_code == 200, answer.text
    return forms


async def test_both_days_and_every_day_between_are_recomputed_from_the_events(county):
    await year(county)
    days = (
        "2025-01-06",
        "2025-01-07",
        "2025-02-19",
        "2025-02-20",
        "2025-03-03",
        "2025-04-15",
        "2025-05-07",
        "2026-01-01",
    )
    for first, last in pairwise(days):
        found = await read(county, first, last)
        assert (found["first"], found["last"]) == (await replayed(county, first), await replayed(county, last))
    whole = await read(county, "2025-01-07", "2025-05-07")
    assert whole["first"] == {"on": "2025-01-07", "forms": 3, "fields": 9, "filings": 12 + 4 + 52}
    assert whole["last"] == {"on": "2025-05-07", "forms": 2, "fields": 3 + 2, "filings": 12 + 1}


async def test_a_new_version_of_a_suspended_form_is_in_force_when_it_is_resumed(county):
    form = await county.catalogued()
    await suspend(county, form, "2025-02-20")
    new = await decide_amendment(county, county.created(await amend(county, form, on="2025-03-03")), on="2025-03-04")
    await resume(county, {"id": new.json()["new_form_id"]}, "2025-04-15")
    counts = []
    for day in ("2025-02-19", "2025-03-04", "2025-04-14", "2025-04-15"):
        found = (await read(county, day, day))["last"]
        assert found == await replayed(county, day)
        counts.append((found["forms"], found["fields"]))
    assert counts == [(1, 3), (0, 0), (0, 0), (1, 2)]


async def test_each_change_names_its_event_its_day_and_why_and_adds_up_to_the_difference(county):
    forms = await year(county)
    found = await read(county, "2025-01-07", "2025-05-07")
    assert [(each["form"], each["on"], each["event"], each["in_force"]) for each in found["changes"]] == [
        ("XB01", "2025-02-20", FormSuspended.type, False), ("XB03", "2025-03-03", FormStopped.type, False),
        ("XB01", "2025-04-15", FormResumed.type, True), ("XB02", "2025-05-07", FormApproved.type, True),
        ("XB02", "2025-05-07", FormSuperseded.type, False),
    ]  # fmt: skip
    for figure in ("fields", "filings"):
        moved = sum(each[figure] * (1 if each["in_force"] else -1) for each in found["changes"])
        assert moved == found["last"][figure] - found["first"][figure]
    stopped = next(each for each in found["changes"] if each["form"] == "XB03")
    assert (stopped["form_id"], stopped["reason"]) == (forms[2]["id"], "审核意见")
    for day in ("first", "last"):
        held = [each for each in found["forms"] if each[f"on_{day}"]]
        assert sum(each["fields"] for each in held) == found[day]["fields"]


async def test_what_one_township_is_asked_for_is_its_own(county):
    await county.decided(await county.proposed("XB01"))
    await county.decided(await county.proposed("XB02", department="T1-OFFICE", region=county.TOWNSHIP))
    day = "2025-01-07"
    counts = [
        (await read(county, day, day, who=county.office(), region=place))["last"]["forms"]
        for place in (county.REGION.ljust(12, "0"), county.TOWNSHIP, county.VILLAGES[0], county.OTHER)
    ]
    assert counts == [1, 2, 2, 1]


async def test_days_the_wrong_way_round_and_other_counties_are_refused(county):
    async with county.village() as client:
        params = {"first": "2025-02-02", "last": "2025-02-01"}
        county.refused(await client.get("/v1/reductions", params=params), 422, "effort_days_reversed")
        params = {"first": "2025-02-01", "last": "2025-02-01", "region": county.FAR_VILLAGE}
        county.refused(await client.get("/v1/reductions", params=params), 403, "forbidden")
