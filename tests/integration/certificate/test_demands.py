"""Who demands forbidden certificates, through a running certificate-svc."""

from datetime import UTC, datetime

from countykit.identity import Role

from .story import COUNTY, OTHER_TOWNSHIP, STRANGER, VILLAGE, application


async def demand(svc, item, day, *, region=VILLAGE, **demander):
    async with svc.client(Role.VILLAGE, region=region, at=datetime(2026, 5, day, 3, tzinfo=UTC)) as client:
        answer = await client.post("/v1/applications", json=application(region=region, item=item, demander=demander))
    assert answer.status_code == 422


async def some_demands(svc):
    await demand(svc, "FC05", 4, department="GA")
    await demand(svc, "FC05", 5, department="GA")
    await demand(svc, "FC09", 6, region=STRANGER, department="GA")
    await demand(svc, "FC08", 7, name="某保险公司")


async def test_demands_are_counted_by_body_and_item(svc, county):
    await some_demands(svc)
    counts = (await county.get("/v1/demand-statistics")).json()["items"]
    police = {
        "demander": "县公安局", "department": "GA", "department_name": "县公安局",
        "charged_home": COUNTY, "charged_home_name": "青山县",
    }  # fmt: skip
    assert counts[0] == {**police, "demands": 3, "items": {"FC05": 2, "FC09": 1}}
    assert counts[1] == {
        "demander": "某保险公司", "department": None, "department_name": None, "charged_home": None,
        "charged_home_name": None, "demands": 1, "items": {"FC08": 1},
    }  # fmt: skip
    may = (await county.get("/v1/demand-statistics", params={"since": "2026-05-05", "until": "2026-05-06"})).json()
    assert [(row["demander"], row["demands"]) for row in may["items"]] == [("县公安局", 2)]


async def test_everybody_sees_the_demands_of_their_own_region_and_a_department_its_own(svc, county):
    await some_demands(svc)
    seen, opened = {}, {}
    for name, role, region, department in (
        ("county", Role.COUNTY_OFFICE, COUNTY, None), ("village", Role.VILLAGE, VILLAGE, None),
        ("other", Role.TOWNSHIP, OTHER_TOWNSHIP, None), ("police", Role.DEPARTMENT, COUNTY, "GA"),
        ("justice", Role.DEPARTMENT, COUNTY, "SF1"),
    ):  # fmt: skip
        async with svc.client(role, region=region, department=department) as client:
            listed = len((await client.get("/v1/demands")).json()["items"])
            counted = sum(row["demands"] for row in (await client.get("/v1/demand-statistics")).json()["items"])
            assert listed == counted
            seen[name] = listed
            for id_ in {one["id"] for one in (await county.get("/v1/demands")).json()["items"]}:
                answer = await client.get(f"/v1/demands/{id_}")
                assert answer.status_code in (200, 404)
                opened[name] = opened.get(name, 0) + (answer.status_code == 200)
    assert opened == seen
    assert seen == {"county": 4, "village": 3, "other": 1, "police": 3, "justice": 0}


async def test_demands_are_filtered_and_exported(svc, county):
    await some_demands(svc)
    for params, expected in (({"item": "FC05"}, 2), ({"department": "GA"}, 3), ({"since": "2026-05-07"}, 1)):
        assert len((await county.get("/v1/demands", params=params)).json()["items"]) == expected
    table = await county.get("/v1/demands", headers={"accept": "text/csv"})
    assert "索要单位" in table.text.splitlines()[0]
    assert table.text.count(",县公安局,GA,县公安局,") == 3
