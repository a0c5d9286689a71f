"""What contradicts is asked back once, by the same rules on typing, submission and import; a word settles it."""

import io

import pytest
from contracts.report import FilingSubmitted
from openpyxl import load_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIELDS = [
    {"name": "总人口", "unit": "人"}, {"name": "男性", "unit": "人"}, {"name": "女性", "unit": "人"},
    {"name": "迁入", "unit": "人", "required": False}, {"name": "迁入原因", "required": False},
]  # fmt: skip
RULES = [
    {"kind": "sum", "columns": ["男性", "女性"], "than": "总人口"},
    {"kind": "change", "columns": ["总人口"], "factor": 2},
    {"kind": "required_if", "columns": ["迁入原因"], "than": "迁入"},
]
SOUND = {"总人口": 100, "男性": 52, "女性": 48}
ODD = {"总人口": 300, "男性": 150, "女性": 150}


@pytest.fixture
async def arrangement(county):
    return await county.arranged(await county.catalogued(fields=FIELDS, rules=RULES))


async def file(county, arrangement, values, period="2025-01", on="2025-02-05", **more):
    body = {"village": county.VILLAGES[0], "period": period, "values": values, **more}
    async with county.village(on=on) as client:
        return await client.post(f"/v1/arrangements/{arrangement['id']}/filings", json=body)


async def checked(county, arrangement, values, period="2025-01", on="2025-02-05"):
    body = {"village": county.VILLAGES[0], "period": period, "values": values}
    async with county.village(on=on) as client:
        answer = await client.post(f"/v1/arrangements/{arrangement['id']}/value-checks", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def cells(problem):
    return {(error["pointer"].removeprefix("/body/values/"), error["code"]) for error in problem["errors"]}


async def test_cells_that_contradict_are_named_one_by_one_and_a_word_lets_them_stand(county, arrangement):
    wrong = {"总人口": 100, "男性": 52, "女性": 50}
    problem = county.refused(await file(county, arrangement, wrong), 422, "values_doubted")
    assert cells(problem) == {(name, "sum_differs") for name in wrong}
    assert problem["errors"][0]["detail"] == "“男性”“女性”之和为102，与“总人口”100不等"
    assert await county.svc.events(FilingSubmitted) == []
    stranger = await file(county, arrangement, wrong, explanations={"性别": "属实"})
    assert county.refused(stranger, 422, "values_invalid")["errors"][0]["pointer"] == "/body/explanations/性别"
    filing = county.created(await file(county, arrangement, wrong, explanations={"总人口": "二人性别待核"}))
    assert (filing["complete"], filing["doubts"][0]["answer"]) == (True, "二人性别待核")
    (event,) = await county.svc.events(FilingSubmitted)
    assert event["data"]["doubts"] == 1
    async with county.department(on="2025-02-20") as asking:
        path = f"/v1/forms/{arrangement['form_id']}/table"
        rows = (await asking.get(path, params={"period": "2025-01"})).json()["rows"]
    assert [row["doubts"][0]["answer"] for row in rows if row["doubts"]] == ["二人性别待核"]


async def test_a_leap_from_the_period_before_needs_a_person_and_typing_tells_it_beforehand(county, arrangement):
    county.created(await file(county, arrangement, SOUND))
    seen = await checked(county, arrangement, ODD | {"迁入": "很多", "去向": 1}, "2025-02", "2025-03-04")
    assert {error["code"] for error in seen["errors"]} == {"wrong_type", "unknown_field"}
    (doubt,) = seen["doubts"]
    assert (doubt["code"], doubt["columns"], doubt["answer_needed"]) == ("changed_much", ["总人口"], True)
    assert doubt["detail"] == "“总人口”本期为300，上期为100，变动超过2倍"
    refused = await file(county, arrangement, ODD, "2025-02", "2025-03-04")
    assert cells(county.refused(refused, 422, "values_doubted")) == {("总人口", "changed_much")}
    missing = await file(county, arrangement, SOUND | {"迁入": 2}, "2025-02", "2025-03-04")
    assert cells(county.refused(missing, 422, "values_doubted")) == {("迁入", "needed_here")}
    county.created(await file(county, arrangement, ODD, "2025-02", "2025-03-04", explanations={"总人口": "合村"}))
    # From then on the new figure is what the next one is compared with.
    county.created(await file(county, arrangement, ODD, "2025-03", "2025-04-03"))


async def test_a_correction_is_checked_too_and_keeps_the_answers_that_still_hold(county, arrangement):
    odd = {"总人口": 100, "男性": 52, "女性": 50}
    filing = county.created(await file(county, arrangement, odd, explanations={"女性": "待核"}))
    path = f"/v1/filings/{filing['id']}/correction"
    async with county.village(on="2025-02-06") as client:
        further = {"values": odd | {"迁入": 1, "迁入原因": "婚嫁"}, "reason": "补填"}
        kept = (await client.post(path, json=further)).json()
        assert [doubt["answer"] for doubt in kept["doubts"]] == ["待核"]
        worse = {"values": odd | {"女性": 51}, "reason": "更正"}
        county.refused(await client.post(path, json=worse), 422, "values_doubted")
        right = (await client.post(path, json={"values": odd | {"女性": 48}, "reason": "核实"})).json()
    assert (right["state"], right["doubts"]) == ("corrected", [])


async def test_a_workbook_is_checked_by_the_same_rules_and_has_a_column_for_the_word(county, arrangement):
    async with county.township(on="2025-02-05") as client:
        path = f"/v1/forms/{arrangement['form_id']}/table/file"
        book = load_workbook(io.BytesIO((await client.get(path, params={"period": "2025-01"})).content))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    note = heads.index("疑问说明") + 1
    for row in range(2, 5):
        for name, value in zip(("总人口", "男性", "女性"), (10, 6, 5), strict=True):
            sheet.cell(row, heads.index(f"{name}（人）") + 1, value)
        if row > 2:
            sheet.cell(row, note, "属实")
    assert not sheet.cell(2, note).protection.locked

    async def send():
        out = io.BytesIO()
        book.save(out)
        async with county.township(on="2025-02-06") as client:
            return await client.post("/v1/filings/import", files={"file": ("t.xlsx", out.getvalue(), XLSX)})

    refused = county.refused(await send(), 422, "rows_refused")
    assert {(error["row"], error["code"]) for error in refused["errors"]} == {(2, "sum_differs")}
    assert "疑问说明" in refused["errors"][0]["detail"]
    sheet.cell(2, note, "含待核一人")
    report = await send()
    assert (report.status_code, report.json()["filed"]) == (200, 3), report.text
    async with county.village(on="2025-02-07") as client:
        (filing,) = (await client.get("/v1/filings")).json()["items"]
        seen = (await client.get(f"/v1/filings/{filing['id']}")).json()
    assert [doubt["answer"] for doubt in seen["doubts"]] == ["含待核一人"]


async def test_rules_travel_with_the_form_and_senseless_ones_are_refused(county):
    form = await county.proposed(fields=FIELDS, rules=RULES)
    assert [rule["kind"] for rule in form["rules"]] == ["sum", "change", "required_if"]
    async with county.department() as client:
        body = county.proposal("XB02", fields=FIELDS, rules=[{"kind": "sum", "columns": ["男性"], "than": "迁入原因"}])
        assert (await client.post("/v1/forms", json=body)).status_code == 422
