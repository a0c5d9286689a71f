"""Who demands forbidden certificates, through a running certificate-svc."""

from datetime import UTC, datetime

import pytest
from contracts.certificate import DemandRecorded, UnlistedDemandRecorded
from countykit.identity import Role

from .story import COUNTY, OTHER_TOWNSHIP, STRANGER, TOWNSHIP, VILLAGE, admit, application


async def demand(svc, item, day, *, region=VILLAGE, **demander):
    async with svc.client(Role.VILLAGE, region=region, at=datetime(2026, 5, day, 3, tzinfo=UTC)) as client:
        answer = await client.post("/v1/applications", json=application(region=region, item=item, demander=demander))
    assert answer.status_code == 422


async def some_demands(svc):
    await demand(svc, "FC05", 4, department="GA")
    await demand(svc, "FC05", 5, department="GA")
    await demand(svc, "FC09", 6, region=STRANGER, department="GA")
    await demand(svc, "FC08", 7, name="某保险公司")


async def test_demands_are_counted_by_body_and_item(svc, county, village):
    await some_demands(svc)
    counted = (await county.get("/v1/demand-statistics")).json()
    police = {
        "demander": "县公安局", "department": "GA", "department_name": "县公安局",
        "charged_home": COUNTY, "charged_home_name": "青山县",
    }  # fmt: skip
    assert counted["least"] == 1
    assert counted["items"][0] == {**police, "demands": 3, "items": {"FC05": 2, "FC09": 1}}
    assert counted["items"][1] == {
        "demander": "某保险公司", "department": None, "department_name": None, "charged_home": None,
        "charged_home_name": None, "demands": 1, "items": {"FC08": 1},
    }  # fmt: skip
    may = (await county.get("/v1/demand-statistics", params={"since": "2026-05-05", "until": "2026-05-06"})).json()
    assert [(row["demander"], row["demands"]) for row in may["items"]] == [("县公安局", 2)]


async def test_numbers_below_three_are_for_those_who_judge(svc):
    await some_demands(svc)
    for role, department, expected in (
        (Role.TOWNSHIP, None, []), (Role.DEPARTMENT, "GA", [("县公安局", 3)]), (Role.DEPARTMENT, "SF1", []),
        (Role.INSPECTOR, None, [("县公安局", 3), ("某保险公司", 1)]),
    ):  # fmt: skip
        region = TOWNSHIP if role is Role.TOWNSHIP else COUNTY
        async with svc.client(role, region=region, department=department) as client:
            counted = (await client.get("/v1/demand-statistics")).json()
        assert [(row["demander"], row["demands"]) for row in counted["items"]] == expected


async def test_a_demand_is_read_by_its_region_and_never_by_the_body_that_demanded(svc, county):
    await some_demands(svc)
    await demand(svc, "FC05", 8, department="SF1")
    seen, opened = {}, {}
    for name, role, region, department in (
        ("county", Role.COUNTY_OFFICE, COUNTY, None), ("village", Role.VILLAGE, VILLAGE, None),
        ("own", Role.TOWNSHIP, TOWNSHIP, None), ("other", Role.TOWNSHIP, OTHER_TOWNSHIP, None),
        ("police", Role.DEPARTMENT, COUNTY, "GA"), ("observer", Role.OBSERVER, COUNTY, None),
    ):  # fmt: skip
        async with svc.client(role, region=region, department=department) as client:
            seen[name] = len((await client.get("/v1/demands")).json()["items"])
            for id_ in {one["id"] for one in (await county.get("/v1/demands")).json()["items"]}:
                for path in (f"/v1/demands/{id_}", f"/v1/demands/{id_}/history"):
                    answer = await client.get(path)
                    assert answer.status_code in (200, 404)
                opened[name] = opened.get(name, 0) + (answer.status_code == 200)
    assert opened == seen
    # The township of the judicial office does not see which village told of its own unit.
    assert seen == {"county": 5, "village": 4, "own": 3, "other": 1, "police": 0, "observer": 5}


async def test_demands_are_filtered_and_exported(svc, county):
    await some_demands(svc)
    for params, expected in (({"item": "FC05"}, 2), ({"department": "GA"}, 3), ({"since": "2026-05-07"}, 1)):
        assert len((await county.get("/v1/demands", params=params)).json()["items"]) == expected
    table = await county.get("/v1/demands", headers={"accept": "text/csv"})
    assert "索要单位" in table.text.splitlines()[0]
    assert table.text.count(",县公安局,GA,县公安局,") == 3


async def reported(client, *, status=201, **changes):
    answer = await client.post("/v1/demands", json={"item": "FC05", "demander": {"department": "GA"}, **changes})
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_a_demand_is_recorded_although_nobody_applied(svc, village):
    told = await reported(village, written="《贷款资料清单》第3项")
    assert (told["kind"], told["item_name"], told["application_id"]) == ("forbidden", "无犯罪记录证明", None)
    assert (told["region"], told["charged_home"], told["charge_id"]) == (VILLAGE, COUNTY, None)
    (event,) = await svc.events(DemandRecorded)
    assert event["data"] == {"item": "FC05", "demander": "县公安局", "charged_home": COUNTY, "apart": True}


async def test_a_demand_is_named_in_the_words_of_who_demands_it(svc, village):
    assert (await reported(village, item=None, name="村委会开具的无犯罪证明"))["item_code"] == "FC05"
    unlisted = await reported(village, item=None, name="饮水机使用情况证明")
    assert (unlisted["kind"], unlisted["item_code"], unlisted["item_name"]) == (
        "unlisted", None, "饮水机使用情况证明"
    )  # fmt: skip
    (event,) = await svc.events(UnlistedDemandRecorded)
    assert event["data"] == {"name": "饮水机使用情况证明", "demander": "县公安局", "charged_home": COUNTY}


async def test_what_may_be_demanded_is_not_recorded(svc, county, village):
    await admit(county)
    for changes in ({"item": "AC01"}, {"item": None, "name": "亲属关系证明(仅限办理公证)"}):
        assert (await reported(village, status=409, **changes))["code"] == "demand_lawful"
    assert await svc.events(DemandRecorded) == []


async def test_a_candidate_of_the_list_is_recorded_as_unlisted(village):
    told = await reported(village, item="AC01")
    assert (told["kind"], told["item_code"], told["item_name"]) == ("unlisted", None, "亲属关系证明(仅限办理公证)")


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"item": "XX99"}, 404, "item_unknown"),
        ({"demander": {"department": "XX"}}, 422, "department_unknown"),
        ({"demander": {}}, 422, "invalid_request"),
        ({"name": "无犯罪记录证明"}, 422, "invalid_request"),
        ({"demanded_on": "2099-01-01"}, 422, "date_in_future"),
        ({"demanded_on": "1999-12-31"}, 422, "invalid_request"),
        ({"written": ""}, 422, "invalid_request"),
    ],
)
async def test_bad_input_is_refused(village, changes, status, code):
    assert (await reported(village, status=status, **changes))["code"] == code


async def test_an_anonymous_record_names_neither_the_reporter_nor_the_village_anywhere(svc, county):
    reporter = svc.client(Role.VILLAGE, region=VILLAGE, sub="village-secretary")
    async with reporter:
        told = await reported(reporter, anonymous=True)
    assert (told["reported_by"], told["region"]) == (None, TOWNSHIP)
    connection = await svc.database.direct()
    try:
        stored = [
            row["row"]
            for table in ("demand", "audit", "idempotency_key", "record_history")
            for row in await connection.fetch(f"SELECT t::text AS row FROM {table} t")
        ]
    finally:
        await connection.close()
    written = "".join(stored) + str(await svc.events(DemandRecorded))
    assert "anonymous" in written
    assert "village-secretary" not in written
    assert VILLAGE not in written
    assert len((await county.get("/v1/demands")).json()["items"]) == 1
