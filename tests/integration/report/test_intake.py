"""Columns matched to data elements while typing, confirmed by people, through a running report-svc."""

import pytest
from contracts.form_columns import FormColumnsBound


@pytest.fixture
async def dictionary(county):
    async with county.office() as client:
        answer = await client.post("/v1/elements/starter-set")
    assert answer.status_code == 200, answer.text
    return county


async def suggested(county, title, *columns, who=None):
    body = {"title": title, "columns": [{"name": name, **({"unit": unit} if unit else {})} for name, unit in columns]}
    async with who or county.department() as client:
        answer = await client.post("/v1/column-suggestions", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_column_that_somebody_has_already_need_not_be_asked(dictionary):
    county = dictionary
    said = await suggested(county, "乡村振兴有关情况表", ("脱贫户数", "户"), ("常住人口", None), ("心得体会", None))
    first, second, third = said["columns"]
    assert (first["answer"], first["elements"][0]["element"], first["elements"][0]["source"]) == (
        "flag", "E041", "县农业农村局(防返贫系统)",
    )  # fmt: skip
    assert "无须村级填写" in first["advice"]
    assert (second["answer"], second["elements"][0]["element"], second["elements"][0]["probability"]) == (
        "flag",
        "E007",
        1.0,
    )
    assert (third["answer"], third["elements"], said["known"]) == ("pass", [], 2)


@pytest.mark.parametrize("title", ["数量", "备注", "户数", "人数"])
async def test_a_generic_title_is_never_matched_by_title_alone(dictionary, title):
    (said,) = (await suggested(dictionary, "临时情况表", (title, None)))["columns"]
    assert (said["answer"], said["elements"]) == ("pass", [])


async def test_what_must_not_stand_in_village_forms_and_what_only_villages_have_is_said(dictionary):
    said = await suggested(dictionary, "重点人员情况表", ("严重精神障碍患者数", "人"), ("灾情首报受灾人口", "人"))
    assert (said["columns"][0]["answer"], "不应列入村级报表" in said["columns"][0]["advice"]) == ("flag", True)


async def test_another_unit_is_another_element(dictionary):
    (said,) = (await suggested(dictionary, "乡村情况表", ("常住人口", "户")))["columns"]
    assert all(element["probability"] < 1 for element in said["elements"])


async def test_a_form_that_asks_for_it_already_is_named(dictionary):
    county = dictionary
    fields = [{"name": "现有人口", "unit": "人", "element": "E007"}]
    await county.decided(await county.proposed("XB01", fields=fields))
    said = await suggested(county, "人口情况表", ("常住人口", "人"))
    assert said["columns"][0]["elements"][0]["used_by"] == ["XB01"]


async def test_villages_are_not_asked_to_design_forms(dictionary):
    async with dictionary.village() as client:
        answer = await client.post("/v1/column-suggestions", json={"title": "表", "columns": [{"name": "人数"}]})
    dictionary.refused(answer, 403, "forbidden")


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ({"name": "常住人口", "unit": "人", "element": "X999"}, "element_unknown"),
        ({"name": "常住人口", "unit": "户", "element": "E007"}, "element_unfit"),
        ({"name": "患者", "unit": "人", "element": "E083"}, "element_unfit"),
    ],
)
async def test_a_column_bound_to_what_it_cannot_ask_for_is_refused(dictionary, field, code):
    county = dictionary
    async with county.department() as client:
        county.refused(await client.post("/v1/forms", json=county.proposal(fields=[field])), 422, code)


async def test_columns_are_bound_by_the_form_s_department_or_the_office_only(dictionary):
    county = dictionary
    form = await county.decided(await county.proposed())
    path, body = f"/v1/forms/{form['id']}/binding", {"columns": {"常住人口": "E007"}}
    async with county.department("AGRI") as client:
        county.refused(await client.post(path, json=body), 404, "not_found")
    async with county.office() as client:
        bound = await client.post(path, json=body)
        assert bound.status_code == 200, bound.text
        assert [field["element"] for field in bound.json()["fields"]] == ["E007", None, None]
        unknown = await client.post(path, json={"columns": {"没有的栏": "E007"}})
        assert county.refused(unknown, 422, "form_field_unknown")["columns"] == ["没有的栏"]
        county.refused(await client.post(path, json={"columns": {"耕地面积": "E007"}}), 422, "element_unfit")
    async with county.department() as client:
        untied = await client.post(path, json={"columns": {"常住人口": None}})
    assert untied.json()["fields"][0]["element"] is None
    events = await county.svc.events(FormColumnsBound)
    assert [event["data"] for event in events] == [
        {"form": "XB01", "bound": bound, "columns": 3} for bound in (1, 0)
    ]  # fmt: skip


async def test_equal_elements_under_other_titles_overlap(dictionary):
    county = dictionary
    await county.decided(await county.proposed("XB01", fields=[{"name": "现有人口", "unit": "人", "element": "E007"}]))
    form = await county.proposed(
        "XB02", title="另一张表", fields=[{"name": "住村人数", "unit": "人", "element": "E007"}]
    )
    assert [(each["code"], each["share"]) for each in form["overlaps"]] == [("XB01", "1.00")]
