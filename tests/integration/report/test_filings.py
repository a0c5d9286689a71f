"""Filings through a running report-svc."""

import asyncio

import pytest
from contracts.report import FilingCorrected, FilingSubmitted
from countykit.testing import open_actions


async def test_a_village_files_on_time_and_the_fact_carries_no_values(county):
    filing = county.created(await county.file(await county.arranged()))
    assert (filing["on_time"], filing["complete"], filing["due_on"]) == (True, True, "2025-02-10")
    assert (filing["state"], open_actions(filing)) == ("submitted", ["correction"])
    (event,) = await county.svc.events(FilingSubmitted)
    assert event["data"] == {
        "form": "XB01", "period": "2025-01", "on_time": True, "complete": True,
        "source": 0, "confirmed": 0, "corrected": 0, "typed": 2, "refused": 0, "doubts": 0, "seconds": 72,
    }  # fmt: skip
    assert (event["region"], event["department"]) == (county.VILLAGES[0], "STATS")


async def test_a_filing_is_on_time_until_the_due_day_has_ended_in_china(county):
    arrangement = await county.arranged()
    last_hour = await county.file(arrangement, county.VILLAGES[0], on="2025-02-10", hour=23)
    async with county.svc.client("village", region=county.VILLAGES[1], at=county.at("2025-02-11", 8)) as client:
        body = {"village": county.VILLAGES[1], "period": "2025-01", "values": {"常住人口": 1, "耕地面积": 1}}
        late = await client.post(f"/v1/arrangements/{arrangement['id']}/filings", json=body)
    assert (county.created(last_hour)["on_time"], county.created(late)["on_time"]) == (True, False)


async def test_a_filing_without_a_compulsory_field_is_incomplete_but_accepted(county):
    arrangement = await county.arranged()
    for village, values, complete in (
        (county.VILLAGES[0], {"常住人口": 10, "耕地面积": None}, False),
        (county.VILLAGES[1], {"常住人口": 10, "耕地面积": " "}, False),
        (county.VILLAGES[2], {"常住人口": 10, "耕地面积": 0}, True),
    ):
        assert county.created(await county.file(arrangement, village, values=values))["complete"] is complete


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"户籍人口": 5}, "unknown_field"), ({"常住人口": -1}, "negative"), ({"常住人口": "多"}, "wrong_type"),
        ({"常住人口": 1.5}, "not_whole"), ({"常住人口": True}, "wrong_type"), ({"常住人口": 10**400}, "out_of_domain"),
        ({"耕地面积": -0.5}, "negative"), ({"备注": 5}, "wrong_type"), ({"备注": "长" * 1001}, "too_long"),
    ],
)  # fmt: skip
async def test_a_value_that_does_not_fit_its_field_is_named(county, values, code):
    answer = await county.file(await county.arranged(), values=values)
    (error,) = county.refused(answer, 422, "values_invalid")["errors"]
    assert (error["pointer"], error["code"]) == (f"/body/values/{next(iter(values))}", code)
    assert await county.svc.events(FilingSubmitted) == []


async def test_not_a_number_is_never_a_value(county):
    arrangement = await county.arranged()
    body = f'{{"village": "{county.VILLAGES[0]}", "period": "2025-01", "values": {{"耕地面积": %s}}}}'
    async with county.village() as client:
        for number in ("NaN", "Infinity", "1e999"):
            answer = await client.post(
                f"/v1/arrangements/{arrangement['id']}/filings", content=body % number,
                headers={"content-type": "application/json"},
            )  # fmt: skip
            assert answer.status_code in (400, 422), answer.text


async def test_a_township_spares_its_villages_the_work_but_not_those_of_others(county):
    arrangement = await county.arranged()
    body = {"village": county.VILLAGES[0], "period": "2025-01", "values": {"常住人口": 1, "耕地面积": 1}}
    path = f"/v1/arrangements/{arrangement['id']}/filings"
    async with county.township(on="2025-02-05") as client:
        assert county.created(await client.post(path, json=body))["region"] == county.VILLAGES[0]
        strange = await client.post(path, json=body | {"village": county.FAR_VILLAGE})
        county.refused(strange, 403, "forbidden")
    async with county.township(county.OTHER, on="2025-02-05") as client:
        county.refused(await client.post(path, json=body | {"village": county.FAR_VILLAGE}), 404, "not_found")
    async with county.village(county.VILLAGES[1]) as client:
        county.refused(await client.post(path, json=body | {"village": county.VILLAGES[2]}), 403, "forbidden")
    async with county.office("2025-02-05") as client:
        county.refused(await client.post(path, json=body), 403, "forbidden")


async def test_a_village_that_is_not_asked_need_not_and_cannot_file(county):
    arrangement = await county.arranged(villages=[county.VILLAGES[0]])
    county.refused(await county.file(arrangement, county.VILLAGES[1]), 409, "village_not_arranged")


async def test_periods_that_do_not_exist_or_have_not_begun_are_refused(county):
    arrangement = await county.arranged()
    county.refused(await county.file(arrangement, period="2025-03", on="2025-02-05"), 422, "period_in_future")
    county.refused(await county.file(arrangement, period="2025-07", on="2025-02-05"), 422, "period_unknown")
    county.created(await county.file(arrangement, period="2025-02", on="2025-02-05"))


async def test_a_village_files_once_for_a_period_even_in_a_race(county):
    arrangement = await county.arranged()
    answers = await asyncio.gather(*(county.file(arrangement) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]
    county.refused(await county.file(arrangement), 409, "filed_already")
    county.created(await county.file(arrangement, county.VILLAGES[1]))
    assert len(await county.svc.events(FilingSubmitted)) == 2


async def test_villages_file_at_the_same_time_without_waiting_for_one_another(county):
    arrangement = await county.arranged()
    other = await county.svc.database.direct()
    try:
        # An unfinished filing of another village holds exactly this lock by its foreign key.
        async with other.transaction():
            await other.execute("SELECT 1 FROM arrangement WHERE id = $1 FOR KEY SHARE", arrangement["id"])
            await other.execute("SELECT 1 FROM form WHERE id = $1 FOR KEY SHARE", arrangement["form_id"])
            async with asyncio.timeout(10):
                answers = await asyncio.gather(*(county.file(arrangement, village) for village in county.VILLAGES))
    finally:
        await other.close()
    assert [answer.status_code for answer in answers] == [201, 201, 201]


async def test_filing_does_not_touch_the_arrangement(county):
    arrangement = await county.arranged()
    await county.file(arrangement)
    async with county.village() as client:
        assert (await client.get(f"/v1/arrangements/{arrangement['id']}")).json()["version"] == 1


async def test_a_filing_is_corrected_whole_and_stays_as_punctual_as_it_was(county):
    arrangement = await county.arranged()
    filing = county.created(await county.file(arrangement, values={"常住人口": 10}))
    body = {"values": {"常住人口": 11, "耕地面积": 2.5}, "reason": "漏填耕地面积"}
    async with county.village(on="2025-03-20") as client:
        bad = await client.post(f"/v1/filings/{filing['id']}/correction", json=body | {"values": {"常住人口": -1}})
        stale = await client.post(f"/v1/filings/{filing['id']}/correction", json=body, headers={"if-match": '"8"'})
        answer = await client.post(f"/v1/filings/{filing['id']}/correction", json=body)
    county.refused(bad, 422, "values_invalid")
    county.refused(stale, 412, "stale_version")
    corrected = answer.json()
    assert (corrected["state"], corrected["complete"], corrected["on_time"]) == ("corrected", True, True)
    assert corrected["values"] == body["values"]
    (event,) = await county.svc.events(FilingCorrected)
    spent = {"corrected": 2, "doubts": 0, "seconds": 62}
    assert (event["data"], event["sequence"]) == ({"form": "XB01", "period": "2025-01", "complete": True, **spent}, 2)


async def test_a_filing_is_seen_by_its_village_its_township_and_the_forms_department(county):
    filing = county.created(await county.file(await county.arranged()))
    for client, status in (
        (county.village(), 200), (county.township(), 200), (county.department("STATS"), 200),
        (county.department("AGRI"), 404), (county.village(county.VILLAGES[1]), 404),
        (county.township(county.OTHER), 404),
    ):  # fmt: skip
        async with client:
            assert (await client.get(f"/v1/filings/{filing['id']}")).status_code == status
            listed = (await client.get("/v1/filings", params={"period": "2025-01"})).json()["items"]
            assert len(listed) == (1 if status == 200 else 0)
    async with county.village(county.VILLAGES[1]) as client:
        answer = await client.post(f"/v1/filings/{filing['id']}/correction", json={"values": {}, "reason": "更正"})
    county.refused(answer, 404, "not_found")


async def test_a_village_need_not_file_what_a_stopped_form_would_still_ask(county):
    form = await county.catalogued()
    arrangement = await county.arranged(form)
    await county.decided(form, "stop", on="2025-02-20")
    problem = county.refused(await county.file(arrangement, period="2025-02", on="2025-02-21"), 409, "form_ended")
    assert problem["law"] == "统计法(2024)第17条"
    county.created(await county.file(arrangement, period="2025-01", on="2025-02-21"))


async def test_the_last_period_of_an_expired_form_is_still_owed(county):
    form = await county.catalogued(valid_until="2025-01-31")
    arrangement = await county.arranged(form, until="2025-01-31")
    await county.svc.do_due(county.at("2025-02-01"))
    assert county.created(await county.file(arrangement, on="2025-02-05"))["on_time"] is True


async def test_a_form_filed_on_event_is_due_so_many_working_days_after_it(county):
    form = await county.catalogued(frequency="on_event")
    arrangement = await county.arranged(form, frequency="on_event", due={"workdays": 3})
    filing = county.created(await county.file(arrangement, period="2025-01-25", on="2025-02-07"))
    assert (filing["due_on"], filing["on_time"]) == ("2025-02-05", False)
    county.created(await county.file(arrangement, period="2025-01-25-2", on="2025-02-07"))
    county.refused(await county.file(arrangement, period="2025-02-08", on="2025-02-07"), 422, "period_in_future")
    for nonsense in ("2025-01", "20250125", "2025-01-25x2", "2025-01-25-1", "2025-04-01", "2024-12-31"):
        county.refused(await county.file(arrangement, period=nonsense, on="2025-02-07"), 422, "period_unknown")
