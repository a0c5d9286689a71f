"""What bodies have already is delivered and prefilled; a village confirms, corrects or refuses it in one call."""

import asyncio

import pytest
from contracts.data_elements import ValuesDelivered
from contracts.report import FilingSubmitted

FIELDS = [
    {"name": "常住人口", "unit": "人", "element": "E007"}, {"name": "耕地", "unit": "亩", "element": "E085"},
    {"name": "说明", "required": False},
]  # fmt: skip


@pytest.fixture
async def arrangement(county):
    """A monthly form of two columns that bodies have, asked of three villages."""
    async with county.office("2025-01-05") as client:
        assert (await client.post("/v1/elements/starter-set")).status_code == 200
        for code, steward in (("E007", "STATS"), ("E085", "AGRI")):
            (element,) = (await client.get("/v1/elements", params={"q": code})).json()["items"]
            body = {"steward": steward, "reason": "明确责任单位"}
            assert (await client.post(f"/v1/elements/{element['id']}/stewardship", json=body)).status_code == 200
    return await county.arranged(await county.catalogued(fields=FIELDS))


async def deliver(county, element, values, department="STATS", as_of="2025-01-31", on="2025-02-03", **changes):
    given = [{"village": village, "value": value} for village, value in values.items()]
    async with county.department(department, on) as client:
        body = {"element": element, "as_of": as_of, "values": given, **changes}
        return await client.post("/v1/value-deliveries", json=body)


async def prefilled(county, arrangement, village=None, period="2025-01", on="2025-02-05"):
    village = village or county.VILLAGES[0]
    async with county.village(village, on) as client:
        path = f"/v1/arrangements/{arrangement['id']}/prefill"
        answer = await client.get(path, params={"village": village, "period": period})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def confirm(county, arrangement, form, on="2025-02-05", **given):
    body = {"village": form["village"], "period": form["period"], "digest": form["digest"], **given}
    async with county.village(form["village"], on) as client:
        return await client.post(f"/v1/arrangements/{arrangement['id']}/confirmation", json=body)


async def known(county, village=None):
    """Both columns are delivered for the villages."""
    villages = county.VILLAGES if village is None else [village]
    county.created(await deliver(county, "E007", dict.fromkeys(villages, 1204)))
    county.created(await deliver(county, "E085", dict.fromkeys(villages, 830.5), "AGRI"))


async def test_a_form_that_its_sources_fill_asks_nothing_of_a_village(county, arrangement):
    assert (await prefilled(county, arrangement))["remaining"] == "typing"
    await known(county)
    form = await prefilled(county, arrangement)
    assert (form["remaining"], form["filing_id"], form["doubts"]) == ("nothing", None, [])
    first = form["columns"][0]
    assert (first["value"], first["origin"], first["source"], first["as_of"]) == (
        1204,
        "source",
        "机构STATS",
        "2025-01-31",
    )
    filing = county.created(await confirm(county, arrangement, form))
    assert (filing["values"], filing["complete"]) == ({"常住人口": 1204, "耕地": 830.5}, True)
    assert filing["provenance"]["耕地"] == {
        "how": "source", "element": "E085", "source": "机构AGRI", "as_of": "2025-01-31",
    }  # fmt: skip
    (event,) = await county.svc.events(FilingSubmitted)
    assert {name: event["data"][name] for name in ("source", "confirmed", "corrected", "typed", "refused")} == {
        "source": 2, "confirmed": 0, "corrected": 0, "typed": 0, "refused": 0,
    }  # fmt: skip
    assert [each["data"]["villages"] for each in await county.svc.events(ValuesDelivered)] == [3, 3]
    assert (await prefilled(county, arrangement))["filing_id"] == filing["id"]


async def test_what_was_typed_once_is_not_asked_again_and_goes_stale(county, arrangement):
    typed = await county.file(arrangement, values={"常住人口": 990, "耕地": 800})
    assert {entry["how"] for entry in county.created(typed)["provenance"].values()} == {"typed"}
    form = await prefilled(county, arrangement, period="2025-02", on="2025-03-04")
    assert [(column["value"], column["origin"], column["remaining"]) for column in form["columns"]] == [
        (990, "village", "confirmation"), (800, "village", "confirmation"), (None, None, "nothing"),
    ]  # fmt: skip
    filing = county.created(await confirm(county, arrangement, form, on="2025-03-04"))
    assert {entry["how"] for entry in filing["provenance"].values()} == {"confirmed"}
    other = await prefilled(county, arrangement, county.VILLAGES[1], period="2025-02", on="2025-03-04")
    assert other["remaining"] == "typing"


async def test_a_village_corrects_a_value_and_the_correction_is_what_comes_next(county, arrangement):
    await known(county)
    form = await prefilled(county, arrangement)
    filing = county.created(await confirm(county, arrangement, form, values={"常住人口": 1190, "说明": "二人迁出"}))
    entry = filing["provenance"]["常住人口"]
    assert (entry["how"], entry["was"], entry["source"]) == ("corrected", 1204, "机构STATS")
    assert filing["provenance"]["说明"] == {"how": "typed"}
    again = await prefilled(county, arrangement)
    assert (again["columns"][0]["value"], again["columns"][0]["origin"]) == (1190, "village")
    county.created(await deliver(county, "E007", {county.VILLAGES[0]: 1188}, as_of="2025-02-28", on="2025-03-03"))
    newer = await prefilled(county, arrangement, period="2025-02", on="2025-03-04")
    assert (newer["columns"][0]["value"], newer["columns"][0]["remaining"]) == (1188, "nothing")


async def test_a_village_refuses_what_somebody_else_has_and_is_not_incomplete_by_it(county, arrangement):
    form = await prefilled(county, arrangement)
    assert [column["may_refuse"] for column in form["columns"]] == [True, True, False]
    assert form["columns"][0]["source"]  # who should have it
    unsure = await confirm(county, arrangement, form, refused={"说明": "不愿填写"})
    assert county.refused(unsure, 409, "refusal_uncertain")["columns"] == ["说明"]
    both = await confirm(county, arrangement, form, values={"耕地": 1}, refused={"耕地": "部门已有"})
    assert both.status_code == 422
    filing = county.created(
        await confirm(county, arrangement, form, values={"常住人口": 1200}, refused={"耕地": "国土调查已有"})
    )
    assert (filing["complete"], filing["values"]) == (True, {"常住人口": 1200})
    assert filing["provenance"]["耕地"] == {"how": "refused", "reason": "国土调查已有"}
    (event,) = await county.svc.events(FilingSubmitted)
    assert (event["data"]["typed"], event["data"]["refused"]) == (1, 1)


async def test_nobody_confirms_what_has_changed_meanwhile_and_nobody_twice(county, arrangement):
    await known(county)
    form = await prefilled(county, arrangement)
    county.created(await deliver(county, "E007", {county.VILLAGES[0]: 1300}))
    county.refused(await confirm(county, arrangement, form), 409, "prefill_changed")
    form = await prefilled(county, arrangement)
    answers = await asyncio.gather(*(confirm(county, arrangement, form) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_values_that_cannot_be_are_named_and_none_is_stored(county, arrangement):
    first, second, third = county.VILLAGES
    values = [(first, 10), (second, -1), (second, 5), ("990101009201", 5), (third, 1.5)]
    async with county.department("STATS", "2025-02-03") as client:
        body = {
            "element": "E007", "as_of": "2025-01-31",
            "values": [{"village": village, "value": value} for village, value in values],
        }  # fmt: skip
        refused = county.refused(await client.post("/v1/value-deliveries", json=body), 422, "delivery_refused")
    assert [(error["pointer"], error["code"]) for error in refused["errors"]] == [
        ("/body/values/1", "out_of_bounds"), ("/body/values/2", "village_repeated"),
        ("/body/values/3", "village_unknown"), ("/body/values/4", "not_whole"),
    ]  # fmt: skip
    assert (await prefilled(county, arrangement))["remaining"] == "typing"


async def test_only_the_steward_speaks_and_not_of_days_to_come(county, arrangement):
    village = {county.VILLAGES[0]: 5}
    county.refused(await deliver(county, "E007", village, "AGRI"), 409, "values_not_own")
    county.refused(await deliver(county, "E007", village, as_of="2025-02-28"), 422, "delivery_in_future")
    county.refused(await deliver(county, "E007", village, valid_until="2024-12-31"), 422, "delivery_in_future")
    county.refused(await deliver(county, "Z9", village), 422, "element_unknown")
    county.refused(await deliver(county, "E085", {county.VILLAGES[0]: 1.234}, "AGRI"), 422, "delivery_refused")


async def test_a_stale_value_is_not_offered(county, arrangement):
    county.created(await deliver(county, "E007", {county.VILLAGES[0]: 5}, as_of="2025-01-05", valid_until="2025-01-20"))
    assert (await prefilled(county, arrangement))["columns"][0]["value"] is None


async def test_values_that_contradict_a_relation_are_doubted_and_still_filed(county):
    async with county.office("2025-01-05") as client:
        await client.post("/v1/elements/starter-set")
    fields = [{"name": "户籍户", "unit": "户", "element": "E004"}, {"name": "常住户", "unit": "户", "element": "E005"}]
    arrangement = await county.arranged(await county.catalogued(fields=fields))
    given = {"E004": 100, "E005": 120}
    async with county.office("2025-02-03") as client:
        for element, value in given.items():
            body = {
                "element": element,
                "as_of": "2025-01-31",
                "values": [{"village": county.VILLAGES[0], "value": value}],
            }
            county.created(await client.post("/v1/value-deliveries", json=body))
    form = await prefilled(county, arrangement)
    (doubt,) = form["doubts"]
    assert (doubt["code"], doubt["columns"], doubt["answer_needed"]) == ("relation_broken", ["户籍户", "常住户"], False)
    assert county.created(await confirm(county, arrangement, form))["complete"] is True


async def test_a_merged_element_s_values_fill_the_columns_of_the_other(county, arrangement):
    async with county.office("2025-01-20") as client:
        twin = {
            "code": "W07", "name": "现住人口总数", "category": "基本情况", "definition": "同常住人口",
            "unit": "人", "kind": "count", "minimum": 0,
            "source": "人口库", "refresh": "month", "sums_over_villages": True, "steward": "STATS",
        }  # fmt: skip
        element = county.created(await client.post("/v1/elements", json=twin))
    county.created(await deliver(county, "W07", {county.VILLAGES[0]: 777}))
    async with county.office("2025-02-04") as client:
        body = {"into": "E007", "reason": "同一口径"}
        assert (await client.post(f"/v1/elements/{element['id']}/merger", json=body)).status_code == 200
    assert (await prefilled(county, arrangement))["columns"][0]["value"] == 777


async def test_others_neither_look_nor_confirm(county, arrangement):
    await known(county)
    form = await prefilled(county, arrangement)
    async with county.village(county.VILLAGES[1]) as client:
        path = f"/v1/arrangements/{arrangement['id']}/prefill"
        answer = await client.get(path, params={"village": county.VILLAGES[0], "period": "2025-01"})
        county.refused(answer, 403, "forbidden")
        body = {"village": county.VILLAGES[0], "period": "2025-01", "digest": form["digest"]}
        answer = await client.post(f"/v1/arrangements/{arrangement['id']}/confirmation", json=body)
        county.refused(answer, 403, "forbidden")
