"""Who applies says which item, object and columns a task has: what runs already is offered by these."""

from tests.integration.checklist.conftest import effort

TASK = {"matter": "AS26", "about": "残疾人", "columns": ["持证残疾人数", "常住人口"], **effort(10)}


async def test_the_same_matter_under_another_title_is_offered_with_its_signs(people):
    first = await people.submitted(title="残疾人状况调查", **TASK)
    other = TASK | {"columns": ["常住人口数", "备注"], "about": "重度残疾人"}
    second = await people.submitted("WLJ", title="入户摸底", **other)
    (found,) = second["duplicates"]
    assert (found["id"], found["signs"], found["columns"]) == (first["id"], ["matter", "columns"], ["常住人口数"])
    assert (second["state"], second["matter"], second["about"]) == ("submitted", "AS26", "重度残疾人")
    later = TASK | {"starts_on": "2026-10-08", "ends_on": "2026-12-31"}
    assert (await people.submitted("WLJ", title="残疾预防宣传", **later))["duplicates"] == []


async def test_near_titles_are_offered_as_such(people):
    first = await people.submitted(title="村级图书室开放", **effort(10))
    (found,) = (await people.submitted("WLJ", title="村级图书室开放工作", **effort(10)))["duplicates"]
    assert (found["id"], found["signs"], found["columns"]) == (first["id"], ["words"], [])


async def test_the_item_is_one_that_villages_do_or_help_with(people):
    for code in ("AS99", "NE01"):
        draft = await people.drafted(**TASK | {"matter": code})
        path = f"/v1/admissions/{draft['id']}/submission"
        assert await people.refused(people.department(), path, {}) == (422, "matter_unlisted")
