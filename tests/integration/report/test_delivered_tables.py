"""A body sends the table that it has: no village types what stands in it."""

import io

import pytest
from contracts.data_elements import ValuesDelivered
from openpyxl import Workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIELDS = [{"name": "常住人口", "unit": "人", "element": "E007"}, {"name": "耕地", "unit": "亩", "element": "E085"}]


@pytest.fixture
async def arrangement(county):
    async with county.office("2025-01-05") as client:
        assert (await client.post("/v1/elements/starter-set")).status_code == 200
        for code in ("E007", "E085"):
            (element,) = (await client.get("/v1/elements", params={"q": code})).json()["items"]
            body = {"steward": "STATS", "reason": "明确责任单位"}
            assert (await client.post(f"/v1/elements/{element['id']}/stewardship", json=body)).status_code == 200
    return await county.arranged(await county.catalogued(fields=FIELDS))


async def send(county, rows, department="STATS", on="2025-02-03", **query):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    async with county.department(department, on) as client:
        return await client.post(
            "/v1/value-deliveries/import", params={"as_of": "2025-01-31", **query},
            files={"file": ("values.xlsx", out.getvalue(), XLSX)},
        )  # fmt: skip


async def remaining(county, arrangement, village):
    async with county.village(village) as client:
        path = f"/v1/arrangements/{arrangement['id']}/prefill"
        form = (await client.get(path, params={"village": village, "period": "2025-01"})).json()
    return form["remaining"], [column["value"] for column in form["columns"]]


async def test_a_table_of_two_elements_fills_the_form_of_every_village(county, arrangement):
    one, other, third = county.VILLAGES
    rows = [
        ["村(社区)", "常住人口", "E085"],
        [one, 1204, 830.5],
        [other, 990, 700],
        [third, 12, None],
    ]
    tried = (await send(county, rows, dry_run=True)).json()
    assert (tried["columns"], tried["values"], tried["accepted"]) == (["常住人口", "耕地面积"], 5, 0)
    assert await county.svc.events(ValuesDelivered) == []
    answer = await send(county, rows)
    assert answer.status_code == 200, answer.text
    assert answer.json()["values"] == 5
    assert await remaining(county, arrangement, one) == ("nothing", [1204, 830.5])
    assert await remaining(county, arrangement, other) == ("nothing", [990, 700])
    assert await remaining(county, arrangement, third) == ("typing", [12, None])
    told = {event["data"]["element"]: event["data"]["villages"] for event in await county.svc.events(ValuesDelivered)}
    assert told == {"E007": 3, "E085": 2}


async def test_wrong_cells_are_named_and_nothing_is_stored(county, arrangement):
    one, other, third = county.VILLAGES
    rows = [
        ["村(社区)", "常住人口", "E085"], [one, 1204, -3], [one, 1204, 3], [county.FAR_VILLAGE, 8, 8],
        ["990102001201", 8, 8], [other, 1.5, 8], [third, "许多", 8],
    ]  # fmt: skip
    refused = county.refused(await send(county, rows), 422, "rows_refused")
    assert [(each["row"], each["field"], each["code"]) for each in refused["errors"]] == [
        (2, "耕地面积", "out_of_bounds"), (3, "村(社区)", "village_repeated"), (5, "村(社区)", "village_unknown"),
        (6, "常住人口", "not_whole"), (7, "常住人口", "wrong_type"),
    ]  # fmt: skip
    assert await county.svc.events(ValuesDelivered) == []
    assert await remaining(county, arrangement, one) == ("typing", [None, None])


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"department": "AGRI"}, 409, "values_not_own"), ({"as_of": "2025-02-04"}, 422, "delivery_in_future"),
        ({"valid_until": "2025-01-30"}, 422, "delivery_in_future"),
    ],
)  # fmt: skip
async def test_only_the_steward_sends_a_table_and_not_of_days_to_come(county, arrangement, changes, status, code):
    rows = [["村(社区)", "常住人口"], [county.VILLAGES[0], 1204]]
    county.refused(await send(county, rows, **changes), status, code)


async def test_a_table_without_a_value_of_the_body_s_elements_is_refused(county, arrangement):
    foreign = [["村(社区)", "常住人口", "户籍人口"], [county.VILLAGES[0], 1204, 1300]]
    refused = county.refused(await send(county, foreign), 422, "rows_refused")
    assert [(each["field"], each["code"]) for each in refused["errors"]] == [("户籍人口", "column_unknown")]
    rows = [["村(社区)", "常住人口"], [county.VILLAGES[0], None]]
    problem = county.refused(await send(county, rows), 422, "delivery_without_columns")
    assert [each[:4] for each in problem["elements"]] == ["E007", "E085"]
