"""The asking body has its table with totals; it checks and closes, and a township sends the workbook back filled in."""

import io

import pytest
from contracts.report import FilingCorrected, FilingSubmitted
from contracts.report_tables import (
    FilingAccepted,
    FilingReturned,
    PeriodClosed,
    PeriodExceptionGranted,
    PeriodReopened,
)
from countykit.identity import Role
from openpyxl import load_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIELDS = [
    {"name": "常住人口", "unit": "人", "element": "E007"}, {"name": "户籍人口", "unit": "人", "element": "E006"},
    {"name": "参保率", "unit": "%", "required": False}, {"name": "说明", "required": False},
]  # fmt: skip


@pytest.fixture
async def arrangement(county):
    """A monthly form asked of three villages, and of one in another township."""
    async with county.office("2025-01-05") as client:
        assert (await client.post("/v1/elements/starter-set")).status_code == 200
    form = await county.catalogued(fields=FIELDS)
    county.created(await county.arrange(form, region=county.OTHER))
    return await county.arranged(form)


async def table(county, form_id, client=None, **query):
    async with client or county.department(on="2025-02-20") as asking:
        answer = await asking.get(f"/v1/forms/{form_id}/table", params={"period": "2025-01", **query})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def workbook(county, form_id, client=None):
    async with client or county.township(on="2025-02-05") as asking:
        answer = await asking.get(f"/v1/forms/{form_id}/table/file", params={"period": "2025-01"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, XLSX), answer.text
    return load_workbook(io.BytesIO(answer.content))


async def send(county, book, on="2025-02-06", region=None, **query):
    out = io.BytesIO()
    book.save(out)
    async with county.township(region or county.TOWNSHIP, on) as client:
        return await client.post(
            "/v1/filings/import", files={"file": ("table.xlsx", out.getvalue(), XLSX)}, params=query
        )  # fmt: skip


def cell(book, village, head):
    """The cell of a village under a head, wherever they stand."""
    sheet = book.worksheets[0]
    heads = [each.value for each in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == village)
    return row[next(place for place, each in enumerate(heads) if each.startswith(head))]


async def test_the_asking_body_sees_all_villages_with_totals_and_who_is_missing(county, arrangement):
    first, second, third = county.VILLAGES
    county.created(await county.file(arrangement, first, values={"常住人口": 100, "户籍人口": 120, "参保率": 90}))
    county.created(await county.file(arrangement, second, values={"常住人口": 50, "户籍人口": 40}))
    seen = await table(county, arrangement["form_id"])
    assert {row["village"]: (row["state"], row["values"].get("常住人口")) for row in seen["rows"]} == {
        first: ("submitted", 100), second: ("submitted", 50), third: (None, None), county.FAR_VILLAGE: (None, None),
    }  # fmt: skip
    assert (seen["total"]["expected"], seen["total"]["actual"], seen["total"]["missing"]) == (4, 2, 2)
    assert seen["total"]["totals"] == {"常住人口": 150, "户籍人口": 160}  # rates are not added
    assert [(each["region"], each["missing"]) for each in seen["townships"]] == [
        (county.TOWNSHIP, 1), (county.OTHER, 1),
    ]  # fmt: skip
    missing = await table(county, arrangement["form_id"], missing=True)
    assert [row["village"] for row in missing["rows"]] == [third, county.FAR_VILLAGE]
    assert missing["total"] == seen["total"]
    own = await table(county, arrangement["form_id"], county.township(county.OTHER, "2025-02-20"))
    assert [row["village"] for row in own["rows"]] == [county.FAR_VILLAGE]
    async with county.department("AGRI", "2025-02-20") as stranger:
        path = f"/v1/forms/{arrangement['form_id']}/table"
        county.refused(await stranger.get(path, params={"period": "2025-01"}), 404, "not_found")
    async with county.village(on="2025-02-20") as village:
        county.refused(await village.get(path, params={"period": "2025-01"}), 403, "forbidden")
    async with county.department(on="2025-02-20") as client:
        county.refused(await client.get(path, params={"period": "2025-13"}), 422, "period_unknown")
        periods = (await client.get(f"/v1/forms/{arrangement['form_id']}/periods")).json()["items"]
        text = await client.get(f"{path}/file", params={"period": "2025-01", "format": "csv"})
    assert [(each["period"], each["expected"], each["actual"], each["totals"]) for each in periods] == [
        ("2025-01", 4, 2, {"常住人口": 150, "户籍人口": 160}), ("2025-02", 4, 0, {}), ("2025-03", 4, 0, {}),
    ]  # fmt: skip
    assert "全部,XB01,2025-01,已报2/应报4,合计,150,160" in text.content.decode("utf-8-sig")


async def test_a_filing_is_returned_with_the_reason_mended_and_accepted(county, arrangement):
    filing = county.created(await county.file(arrangement, values={"常住人口": 10_000, "户籍人口": 120}))
    (row,) = await rows_of(county, arrangement, filing)
    assert len(row["doubts"]) <= 1
    path = f"/v1/filings/{filing['id']}"
    async with county.department("AGRI", "2025-02-20") as stranger:
        county.refused(await stranger.post(f"{path}/return", json={"reason": "多了一位"}), 404, "not_found")
    async with county.department(on="2025-02-20") as client:
        assert (await client.post(f"{path}/return", json={"reason": "常住人口多写了两位"})).json()[
            "state"
        ] == "returned"
        county.refused(await client.post(f"{path}/acceptance", json={}), 409, "illegal_transition")
    async with county.village(on="2025-02-21") as village:
        (todo,) = (await village.get("/v1/todos")).json()["todos"]
        assert (todo["kind"], todo["due"]) == ("filing_return", None)
        body = {"values": {"常住人口": 100, "户籍人口": 120}, "reason": "录入错误"}
        mended = (await village.post(f"{path}/correction", json=body)).json()
        assert (mended["state"], mended["checked_by"]) == ("corrected", None)
        assert (await village.get("/v1/todos")).json()["todos"] == []
    async with county.department(on="2025-02-22") as client:
        bulk = {"items": [{"id": filing["id"]}], "body": {}}
        assert (await client.post("/v1/filings/bulk/acceptance", json=bulk)).json()["done"] == 1
    assert [len(await county.svc.events(each)) for each in (FilingReturned, FilingAccepted)] == [1, 1]


async def rows_of(county, arrangement, filing):
    seen = await table(county, arrangement["form_id"])
    return [row for row in seen["rows"] if row["filing_id"] == filing["id"]]


async def test_a_closed_period_changes_only_by_an_exception_that_a_second_person_grants(county, arrangement):
    filing = county.created(await county.file(arrangement, values={"常住人口": 100, "户籍人口": 120}))
    closing = {"form_id": arrangement["form_id"], "period": "2025-01", "reason": "汇总已上报"}
    async with county.department(on="2025-02-06") as client:
        county.refused(await client.post("/v1/period-closures", json=closing), 409, "period_still_running")
        unknown = await client.post("/v1/period-closures", json=closing | {"period": "2025-11"})
        county.refused(unknown, 422, "period_not_arranged")
    async with county.department("AGRI", "2025-02-20") as stranger:
        county.refused(await stranger.post("/v1/period-closures", json=closing), 404, "not_found")
    wanted = {
        "form_id": arrangement["form_id"], "period": "2025-01", "village": county.VILLAGES[1], "until": "2025-03-01",
        "reason": "村干部住院未报",
    }  # fmt: skip
    async with county.township(on="2025-02-20") as township:
        county.refused(await township.post("/v1/period-exceptions", json=wanted), 409, "period_not_closed")
    async with county.department(on="2025-02-20") as client:
        closure = county.created(await client.post("/v1/period-closures", json=closing))
        county.refused(await client.post("/v1/period-closures", json=closing), 409, "period_closed_already")
        returned = await client.post(f"/v1/filings/{filing['id']}/return", json={"reason": "再核一次"})
        county.refused(returned, 409, "period_closed")
    late = {"values": {"常住人口": 60, "户籍人口": 50}, "village": county.VILLAGES[1], "on": "2025-02-22"}
    county.refused(await county.file(arrangement, **late), 409, "period_closed")
    async with county.village(on="2025-02-22") as village:
        body = {"values": {"常住人口": 101, "户籍人口": 120}, "reason": "漏一人"}
        county.refused(await village.post(f"/v1/filings/{filing['id']}/correction", json=body), 409, "period_closed")
    async with county.township(on="2025-02-22") as township:
        too_long = wanted | {"until": "2025-06-01"}
        county.refused(await township.post("/v1/period-exceptions", json=too_long), 422, "period_exception_days")
        asked = county.created(await township.post("/v1/period-exceptions", json=wanted))
        county.refused(await township.post("/v1/period-exceptions", json=wanted), 409, "period_exception_pending")
    decision = {"decision": "grant", "reason": "情况属实"}
    async with county.office("2025-02-22") as office:
        kinds = [each["kind"] for each in (await office.get("/v1/todos")).json()["todos"]]
        assert "period_exception" in kinds
        own = county.created(await office.post("/v1/period-exceptions", json=wanted | {"village": county.VILLAGES[0]}))
        path = f"/v1/period-exceptions/{own['id']}/decision"
        county.refused(await office.post(path, json=decision), 409, "period_needs_second_person")
        granted = await office.post(f"/v1/period-exceptions/{asked['id']}/decision", json=decision)
        assert (granted.status_code, granted.json()["state"]) == (200, "granted")
    county.created(await county.file(arrangement, **late))
    county.refused(
        await county.file(arrangement, **late | {"village": county.VILLAGES[2], "on": "2025-02-23"}),
        409, "period_closed",
    )  # fmt: skip
    async with county.office("2025-03-05") as office:
        answer = await office.post(f"/v1/period-closures/{closure['id']}/reopening", json={"reason": "数据需复核"})
        assert answer.json()["state"] == "reopened"
    county.created(await county.file(arrangement, **late | {"village": county.VILLAGES[2], "on": "2025-03-06"}))
    counts = [len(await county.svc.events(each)) for each in (PeriodClosed, PeriodReopened, PeriodExceptionGranted)]
    assert counts == [1, 1, 1]


async def test_a_township_fills_the_workbook_in_and_sends_it_back(county, arrangement):
    first, second, third = county.VILLAGES
    county.created(await county.file(arrangement, first, values={"常住人口": 100, "户籍人口": 120}))
    book = await workbook(county, arrangement["form_id"])
    sheet = book.worksheets[0]
    assert sheet.protection.sheet
    assert cell(book, first, "校验码").protection.locked
    assert not cell(book, first, "常住人口").protection.locked
    assert book.sheetnames[1] == "合计"
    cell(book, first, "常住人口").value = 101
    cell(book, second, "常住人口").value = 60
    cell(book, second, "户籍人口").value = "70"
    preview = await send(county, book, dry_run=True)
    assert (preview.json()["filed"], preview.json()["corrected"], preview.json()["unchanged"]) == (1, 1, 1), (
        preview.text
    )
    report = (await send(county, book)).json()
    assert (report["stored"], report["filed"], report["corrected"], report["unchanged"]) == (3, 1, 1, 1)
    seen = {row["village"]: row for row in (await table(county, arrangement["form_id"]))["rows"]}
    assert (seen[first]["state"], seen[first]["values"]["常住人口"]) == ("corrected", 101)
    assert seen[second]["values"] == {"常住人口": 60, "户籍人口": 70}
    assert seen[third]["state"] is None
    assert [len(await county.svc.events(each)) for each in (FilingSubmitted, FilingCorrected)] == [2, 1]
    # What has changed since the download is not overwritten, and one wrong row keeps all others out.
    refused = county.refused(await send(county, book), 422, "rows_refused")
    assert [(error["field"], error["code"]) for error in refused["errors"]] == [
        ("校验码(勿改)", "row_outdated"), ("校验码(勿改)", "row_outdated"),
    ]  # fmt: skip


async def test_a_wrong_workbook_is_refused_cell_by_cell_or_as_a_whole(county, arrangement):
    first, second, third = county.VILLAGES
    book = await workbook(county, arrangement["form_id"])
    cell(book, first, "常住人口").value = -5
    cell(book, second, "常住人口").value = 1.5
    cell(book, second, "参保率").value = 250
    cell(book, third, "常住人口").value = "三十"
    cell(book, third, "户籍人口").value = 30
    refused = county.refused(await send(county, book), 422, "rows_refused")
    assert [(error["row"], error["field"], error["code"]) for error in refused["errors"]] == [
        (2, "常住人口（人）", "negative"), (3, "常住人口（人）", "not_whole"), (3, "参保率（%）", "out_of_domain"),
        (4, "常住人口（人）", "wrong_type"),
    ]  # fmt: skip
    assert await county.svc.events(FilingSubmitted) == []
    other = await workbook(county, arrangement["form_id"])
    other.worksheets[0].delete_cols(8)
    county.refused(await send(county, other), 422, "columns_missing")
    foreign = await workbook(county, arrangement["form_id"])
    refused = county.refused(await send(county, foreign, region=county.OTHER), 422, "rows_refused")
    assert {error["code"] for error in refused["errors"]} == {"village_not_arranged"}
    changed = await workbook(county, arrangement["form_id"])
    cell(changed, first, "校验码").value = "0" * 12 + "-" + "0" * 12
    county.refused(await send(county, changed), 422, "template_changed")
    changed = await workbook(county, arrangement["form_id"])
    cell(changed, first, "填报期").value = "2031-01"
    county.refused(await send(county, changed), 422, "table_form_unknown")


async def test_a_form_whose_table_nobody_uses_is_proposed_for_ending(county, arrangement):
    county.created(await county.file(arrangement, values={"常住人口": 100, "户籍人口": 120}))
    unused = {}
    for day in ("2025-03-01", "2025-07-20"):
        async with county.office(day) as office:
            unused[day] = (await office.get("/v1/unused-forms")).json()["items"]
    assert unused["2025-03-01"] == []
    assert [(each["code"], each["filings"], each["used_on"]) for each in unused["2025-07-20"]] == [("XB01", 1, None)]
    await table(county, arrangement["form_id"], county.department(on="2025-07-20"))
    await workbook(county, arrangement["form_id"], county.department(on="2025-07-20"))
    await table(county, arrangement["form_id"], county.office("2025-07-21"))
    async with county.svc.client(Role.APPROVER, region=county.REGION, at=county.at("2025-07-21")) as approver:
        assert (await approver.get("/v1/unused-forms")).json()["items"] == []
        uses = (await approver.get(f"/v1/forms/{arrangement['form_id']}/table-uses")).json()["items"]
    assert [(each["used_on"], each["department"], each["how"], each["times"]) for each in uses] == [
        ("2025-07-21", None, "read", 1), ("2025-07-20", "STATS", "read", 1), ("2025-07-20", "STATS", "taken", 1),
    ]  # fmt: skip
