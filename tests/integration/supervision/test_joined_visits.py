"""Several reports of one visit outside of the plan are one: one charge, one place in the village's week."""

from contracts.offplan_visits import VisitOffplanJoined, VisitOffplanParted
from contracts.supervision import VisitOffplanDetected
from countykit.identity import Role

from .conftest import OTHER_VILLAGE
from .test_visits import REPORT, codes

WHY = {"reason": "属实"}


async def two(story):
    first = await story.made(Role.VILLAGE, "/v1/visits/offplan", REPORT, sub="li")
    second = await story.made(Role.TOWNSHIP, "/v1/visits/offplan", {**REPORT, "visited_on": "2025-03-02"}, sub="wang")
    return f"/v1/visits/{first['id']}", f"/v1/visits/{second['id']}", first["id"]


async def test_two_reports_of_a_visit_are_joined_and_charged_once(story):
    first, second, into = await two(story)
    offered = (await story.get(Role.COUNTY_OFFICE, f"{second}/alike")).json()["items"]
    assert [each["id"] for each in offered] == [into]
    joined = await story.made(Role.COUNTY_OFFICE, f"{second}/joining", {"into": into}, sub="joiner")
    assert (joined["state"], joined["joined_to"]) == ("joined", into)
    for party in ("wang", "joiner", "li"):
        answer = await story.post(Role.COUNTY_OFFICE, f"{first}/confirmation", WHY, sub=party)
        assert (answer.status_code, answer.json()["code"]) == (409, "reporter_cannot_judge")
        assert (await story.get(Role.COUNTY_OFFICE, "/v1/todos", sub=party)).json()["todos"] == []
    assert (await story.made(Role.COUNTY_OFFICE, f"{first}/confirmation", WHY, sub="judge"))["reports"] == 2
    assert len(await story.svc.events(VisitOffplanDetected)) == 1
    told = (await story.get(Role.TOWNSHIP, second, sub="wang")).json()
    assert (told["state"], told["joined_outcome"], told["joined_to"]) == ("joined", "confirmed", None)
    assert (await story.get(Role.DEPARTMENT, second, department="civil-affairs")).status_code == 404
    (event,) = await story.svc.events(VisitOffplanJoined)
    assert event["data"] == {"visited_on": "2025-03-02", "into": into}


async def test_a_joined_report_takes_no_place_in_the_week(story, days):
    first = await story.made(Role.VILLAGE, "/v1/visits/offplan", REPORT, at=days(1))
    second = await story.made(Role.TOWNSHIP, "/v1/visits/offplan", REPORT, at=days(1))
    body = {"into": first["id"]}
    await story.made(Role.COUNTY_OFFICE, f"/v1/visits/{second['id']}/joining", body, at=days(1))
    third = {**REPORT, "department": "agriculture", "visited_on": "2025-03-04"}
    # With both it would be the third of its week, which warns.
    assert codes(await story.made(Role.VILLAGE, "/v1/visits/offplan", third, at=days(1))) == ["INS-01"]


async def test_visits_to_two_villages_are_two_and_a_parted_report_is_reported_again(story):
    first, second, into = await two(story)
    elsewhere = await story.made(
        Role.VILLAGE, "/v1/visits/offplan", {**REPORT, "region": OTHER_VILLAGE}, region=OTHER_VILLAGE
    )
    path = f"/v1/visits/{elsewhere['id']}"
    assert (await story.get(Role.COUNTY_OFFICE, f"{path}/alike")).json()["items"] == []
    refused = await story.post(Role.COUNTY_OFFICE, f"{path}/joining", {"into": into})
    assert (refused.status_code, refused.json()["code"]) == (409, "not_one_matter")
    await story.made(Role.COUNTY_OFFICE, f"{second}/joining", {"into": into})
    assert (await story.made(Role.COUNTY_OFFICE, f"{second}/parting"))["state"] == "reported"
    assert len(await story.svc.events(VisitOffplanParted)) == 1
    assert (await story.get(Role.COUNTY_OFFICE, first)).json()["reports"] == 1


async def test_several_reports_of_a_visit_are_dismissed_by_two_people(story):
    first, second, into = await two(story)
    await story.made(Role.COUNTY_OFFICE, f"{second}/joining", {"into": into}, sub="joiner")
    alone = await story.post(Role.COUNTY_OFFICE, f"{first}/dismissal", WHY, sub="judge")
    assert (alone.status_code, alone.json()["code"]) == (409, "dismissal_needs_two")
    proposed = await story.made(Role.COUNTY_OFFICE, f"{first}/dismissal-proposal", WHY, sub="judge")
    assert proposed["dismissal_reason"] == WHY["reason"]
    ended = await story.made(Role.COUNTY_OFFICE, f"{first}/dismissal", WHY, sub="colleague")
    assert ended["state"] == "dismissed"
