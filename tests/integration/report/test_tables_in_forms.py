"""A form may have a table within it: villages add rows, each cell is checked, the asker gets a line for each row."""

import io

import pytest
from contracts.report import FilingCorrected, FilingSubmitted, FormApproved
from openpyxl import load_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABLE = {
    "name": "合作社名册", "most_rows": 5,
    "columns": [
        {"name": "名称"}, {"name": "成员", "unit": "人", "minimum": 5, "maximum": 500},
        {"name": "类型", "choices": ["种植", "养殖"], "required": False},
        {"name": "占比", "unit": "%", "required": False},
    ],
}  # fmt: skip
FIELDS = [{"name": "成员总数", "unit": "人"}, TABLE]
RULES = [
    {"kind": "sum", "columns": ["合作社名册/成员"], "than": "成员总数"},
    {"kind": "change", "columns": ["合作社名册/行数"], "factor": 3},
]
ONE, OTHER = {"名称": "兴农", "成员": 20, "类型": "种植"}, {"名称": "富民", "成员": 30}


@pytest.fixture
async def arrangement(county):
    return await county.arranged(await county.catalogued(fields=FIELDS, rules=RULES))


async def filed(county, arrangement, rows, total=None, **where):
    values = {"成员总数": sum(row["成员"] for row in rows) if total is None else total, "合作社名册": rows}
    return await county.file(arrangement, values=values, **where)


async def table(county, arrangement, **query):
    async with county.department(on="2025-02-20") as asking:
        path = f"/v1/forms/{arrangement['form_id']}/table"
        return (await asking.get(path, params={"period": "2025-01", **query})).json()


async def file_of(county, arrangement, **query):
    async with county.township(on="2025-02-06") as client:
        path = f"/v1/forms/{arrangement['form_id']}/table/file"
        answer = await client.get(path, params={"period": "2025-01", **query})
    assert answer.status_code == 200, answer.text
    return answer.content


async def send(county, book):
    out = io.BytesIO()
    book.save(out)
    async with county.township(on="2025-02-07") as client:
        return await client.post("/v1/filings/import", files={"file": ("table.xlsx", out.getvalue(), XLSX)})


async def test_rows_are_filed_and_the_asker_has_them_with_their_sums(county, arrangement):
    first, second, third = county.VILLAGES
    filing = county.created(await filed(county, arrangement, [ONE, OTHER | {"类型": ""}]))
    assert filing["values"]["合作社名册"] == [ONE, OTHER]
    assert filing["complete"]
    none = county.created(await filed(county, arrangement, [], village=second))
    assert (none["complete"], none["values"]["合作社名册"]) == (True, [])
    halves = county.created(await filed(county, arrangement, [{"成员": 7}], village=third))
    assert not halves["complete"]  # a row without its compulsory name
    seen = await table(county, arrangement)
    assert seen["total"]["totals"] == {"成员总数": 57, "合作社名册/行数": 3, "合作社名册/成员": 57}
    assert seen["rows"][0]["values"]["合作社名册"] == [ONE, OTHER]
    assert [each["name"] for each in seen["columns"][1]["columns"]] == ["名称", "成员", "类型", "占比"]
    async with county.department(on="2025-02-20") as client:
        periods = (await client.get(f"/v1/forms/{arrangement['form_id']}/periods")).json()["items"]
    assert periods[0]["totals"] == seen["total"]["totals"]
    text = (await file_of(county, arrangement, format="csv", table="合作社名册")).decode("utf-8-sig").splitlines()
    assert text == [
        "村(社区)代码,村(社区),乡镇,合作社名册（行）,名称,成员（人）,类型,占比（%）",
        f"{first},区域{first},区域{county.TOWNSHIP},1,兴农,20,种植,",
        f"{first},区域{first},区域{county.TOWNSHIP},2,富民,30,,",
        f"{third},区域{third},区域{county.TOWNSHIP},1,,7,,",
    ]  # fmt: skip
    async with county.department(on="2025-02-20") as client:
        path = f"/v1/forms/{arrangement['form_id']}/table/file"
        strange = await client.get(path, params={"period": "2025-01", "table": "成员总数"})
    county.refused(strange, 422, "form_field_unknown")


async def test_what_can_be_no_row_is_refused_cell_by_cell(county, arrangement):
    rows = [{"名称": "兴农", "成员": 2.5}, {}, {"名称": "富民", "成员": -1, "法人": "某某"}]
    refused = county.refused(await filed(county, arrangement, rows, total=9), 422, "values_invalid")
    assert [(error["pointer"], error["code"]) for error in refused["errors"]] == [
        ("/body/values/合作社名册/0/成员", "not_whole"), ("/body/values/合作社名册/1", "row_empty"),
        ("/body/values/合作社名册/2/成员", "negative"), ("/body/values/合作社名册/2/法人", "unknown_field"),
    ]  # fmt: skip
    many = county.refused(await filed(county, arrangement, [ONE] * 6), 422, "values_invalid")
    assert [(error["pointer"], error["code"]) for error in many["errors"]] == [
        ("/body/values/合作社名册", "too_many_rows")
    ]
    single = await county.file(arrangement, values={"成员总数": [ONE], "合作社名册": "两家"})
    assert [error["code"] for error in county.refused(single, 422, "values_invalid")["errors"]] == [
        "wrong_type", "wrong_type",
    ]  # fmt: skip
    assert await county.svc.events(FilingSubmitted) == []


async def test_domains_and_sums_over_rows_are_asked_back_once(county, arrangement):
    rows = [ONE | {"成员": 3}, OTHER | {"类型": "林业"}, {"名称": "同心", "成员": 2}]
    refused = county.refused(await filed(county, arrangement, rows, total=50), 422, "values_doubted")
    assert {(error["pointer"], error["code"]) for error in refused["errors"]} == {
        ("/body/values/合作社名册", "sum_differs"), ("/body/values/成员总数", "sum_differs"),
        ("/body/values/合作社名册", "out_of_bounds"), ("/body/values/合作社名册", "not_a_choice"),
    }  # fmt: skip
    said = {error["code"]: error["detail"] for error in refused["errors"]}
    assert said["sum_differs"] == "“合作社名册/成员”为35，与“成员总数”50不等"
    assert said["out_of_bounds"] == "“合作社名册”的“成员”第1行为3、第3行为2，一般不小于5不大于500"
    assert said["not_a_choice"] == "“合作社名册”的“类型”第2行为林业，可选值为种植、养殖"
    body = {
        "village": county.VILLAGES[0], "period": "2025-01", "values": {"成员总数": 50, "合作社名册": rows},
        "explanations": {"合作社名册": "属实"},
    }  # fmt: skip
    async with county.village() as client:
        path = f"/v1/arrangements/{arrangement['id']}/filings"
        filing = county.created(await client.post(path, json=body))
    assert {doubt["answer"] for doubt in filing["doubts"]} == {"属实"}
    # Compared with the period before: from three rows to none is nothing to be asked, to ten it would be.
    more = [{"名称": f"社{number}", "成员": 10} for number in range(5)]
    county.created(await filed(county, arrangement, more, period="2025-02", on="2025-03-05"))
    county.created(await filed(county, arrangement, [ONE], village=county.VILLAGES[1]))
    grown = await filed(
        county, arrangement, more, village=county.VILLAGES[1], period="2025-02", on="2025-03-05"
    )  # fmt: skip
    (error,) = county.refused(grown, 422, "values_doubted")["errors"]
    assert (error["code"], error["detail"]) == (
        "changed_much", "“合作社名册/行数”本期为5，上期为1，变动超过3倍",
    )  # fmt: skip


async def test_the_next_form_begins_with_the_last_rows_and_only_what_changes_costs(county, arrangement):
    county.created(await filed(county, arrangement, [ONE, OTHER]))
    village, path = county.VILLAGES[0], f"/v1/arrangements/{arrangement['id']}"
    where = {"village": village, "period": "2025-02"}
    async with county.village(village, "2025-03-05") as client:
        form = (await client.get(f"{path}/prefill", params=where)).json()
        column = next(each for each in form["columns"] if each["column"] == "合作社名册")
        assert (column["value"], column["as_of"], column["remaining"]) == ([ONE, OTHER], "2025-01-31", "confirmation")
        rows = [OTHER, ONE | {"成员": 21}, {"名称": "同心", "成员": 9}]
        body = where | {"digest": form["digest"], "values": {"成员总数": 60, "合作社名册": rows}}
        filing = county.created(await client.post(f"{path}/confirmation", json=body))
        assert filing["provenance"]["合作社名册"]["cells"] == {"confirmed": 4, "corrected": 1, "typed": 2}
        mended = await client.post(
            f"/v1/filings/{filing['id']}/correction",
            json={"values": {"成员总数": 51, "合作社名册": rows[:2]}, "reason": "同心已注销"},
        )  # fmt: skip
        assert mended.status_code == 200, mended.text
    first, second = [event["data"] for event in await county.svc.events(FilingSubmitted)]
    assert (first["typed"], first["seconds"]) == (6, 30 + 6 * 20 + 2)
    assert (second["confirmed"], second["corrected"], second["typed"]) == (4, 1, 3)
    (corrected,) = [event["data"] for event in await county.svc.events(FilingCorrected)]
    assert corrected["corrected"] == 2  # the total, and the row that was taken out
    (approved,) = [event["data"] for event in await county.svc.events(FormApproved)]
    assert approved["seconds_a_year"] == 12 * (30 + 20 * (1 + 5 * 4) + 2)


async def test_a_workbook_brings_the_rows_back_on_a_sheet_of_their_own(county, arrangement):
    first, second, third = county.VILLAGES
    county.created(await filed(county, arrangement, [ONE, OTHER]))
    book = load_workbook(io.BytesIO(await file_of(county, arrangement)))
    assert book.sheetnames[1:] == ["明细_合作社名册", "合计"]
    villages, rows = book.worksheets[:2]
    heads = [cell.value for cell in villages[1]]
    counts, totals = heads.index("合作社名册（行数）"), heads.index("成员总数（人）")
    assert [row[counts].value for row in villages.iter_rows(min_row=2)] == [2, None, None]
    rows["F2"].value = 25
    rows.append([second, None, None, None, "同心", 8, "种植", None])
    by_village = {row[0].value: row for row in villages.iter_rows(min_row=2)}
    for village, total in ((first, 55), (second, 8), (third, 0)):
        by_village[village][totals].value = total
    by_village[third][counts].value = 0
    report = (await send(county, book)).json()
    assert (report.get("filed"), report.get("corrected")) == (2, 1), report
    seen = {row["village"]: row["values"]["合作社名册"] for row in (await table(county, arrangement))["rows"]}
    assert seen == {
        first: [ONE | {"成员": 25}, OTHER], second: [{"名称": "同心", "成员": 8, "类型": "种植"}], third: [],
    }  # fmt: skip


async def test_wrong_rows_of_a_workbook_are_named_by_sheet_and_nothing_is_stored(county, arrangement):
    second = county.VILLAGES[1]
    county.created(await filed(county, arrangement, [ONE]))
    content = await file_of(county, arrangement)
    book = load_workbook(io.BytesIO(content))
    rows = book.worksheets[1]
    rows["F2"].value = -3
    rows.append([county.FAR_VILLAGE, None, None, None, "远方", 8, None, None])
    rows.append([second, None, None, None, "同心", "许多", None, None])
    refused = county.refused(await send(county, book), 422, "rows_refused")
    assert [(error["sheet"], error["row"], error["field"], error["code"]) for error in refused["errors"]] == [
        ("明细_合作社名册", 2, "成员（人）", "negative"), ("明细_合作社名册", 4, "成员（人）", "wrong_type"),
        ("明细_合作社名册", 3, "村(社区)代码", "village_not_arranged"),
    ]  # fmt: skip
    emptied = load_workbook(io.BytesIO(content))
    emptied.worksheets[1].delete_rows(2)
    (error,) = county.refused(await send(county, emptied), 422, "rows_refused")["errors"]
    assert (error["field"], error["code"]) == ("合作社名册（行数）", "rows_missing")
    lost = load_workbook(io.BytesIO(content))
    del lost["明细_合作社名册"]
    problem = county.refused(await send(county, lost), 422, "table_head_missing")
    assert "合作社名册（行）" in problem["detail"]
    assert await county.svc.events(FilingCorrected) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"most_rows": None}, "table_rows"), ({"unit": "人"}, "table_of_cells"),
        ({"element": "E007"}, "table_of_cells"),
        ({"columns": [{"name": "名称"}, {"name": "名 称"}]}, "table_columns"),
        ({"columns": [{"name": "行数", "unit": "个"}]}, "table_columns"),
        ({"columns": [{"name": "名称", "minimum": 1}]}, "row_column_domain"),
        ({"columns": [{"name": "成员", "unit": "人", "choices": ["多"]}]}, "row_column_domain"),
        ({"columns": [{"name": "成员", "unit": "人", "minimum": 9, "maximum": 1}]}, "row_column_domain"),
    ],
)  # fmt: skip
async def test_a_table_that_cannot_be_filled_is_no_column_of_a_form(county, changes, code):
    async with county.department() as client:
        fields = [FIELDS[0], TABLE | changes]
        refused = await client.post("/v1/forms", json=county.proposal(fields=fields))
    assert [error["code"] for error in county.refused(refused, 422, "invalid_request")["errors"]] == [code]


async def test_columns_in_a_table_are_known_when_another_form_asks_for_them(county, arrangement):
    flat = await county.proposed(
        "XB02",
        "AGRI",
        title="农业合作社台账",
        fields=[{"name": "名称"}, {"name": "成员", "unit": "人"}, {"name": "产值"}],
    )
    async with county.department("AGRI") as client:
        overlaps = (await client.get(f"/v1/forms/{flat['id']}")).json()["overlaps"]
    assert [(each["code"], each["share"]) for each in overlaps] == [("XB01", "0.67")]
    async with county.office() as client:
        assert (await client.post("/v1/elements/starter-set")).status_code == 200
    async with county.department() as client:
        path = f"/v1/forms/{arrangement['form_id']}/binding"
        refused = await client.post(path, json={"columns": {"合作社名册": "E007"}})
    county.refused(refused, 422, "element_unfit")
