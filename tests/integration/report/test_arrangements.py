"""Arrangements through a running report-svc."""

import asyncio

import pytest
from contracts.report import ArrangementIssued
from countykit.testing import open_actions


async def test_a_township_arranges_a_catalogued_form_for_all_its_villages(county):
    arrangement = await county.arranged()
    assert arrangement["villages"] == list(county.VILLAGES)
    assert len(arrangement["villages_names"]) == len(county.VILLAGES)
    assert all(arrangement["villages_names"]), "each village by its name, in the same order"
    assert [(item["period"], item["due_on"], item["fair_notice"]) for item in arrangement["periods"]] == [
        ("2025-01", "2025-02-10", True),  # the Spring Festival ends on 4 February; Saturday the 8th is worked instead
        ("2025-02", "2025-03-07", True),
        ("2025-03", "2025-04-08", True),  # 清明 on 4 April
    ]
    (event,) = await county.svc.events(ArrangementIssued)
    assert (event["region"], event["department"]) == (county.TOWNSHIP, "STATS")
    assert (event["data"]["form"], event["data"]["frequency"], event["data"]["villages"]) == ("XB01", "monthly", 3)
    assert event["data"]["periods"][0] == {
        "period": "2025-01",
        "due_on": "2025-02-10",
        "fair_notice": True,
        "provisional": False,
        "villages": 3,
    }


async def test_villages_can_be_named_but_only_ones_of_the_township(county):
    form = await county.catalogued()
    strange = await county.arrange(form, villages=[county.VILLAGES[0], county.FAR_VILLAGE, "990101001999"])
    problem = county.refused(strange, 422, "villages_unknown")
    assert problem["villages"] == ["990101001999", county.FAR_VILLAGE]
    named = await county.arranged(form, villages=[county.VILLAGES[1]])
    assert named["villages"] == [county.VILLAGES[1]]
    for village, actions in ((county.VILLAGES[0], []), (county.VILLAGES[1], ["filings", "confirmation"])):
        async with county.village(village) as client:
            seen = await client.get(f"/v1/arrangements/{named['id']}")
        assert open_actions(seen.json()) == actions


async def test_a_form_outside_of_the_catalogue_cannot_be_arranged(county):
    late = await county.decided(await county.proposed("XB02"), "stop")
    await county.catalogued("XB01")
    problem = county.refused(await county.arrange(late), 409, "not_catalogued")
    assert problem["law"]
    approved_too_late = await county.decided(await county.proposed("XB03"))
    county.refused(await county.arrange(approved_too_late), 409, "not_catalogued")


async def test_a_form_stopped_after_the_catalogue_cannot_be_arranged(county):
    form = await county.catalogued()
    await county.decided(form, "stop")
    county.refused(await county.arrange(form), 409, "not_catalogued")


async def test_next_year_needs_next_years_catalogue(county):
    form = await county.catalogued(valid_until="2026-12-31")
    answer = await county.arrange(form, starts_on="2026-01-01", until="2026-03-31")
    county.refused(answer, 409, "not_catalogued")


async def test_a_form_is_not_arranged_beyond_its_validity(county):
    form = await county.catalogued(valid_until="2025-02-15")
    county.refused(await county.arrange(form, until="2025-02-16"), 409, "form_expired")
    county.refused(await county.arrange(form, starts_on="2025-02-01", until="2025-02-15"), 409, "form_expired")
    arrangement = await county.arranged(form, until=None)
    assert (arrangement["until"], [item["period"] for item in arrangement["periods"]]) == ("2025-02-15", ["2025-01"])


@pytest.mark.parametrize(
    ("approved", "asked", "fine"),
    [
        ("monthly", "weekly", False), ("monthly", "monthly", True), ("monthly", "quarterly", True),
        ("once", "yearly", False), ("on_event", "once", False), ("weekly", "on_event", False),
    ],
)  # fmt: skip
async def test_a_form_is_asked_for_no_more_often_than_approved(county, approved, asked, fine):
    form = await county.catalogued(frequency=approved)
    answer = await county.arrange(form, frequency=asked)
    if fine:
        county.created(answer)
    else:
        problem = county.refused(answer, 409, "frequency_exceeds_approval")
        assert (problem["approved"], problem["requested"]) == (approved, asked)


async def test_less_than_three_working_days_notice_is_refused_without_an_emergency(county):
    form = await county.catalogued(frequency="once")
    order = {"frequency": "once", "starts_on": "2025-01-08", "until": "2025-01-10", "due": {"days": 0}}
    problem = county.refused(await county.arrange(form, on="2025-01-08", **order), 409, "short_notice")
    assert (problem["notice_workdays"], problem["due_on"]) == (2, "2025-01-10")
    assert problem["law"]
    vague = await county.arrange(form, on="2025-01-08", **order, emergency_basis="紧急")
    county.refused(vague, 422, "invalid_request")
    urgent = await county.arranged(form, on="2025-01-08", **order, emergency_basis="县防指2025年1号寒潮预警应急统计")
    assert [item["fair_notice"] for item in urgent["periods"]] == [False]
    (event,) = await county.svc.events(ArrangementIssued)
    assert event["data"]["periods"][0]["fair_notice"] is False


async def test_exactly_three_working_days_are_fair(county):
    form = await county.catalogued(frequency="once")
    order = {"frequency": "once", "starts_on": "2025-01-08", "until": "2025-01-13", "due": {"days": 0}}
    arrangement = await county.arranged(form, on="2025-01-08", **order)
    assert (arrangement["periods"][0]["due_on"], arrangement["periods"][0]["fair_notice"]) == ("2025-01-13", True)


async def test_the_notice_is_a_setting(open_county):
    county = await open_county(filing_notice_workdays=10)
    form = await county.catalogued(frequency="once")
    order = {"frequency": "once", "starts_on": "2025-01-08", "until": "2025-01-13", "due": {"days": 0}}
    county.refused(await county.arrange(form, on="2025-01-08", **order), 409, "short_notice")


async def test_a_first_due_day_in_the_past_is_refused_even_in_an_emergency(county):
    form = await county.catalogued()
    answer = await county.arrange(form, on="2025-03-03", emergency_basis="县防指2025年1号寒潮预警应急统计")
    county.refused(answer, 422, "due_day_passed")


async def test_nobody_asks_a_village_twice_for_the_same_time(county):
    form = await county.catalogued()
    await county.arranged(form, villages=[county.VILLAGES[0]])
    county.refused(await county.arrange(form, frequency="quarterly"), 409, "arranged_twice")
    county.created(await county.arrange(form, villages=[county.VILLAGES[1]]))
    county.created(await county.arrange(form, starts_on="2025-04-01", until="2025-04-30"))
    county.created(await county.arrange(form, region=county.OTHER))


async def test_a_form_approved_for_once_is_arranged_once_a_year(county):
    form = await county.catalogued(frequency="once")
    order = {"frequency": "once", "due": {"days": 0}}
    await county.arranged(form, starts_on="2025-01-08", until="2025-01-20", **order)
    again = await county.arrange(form, starts_on="2025-06-01", until="2025-06-20", **order)
    county.refused(again, 409, "arranged_twice")


async def test_two_clerks_racing_arrange_a_form_once(county):
    form = await county.catalogued()
    answers = await asyncio.gather(*(county.arrange(form) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert len(await county.svc.events(ArrangementIssued)) == 1


async def test_a_form_for_townships_is_not_passed_on_to_villages(county):
    form = await county.catalogued(target_level="township")
    county.refused(await county.arrange(form), 409, "form_not_for_villages")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"frequency": "weekly", "until": "2026-12-31"}, "too_many_periods"),
        ({"until": "2026-01-31"}, "arrangement_across_years"),
        ({"until": "2024-12-31"}, "arrangement_across_years"),
        ({"due": {}}, "invalid_request"),
        ({"due": {"days": 3, "workdays": 3}}, "invalid_request"),
        ({"villages": []}, "villages_unknown"),
        ({"villages": "some"}, "invalid_request"),
        ({"starts_on": "9999-12-31"}, "invalid_request"),
    ],
)
async def test_impossible_orders_are_refused(county, changes, code):
    form = await county.catalogued(frequency="weekly")
    county.refused(await county.arrange(form, **changes), 422, code)


async def test_an_arrangement_on_event_has_no_periods_but_must_leave_the_notice(county):
    form = await county.catalogued(frequency="on_event")
    hasty = await county.arrange(form, frequency="on_event", due={"workdays": 1})
    county.refused(hasty, 409, "short_notice")
    assert (await county.arranged(form, frequency="on_event", due={"workdays": 3}))["periods"] == []


async def test_only_townships_arrange(county):
    form = await county.catalogued()
    async with county.office() as client:
        order = {"form_id": form["id"], "frequency": "monthly", "starts_on": "2025-01-01"}
        county.refused(await client.post("/v1/arrangements", json=order), 403, "forbidden")


async def test_arrangements_are_seen_by_their_township_its_villages_and_the_forms_department(county):
    arrangement = await county.arranged()
    path = f"/v1/arrangements/{arrangement['id']}"
    for client, status in (
        (county.township(), 200), (county.village(), 200), (county.office(), 200), (county.department("STATS"), 200),
        (county.department("AGRI"), 404), (county.township(county.OTHER), 404),
        (county.village(county.FAR_VILLAGE), 404),
    ):  # fmt: skip
        async with client:
            assert (await client.get(path)).status_code == status
            listed = (await client.get("/v1/arrangements", params={"year": 2025})).json()["items"]
            assert [item["id"] for item in listed] == ([arrangement["id"]] if status == 200 else [])
    async with county.village() as client:
        mine = await client.get("/v1/arrangements", params={"village": county.VILLAGES[0], "form": "XB01"})
        other = await client.get("/v1/arrangements", params={"village": county.FAR_VILLAGE})
    assert (len(mine.json()["items"]), len(other.json()["items"])) == (1, 0)
