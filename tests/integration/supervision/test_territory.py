"""Townships and villages that have ended, end later, or are still to come: letters, visits and boards."""

from datetime import UTC, date, datetime

import pytest
from contracts.gateway import DepartmentRegistered, RegionRegistered
from countykit.identity import Role
from supervision_svc.consumers import consumers

COUNTY, TOWNSHIP = "990101000000", "990101001000"
ENDED, COMING = "990101008000", "990101009000"
END, BEGINNING = date(2025, 3, 1), date(2025, 3, 10)
MONDAY = datetime(2025, 3, 3, 2, tzinfo=UTC)
DAY = {n: datetime(2025, 3, n, 2, tzinfo=UTC) for n in (3, 10, 17)}


@pytest.fixture(autouse=True)
async def territory(story):
    places = {ENDED: (date(2020, 1, 1), END), COMING: (BEGINNING, None)}
    for township, (first, end) in places.items():
        for code, level in ((township, "township"), (f"{township[:9]}201", "village")):
            event = RegionRegistered(code=code, name=code, level=level, valid_from=first, valid_to=end)
            await story.svc.hear(consumers, event, region=code)
    gone = DepartmentRegistered(code="gone", name="原某办", home=COUNTY, valid_to=END)
    await story.svc.hear(consumers, gone, region=COUNTY)


async def test_a_letter_goes_to_a_township_that_is_there(story):
    ended = await story.post(Role.COUNTY_OFFICE, "/v1/letters", story.draft(region=ENDED))
    assert (ended.status_code, ended.json()["code"], ended.json()["ended_on"]) == (409, "region_ended", "2025-03-01")
    coming = await story.post(Role.COUNTY_OFFICE, "/v1/letters", story.draft(region=COMING))
    assert (coming.status_code, coming.json()["code"]) == (409, "region_not_yet_valid")
    assert (await story.letter(region=COMING, at=DAY[10]))["region"] == COMING


async def test_a_visit_before_the_end_is_still_recorded(story):
    village = f"{ENDED[:9]}201"
    body = {"region": village, "plan": "2025-07", "unannounced": True, "team_size": 3}
    before = await story.post(Role.INSPECTOR, "/v1/visits", {**body, "visited_on": "2025-02-28"})
    assert before.status_code == 201, before.text
    after = await story.post(Role.INSPECTOR, "/v1/visits", {**body, "visited_on": "2025-03-02"})
    assert (after.status_code, after.json()["code"]) == (409, "region_ended")


async def test_a_visit_of_a_body_that_has_ended_since_is_still_reportable(story):
    body = {"region": "990101001201", "department": "gone", "demanded": "要求准备汇报材料"}
    path = "/v1/visits/offplan"
    before = await story.post(Role.VILLAGE, path, {**body, "visited_on": "2025-02-28"})
    after = await story.post(Role.VILLAGE, path, {**body, "visited_on": "2025-03-02"})
    assert before.status_code == 201, before.text
    assert (after.status_code, after.json()["code"]) == (409, "department_ended")


async def board(story, day):
    answer = await story.get(Role.COUNTY_OFFICE, "/v1/board", at=DAY[17], params={"as_of": day})
    return {row["region"]: row["villages"] for row in answer.json()["items"]}


async def test_the_board_of_a_day_shows_who_was_there_on_that_day(story):
    assert ENDED in await board(story, "2025-02-28")
    assert ENDED not in await board(story, "2025-03-01")
    assert COMING not in await board(story, "2025-03-09")
    assert (await board(story, "2025-03-10"))[COMING] == 1
    later = RegionRegistered(code=f"{TOWNSHIP[:9]}209", name="新村", level="village", valid_from=date(2025, 3, 15))
    await story.svc.hear(consumers, later, region=later.code)
    counts = [(await board(story, f"2025-03-{day}"))[TOWNSHIP] for day in (14, 15)]
    assert counts[1] == counts[0] + 1, "a village that was registered later is not counted before"


async def test_the_trend_of_a_new_township_begins_with_it(story):
    answer = await story.get(
        Role.COUNTY_OFFICE, f"/v1/board/{COMING}/trend", at=DAY[17], params={"points": 3, "step_days": 6}
    )
    assert answer.status_code == 200, answer.text
    points = answer.json()["items"] if isinstance(answer.json(), dict) else answer.json()
    assert len(points) == 2
