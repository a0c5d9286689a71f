"""Draws of villages, and the visits that show that somebody looked, through a running supervision-svc."""

from contracts.draws import DrawMade, DrawnVillageVisited
from countykit.identity import Role
from countykit.testing import open_actions
from supervision_svc.draws.models import choose

COUNTY, TOWNSHIP = "990101000000", "990101001000"
VILLAGE, OTHER_VILLAGE = "990101001201", "990101002201"
SPAN = {"visit_from": "2025-03-03", "visit_until": "2025-05-31"}


async def test_a_draw_is_published_without_its_villages(story):
    draw = await story.made(Role.COUNTY_OFFICE, "/v1/draws", SPAN)
    assert (draw["villages"], draw["per_township"], draw["region"]) == (2, 2, COUNTY)
    (event,) = await story.svc.events(DrawMade)
    assert (event["region"], event["subject"]) == (COUNTY, f"draws/{draw['id']}")
    assert event["data"] == {"villages": 2, "missed": 0, **SPAN}
    assert draw["seed"] not in str(event)


async def test_the_villages_of_a_draw_follow_from_its_seed(story):
    draw = await story.made(Role.COUNTY_OFFICE, "/v1/draws", SPAN)
    rows = (await story.get(Role.INSPECTOR, "/v1/drawn-villages")).json()["items"]
    assert sorted(row["region"] for row in rows) == choose(draw["seed"], [VILLAGE, OTHER_VILLAGE], 2)
    assert {row["draw_id"] for row in rows} == {draw["id"]}
    again = (await story.get(Role.APPROVER, f"/v1/draws/{draw['id']}")).json()
    assert again == draw
    assert (await story.get(Role.COUNTY_OFFICE, "/v1/draws")).json()["items"] == [draw]


async def test_nobody_of_a_township_or_village_learns_what_was_drawn(story):
    drawn = await story.drawn()
    paths = ("/v1/draws", f"/v1/draws/{drawn['draw_id']}", "/v1/drawn-villages", f"/v1/drawn-villages/{drawn['id']}")
    for path in (*paths, f"/v1/drawn-villages/{drawn['id']}/history"):
        for role in (Role.TOWNSHIP, Role.VILLAGE, Role.DEPARTMENT):
            answer = await story.get(role, path, department="civil-affairs")
            assert answer.status_code == 403, (path, role)
            assert VILLAGE not in answer.text
    for path in paths:
        answer = await story.get(Role.INSPECTOR, path, sub="placed", region=TOWNSHIP)
        assert answer.status_code == 404 or answer.json()["items"] == []
    waiting = await story.get(Role.INSPECTOR, "/v1/todos", sub="placed", region=TOWNSHIP)
    assert waiting.json()["todos"] == []


async def test_a_drawn_village_waits_for_its_visit_and_then_says_what_was_asked(story):
    drawn = await story.drawn()
    assert open_actions(drawn) == ["visit"]
    waiting = (await story.get(Role.INSPECTOR, "/v1/todos")).json()["todos"]
    assert {(todo["kind"], todo["due"]) for todo in waiting} == {("drawn_visit", drawn["visit_until"])}
    visit = await story.visit()
    body = {"visit_id": visit["id"], "matters": ["offplan_visits", "imposed_tasks"]}
    after = await story.made(Role.INSPECTOR, f"/v1/drawn-villages/{drawn['id']}/visit", body)
    assert (after["state"], after["visit_id"], after["visited_on"]) == ("visited", visit["id"], "2025-03-03")
    assert (after["matters"], open_actions(after)) == (["imposed_tasks", "offplan_visits"], [])
    (event,) = await story.svc.events(DrawnVillageVisited)
    assert (event["region"], event["data"]) == (
        VILLAGE, {"matters": ["imposed_tasks", "offplan_visits"], "visited_on": "2025-03-03"},
    )  # fmt: skip
    assert len((await story.get(Role.INSPECTOR, "/v1/todos")).json()["todos"]) == 1


async def test_a_visit_before_the_draw_or_one_that_others_made_shows_nothing(story, days):
    early = await story.visit()
    drawn = await story.drawn(at=days(3))
    report = {"region": VILLAGE, "department": "civil-affairs", "visited_on": "2025-03-06", "demanded": "查阅台账"}
    foreign = await story.made(Role.VILLAGE, "/v1/visits/offplan", report, at=days(3))
    path, asked = f"/v1/drawn-villages/{drawn['id']}/visit", ["imposed_tasks"]
    early = await story.post(Role.INSPECTOR, path, {"visit_id": early["id"], "matters": asked}, at=days(4))
    assert (early.status_code, early.json()["code"]) == (409, "visit_does_not_fit")
    unseen = await story.post(Role.INSPECTOR, path, {"visit_id": foreign["id"], "matters": asked}, at=days(4))
    assert (unseen.status_code, unseen.json()["code"]) == (409, "visit_does_not_fit"), "a report is no visit of ours"
    assert (
        await story.post(Role.COUNTY_OFFICE, path, {"visit_id": foreign["id"], "matters": asked})
    ).status_code == 403
    assert (
        await story.post(Role.INSPECTOR, path, {"visit_id": foreign["id"], "matters": ["logins"]})
    ).status_code == 422


async def test_what_nobody_visited_is_said_with_the_next_draw(story, days):
    first = await story.drawn()
    visit = await story.visit()
    body = {"visit_id": visit["id"], "matters": ["imposed_tasks"]}
    await story.made(Role.INSPECTOR, f"/v1/drawn-villages/{first['id']}/visit", body)
    await story.drawn(at=days(100))
    assert (await story.svc.events(DrawMade))[-1]["data"]["missed"] == 1
    rows = (await story.get(Role.INSPECTOR, f"/v1/drawn-villages?draw={first['draw_id']}")).json()["items"]
    assert {row["region"]: row["state"] for row in rows} == {VILLAGE: "visited", OTHER_VILLAGE: "missed"}


async def test_a_county_without_villages_has_nothing_to_draw(story):
    answer = await story.post(Role.COUNTY_OFFICE, "/v1/draws", SPAN, region="990188000000")
    assert (answer.status_code, answer.json()["code"]) == (409, "draw_empty")
