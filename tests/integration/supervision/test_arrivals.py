"""Where village and day become known: others who come too, and what a village's calendar shows from the arrival on."""

from datetime import date

import pytest
from countykit.identity import Role
from icalendar import Calendar

from tests.integration.supervision.test_passes import AGRICULTURE, CIVIL, DAY, VILLAGE, Passes

OTHER_TOWNSHIP = "990101002000"
HIDDEN = {
    "department": "civil-affairs", "title": "低保暗访", "content": "核对低保对象家庭情况", "subject": "低保户",
    "announced": False, "starts_on": "2025-05-01", "ends_on": "2025-08-01", "quota": 4,
}  # fmt: skip


@pytest.fixture
def passes(story):
    return Passes(story)


async def calendar(story, role, **options):
    answer = await story.get(role, "/v1/plan-calendar", **options)
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(event["summary"]).rpartition("：")[2]: event for event in events}


def codes(view):
    return [warning["code"] for warning in view["warnings"]]


async def test_a_pass_warns_of_other_bodies_on_its_day_and_in_its_week_and_names_none(passes, story):
    mine = await passes.entry()
    hidden, more = await passes.entry(**HIDDEN), await passes.entry(**{**HIDDEN, "content": "残疾人补贴发放回访"})
    alone = await passes.issued(mine, visit_on="2025-06-06")
    assert alone["warnings"] == []
    assert codes(await passes.issued(hidden, visit_on="2025-06-03")) == ["INS-05"], "a dated entry covers its days"
    await passes.issued(more, visit_on="2025-06-04")
    late = await passes.entry(
        title="农机检查", content="农机购置补贴公示", starts_on="2025-06-03", ends_on="2025-06-30"
    )
    crowded = await passes.issued(late, visit_on="2025-06-03")
    assert codes(crowded) == ["INS-05", "INS-06"]
    assert "civil-affairs" not in str(crowded["warnings"])
    path = f"/v1/visit-passes/{crowded['id']}"
    assert codes((await story.get(Role.COUNTY_OFFICE, path)).json()) == ["INS-05", "INS-06"]
    assert (await story.get(Role.VILLAGE, path)).json()["warnings"] == [], "it would tell of an unannounced visit"


async def test_an_unannounced_visit_is_in_the_calendar_from_its_arrival_with_its_own_village_and_day(passes, story):
    hidden = await passes.entry(**HIDDEN)
    issued = await passes.issued(hidden)
    for role in (Role.VILLAGE, Role.TOWNSHIP):
        assert await calendar(story, role, at=DAY) == {}
    await passes.check(shown=issued["code"])
    for role in (Role.VILLAGE, Role.TOWNSHIP):
        event = (await calendar(story, role, at=DAY))["低保暗访"]
        assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2025, 6, 3), date(2025, 6, 4))
        assert str(event["location"]) == "柳湾村"
    assert await calendar(story, Role.TOWNSHIP, region=OTHER_TOWNSHIP, at=DAY) == {}
    assert await calendar(story, Role.VILLAGE, at=DAY, params={"year": 2024}) == {}
    assert (await story.get(Role.VILLAGE, f"/v1/plan-entries/{hidden['id']}", at=DAY)).status_code == 404


async def test_a_body_that_was_merged_into_another_ones_entry_reads_the_entry_that_it_goes_by(story):
    plan = {
        "year": 2025, "kind": "inspection", "title": "农田检查", "content": "查看沟渠", "subject": "管护人员",
        "places": [VILLAGE], "starts_on": "2025-06-03", "ends_on": "2025-06-03", "quota": 1, "basis": "管理办法",
        "announced": False,
    }  # fmt: skip
    one, other = [
        await story.made(Role.DEPARTMENT, "/v1/plan-entries", {**plan, **body}, **body) for body in (AGRICULTURE, CIVIL)
    ]
    path = f"/v1/plan-entries/{one['id']}"
    assert (await story.get(Role.DEPARTMENT, path, **CIVIL)).status_code == 404
    merger = {"into": one["id"], "note": "同日到村，联合开展"}
    await story.made(Role.COUNTY_OFFICE, f"/v1/plan-entries/{other['id']}/merger", merger)
    seen = await story.get(Role.DEPARTMENT, path, **CIVIL)
    assert (seen.status_code, seen.json()["joint"]) == (200, ["civil-affairs"])
