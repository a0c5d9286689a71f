"""Guidance from a township's wish or the county's offer to its end, through a running supervision-svc."""

import pytest
from contracts.guidance import GuidanceClosed, GuidanceDeclined, GuidanceGiven, GuidanceRequested
from contracts.supervision import GuidanceHeld
from countykit.identity import Role
from countykit.testing import open_actions

TOWNSHIP, OTHER_TOWNSHIP = "990101001000", "990101002000"
WISH = {"region": TOWNSHIP, "matter": "村级台账如何与乡镇台账核对"}
COMES = {"decision": "agreed", "reason": "周三到镇里一起核对", "planned_on": "2025-03-05"}
HELD = {
    "held_on": "2025-03-05", "participants_departments": ["civil-affairs"],
    "agreed_measures": "以乡镇台账为准，逐村核对",    "follow_up_on": "2025-03-20",
}  # fmt: skip


async def kinds(story, role, **options):
    return [todo["kind"] for todo in (await story.get(role, "/v1/todos", **options)).json()["todos"]]


async def test_a_townships_wish_is_answered_held_and_followed_to_its_end(story, days):
    wish = await story.made(Role.TOWNSHIP, "/v1/guidance-requests", WISH)
    path = f"/v1/guidance-requests/{wish['id']}"
    assert (wish["state"], wish["by_county"], open_actions(wish)) == ("requested", False, [])
    (event,) = await story.svc.events(GuidanceRequested)
    assert (event["region"], event["data"]) == (TOWNSHIP, {"letter": None, "by_county": False})
    assert (await story.get(Role.TOWNSHIP, path, region=OTHER_TOWNSHIP)).status_code == 404
    assert await kinds(story, Role.COUNTY_OFFICE) == ["guidance_reply"]
    placed = await story.post(Role.INSPECTOR, f"{path}/reply", COMES, region=TOWNSHIP)
    assert (placed.status_code, placed.json()["code"]) == (409, "guide_not_independent")
    await story.made(Role.COUNTY_OFFICE, f"{path}/reply", COMES)
    assert await kinds(story, Role.INSPECTOR) == ["guidance_visit"]
    guidance = await story.made(Role.INSPECTOR, f"{path}/visit", HELD, at=days(2))
    assert (guidance["state"], guidance["letter_id"], guidance["follow_up_on"]) == ("held", None, "2025-03-20")
    assert len(await story.svc.events(GuidanceGiven)) == 1
    assert await story.svc.events(GuidanceHeld) == []
    kept = (await story.get(Role.TOWNSHIP, path)).json()
    assert (kept["state"], kept["guidance_id"]) == ("held", guidance["id"])
    again = await story.post(Role.INSPECTOR, f"{path}/visit", HELD, at=days(2))
    assert (again.status_code, again.json()["code"]) == (409, "illegal_transition")
    visit = f"/v1/guidance/{guidance['id']}"
    waiting = (await story.get(Role.TOWNSHIP, "/v1/todos", at=days(2))).json()["todos"]
    assert [(todo["kind"], todo["due"]) for todo in waiting] == [("guidance_effect", "2025-03-20")]
    foreign = await story.post(Role.TOWNSHIP, f"{visit}/effect", {"effect": "已核对"}, region=OTHER_TOWNSHIP)
    assert foreign.status_code in {404, 422}
    await story.made(Role.TOWNSHIP, f"{visit}/effect", {"effect": "已核对五村"}, at=days(3))
    back = await story.made(
        Role.COUNTY_OFFICE, f"{visit}/closure", {"decision": "returned", "reason": "还差两村"}, at=days(4)
    )
    assert (back["state"], back["rounds"][0]["effect"], back["rounds"][0]["note"]) == ("held", "已核对五村", "还差两村")
    assert not {"submitted_by", "checked_by"} & back["rounds"][0].keys()
    await story.made(Role.TOWNSHIP, f"{visit}/effect", {"effect": "七村全部核对"}, at=days(5))
    assert await kinds(story, Role.COUNTY_OFFICE, at=days(5)) == ["guidance_closure"]
    closed = await story.made(
        Role.COUNTY_OFFICE, f"{visit}/closure", {"decision": "closed", "reason": "已核实"}, at=days(6)
    )
    assert (closed["state"], len(closed["rounds"]), closed["allowed_actions"]) == ("closed", 2, [])
    assert len(await story.svc.events(GuidanceClosed)) == 1


async def test_the_county_offers_guidance_about_a_letter(story, days):
    letter = await story.letter()
    offer = {**WISH, "letter_id": letter["id"], "planned_on": "2025-03-05"}
    row = await story.made(Role.COUNTY_OFFICE, "/v1/guidance-requests", offer)
    assert (row["state"], row["by_county"]) == ("agreed", True)
    await story.made(Role.COUNTY_OFFICE, f"/v1/guidance-requests/{row['id']}/visit", HELD, at=days(2))
    (event,) = await story.svc.events(GuidanceHeld)
    assert event["data"]["letter"] == letter["id"]
    elsewhere = {**offer, "region": OTHER_TOWNSHIP}
    answer = await story.post(Role.COUNTY_OFFICE, "/v1/guidance-requests", elsewhere)
    assert (answer.status_code, answer.json()["code"]) == (422, "guidance_letter_elsewhere")


async def test_what_needs_no_visit_is_answered_in_writing(story):
    wish = await story.made(Role.TOWNSHIP, "/v1/guidance-requests", WISH)
    path = f"/v1/guidance-requests/{wish['id']}/reply"
    body = {"decision": "declined", "reason": "按规格表第3条办理即可"}
    unfit = await story.post(Role.COUNTY_OFFICE, path, {**body, "planned_on": "2025-03-05"})
    assert (unfit.status_code, unfit.json()["code"]) == (422, "guidance_day_unfit")
    done = await story.made(Role.COUNTY_OFFICE, path, body)
    assert (done["state"], done["reply"]) == ("declined", body["reason"])
    assert len(await story.svc.events(GuidanceDeclined)) == 1


@pytest.mark.parametrize(
    ("role", "change", "status", "code"),
    [
        (Role.TOWNSHIP, {"region": OTHER_TOWNSHIP}, 403, "forbidden"),
        (Role.TOWNSHIP, {"planned_on": "2025-03-05"}, 422, "guidance_day_unfit"),
        (Role.COUNTY_OFFICE, {}, 422, "guidance_day_unfit"),
        (Role.COUNTY_OFFICE, {"planned_on": "2025-03-02"}, 422, "guidance_day_unfit"),
        (Role.TOWNSHIP, {"letter_id": "01936f2a-0000-7000-8000-000000000001"}, 422, "guidance_letter_elsewhere"),
        (Role.TOWNSHIP, {"region": "990101001201"}, 422, "invalid_request"),
        (Role.DEPARTMENT, {}, 403, "forbidden"),
    ],
)
async def test_a_wish_that_fits_nobody_is_refused(story, role, change, status, code):
    answer = await story.post(role, "/v1/guidance-requests", {**WISH, **change})
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
