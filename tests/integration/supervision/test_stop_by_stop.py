"""A draw whose villages become known one by one, each when the team departs for it."""

from datetime import date

from contracts.draws import DrawStopRevealed
from contracts.gateway import RegionRegistered
from countykit.identity import Role
from countykit.testing import open_actions
from supervision_svc.consumers import consumers

COUNTY, TOWNSHIP, OTHER_TOWNSHIP = "990101000000", "990101001000", "990101002000"
VILLAGE, SECOND, OTHER_VILLAGE = "990101001201", "990101001202", "990101002201"
DRAWN = "/v1/drawn-villages"


async def departed(story, draw, township=TOWNSHIP, **options):
    path = f"/v1/draws/{draw['id']}/departure"
    return await story.post(Role.INSPECTOR, path, {"township": township}, **options)


async def test_a_village_is_known_to_nobody_until_a_team_departs_for_it(story):
    draw = await story.revealed(stop_by_stop=True)
    assert (draw["villages"], draw["seed"]) == (2, None), "whoever has the seed knows the villages"
    sealed = [(each["region"], each["region_name"], each["left"]) for each in draw["sealed_in"]]
    assert sealed == [(TOWNSHIP, "青石镇", 1), (OTHER_TOWNSHIP, "白沙乡", 1)]
    for role in (Role.INSPECTOR, Role.COUNTY_OFFICE, Role.APPROVER):
        assert (await story.get(role, DRAWN)).json()["items"] == []
        assert VILLAGE not in (await story.get(role, f"/v1/draws/{draw['id']}")).text
        kinds = {todo["kind"] for todo in (await story.get(role, "/v1/todos")).json()["todos"]}
        assert kinds == ({"draw_departure"} if role is Role.INSPECTOR else set())
    answer = await departed(story, draw)
    assert answer.status_code == 200
    stop = answer.json()
    assert (stop["region"], stop["state"], open_actions(stop)) == (VILLAGE, "drawn", ["visit"])
    assert stop["departed_at"] is not None
    assert [row["region"] for row in (await story.get(Role.INSPECTOR, DRAWN)).json()["items"]] == [VILLAGE]
    (event,) = await story.svc.events(DrawStopRevealed)
    assert (event["region"], event["data"]) == (COUNTY, {"left": 1})
    assert VILLAGE not in str(event)
    after = (await story.get(Role.INSPECTOR, f"/v1/draws/{draw['id']}")).json()
    assert (after["seed"], [each["region"] for each in after["sealed_in"]]) == (None, [OTHER_TOWNSHIP])
    await departed(story, draw, OTHER_TOWNSHIP)
    assert (await story.get(Role.INSPECTOR, f"/v1/draws/{draw['id']}")).json()["seed"] is not None
    history = (await story.get(Role.COUNTY_OFFICE, f"{DRAWN}/{stop['id']}/history")).json()["items"]
    assert (history[-1]["from_state"], history[-1]["to_state"]) == ("sealed", "drawn")
    assert history[-1]["by"] == f"inspector@{COUNTY}", "who departed is on the record"


async def test_the_next_village_of_a_township_waits_for_the_visit_or_for_the_next_day(story, days):
    await story.svc.hear(*second_village(), region=SECOND)
    first = await story.revealed(stop_by_stop=True)
    stop = (await departed(story, first)).json()
    refused = await departed(story, first)
    assert (refused.status_code, refused.json()["code"], refused.json()["region"]) == (
        409, "draw_stop_awaited", stop["region"],
    )  # fmt: skip
    assert (await departed(story, first, OTHER_TOWNSHIP)).status_code == 200, "another team goes its own way"
    visit = await story.visit(stop["region"])
    body = {"visit_id": visit["id"], "matters": ["imposed_tasks"]}
    await story.made(Role.INSPECTOR, f"{DRAWN}/{stop['id']}/visit", body)
    after = (await departed(story, first)).json()
    assert {stop["region"], after["region"]} == {VILLAGE, SECOND}
    over = await departed(story, first, at=days(1))
    assert (over.status_code, over.json()["code"]) == (409, "illegal_transition")


async def test_a_team_that_did_not_arrive_goes_on_the_next_day_and_not_when_the_days_are_over(story, days):
    await story.svc.hear(*second_village(), region=SECOND)
    draw = await story.revealed(stop_by_stop=True)
    await departed(story, draw)
    late = await departed(story, draw, at=days(90))
    assert (late.status_code, late.json()["code"]) == (409, "draw_reveal_late")
    assert (await departed(story, draw, at=days(1))).status_code == 200
    over = await departed(story, draw, at=days(2))
    assert (over.status_code, over.json()["code"]) == (409, "draw_stops_over")


async def test_nobody_of_a_township_departs_and_the_office_does_not_open_villages(story):
    draw = await story.revealed(stop_by_stop=True)
    placed = await departed(story, draw, sub="placed", region=TOWNSHIP)
    assert placed.status_code == 404
    for role in (Role.COUNTY_OFFICE, Role.APPROVER):
        answer = await story.post(role, f"/v1/draws/{draw['id']}/departure", {"township": TOWNSHIP})
        assert answer.status_code == 403
    assert (await story.get(Role.INSPECTOR, DRAWN)).json()["items"] == []


async def test_what_was_never_revealed_is_missed_with_the_next_draw_and_anybody_recomputes_it(story, days):
    draw = await story.revealed(stop_by_stop=True)
    async with story.svc.client(at=days(10)) as anybody:
        assert (await anybody.get(f"/v1/draw-proofs/{draw['id']}")).status_code == 404
    await story.revealed(at=days(100))
    rows = (await story.get(Role.INSPECTOR, f"{DRAWN}?draw={draw['id']}", at=days(100))).json()["items"]
    assert {row["region"]: row["state"] for row in rows} == {VILLAGE: "missed", OTHER_VILLAGE: "missed"}
    closed = (await story.get(Role.INSPECTOR, f"/v1/draws/{draw['id']}")).json()
    assert (closed["sealed_in"], open_actions(closed)) == ([], [])
    async with story.svc.client(at=days(100)) as anybody:
        assert (await anybody.get(f"/v1/draw-proofs/{draw['id']}")).status_code == 200


async def test_a_team_goes_to_a_village_of_its_draw_once_that_is_known(story):
    draw = await story.revealed(stop_by_stop=True)
    team = {
        "draw_id": draw["id"], "route": [VILLAGE], "starts_on": "2025-03-03", "ends_on": "2025-03-04",
        "members": [
            {"name": "王处长", "department": "civil-affairs", "leader": True, "account": "city-wang"},
            {"name": "李科长", "department": "agriculture"},
        ],
    }  # fmt: skip
    early = await story.post(Role.COUNTY_OFFICE, "/v1/visit-teams", team)
    assert (early.status_code, early.json()["code"]) == (409, "visit_team_route_unfit")
    await departed(story, draw)
    assert (await story.post(Role.COUNTY_OFFICE, "/v1/visit-teams", team)).status_code == 201


def second_village():
    """What tells the service of one more village in the first township."""
    return consumers, RegionRegistered(code=SECOND, name="杨村", level="village", valid_from=date(2020, 1, 1))
