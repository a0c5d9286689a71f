"""A village refuses a form with a letter: 统计法 for surveys, the county's own rule for all other forms."""

import pytest
from contracts.form_refusals import FormRefused

DEMAND = {"title": "村级垃圾分类日报表", "department": "AGRI"}
LAW = "统计法(2024)第17条"


async def refuse(county, on="2025-03-03", **changes):
    async with county.village(on=on) as client:
        return await client.post("/v1/form-refusals", json=DEMAND | changes)


@pytest.mark.parametrize(("changes", "ground", "says"), [
    ({"survey": True, "missing_marks": ["table_number", "approval_number"]}, "unmarked", "未标明表号、批准或备案文号"),
    ({"survey": True, "valid_until": "2025-02-28"}, "expired", "已于2025年2月28日届满"),
])  # fmt: skip
async def test_a_survey_without_its_marks_is_refused_by_the_statistics_law(county, changes, ground, says):
    refusal = county.created(await refuse(county, **changes))
    assert (refusal["ground"], refusal["law"]) == (ground, LAW)
    assert says in refusal["letter"]
    assert "统计调查对象有权拒绝填报" in refusal["letter"]
    (event,) = await county.svc.events(FormRefused)
    assert (event["data"]["ground"], event["data"]["charged_home"]) == (ground, county.REGION)


async def test_any_other_form_is_refused_by_the_countys_own_rule_and_a_lawful_one_is_not(county):
    county.refused(await refuse(county), 409, "catalogue_not_published")
    form = await county.catalogued("XB01")
    off = county.created(await refuse(county))
    assert off["ground"] == "off_catalogue"
    assert "本县2025年度报表目录（2025年1月7日发布）" in off["letter"]
    assert "统计法" not in off["letter"]
    county.refused(await refuse(county, title=form["title"]), 409, "form_demand_lawful")
    outside = county.created(await refuse(county, title=form["title"], outside_platform=True))
    assert (outside["ground"], "FRM-08" in outside["law"]) == ("outside", True)
    await county.decided(form, "stop", on="2025-03-10")
    ended = county.created(await refuse(county, "2025-03-12", title="换了名称", table_number="xb01 表"))
    assert (ended["ground"], "2025年3月10日" in ended["letter"]) == ("ended", True)
    marked = await refuse(county, survey=True, valid_until="2025-12-31")
    county.refused(marked, 409, "survey_marked")
    wrong = await refuse(county, missing_marks=["issued_by"])
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (422, "marks_without_survey")
    async with county.department("AGRI", "2025-03-13") as client:
        assert len((await client.get("/v1/form-refusals")).json()["items"]) == 3
        assert (await client.get(f"/v1/form-refusals/{ended['id']}")).json()["letter"] == ended["letter"]
    async with county.department("STATS", "2025-03-13") as client:
        assert (await client.get("/v1/form-refusals")).json()["items"] == []
