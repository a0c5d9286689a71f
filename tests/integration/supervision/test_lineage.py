"""What a merger, a move and a reform do to open letters and visits: they pass on, under their old names and numbers."""

from datetime import UTC, date, datetime

from contracts.gateway import DepartmentRegistered, RegionRegistered
from contracts.lineage import ChangeKind, ChangeSubject, Succession, TerritoryChanged, TerritoryRestored
from countykit.identity import Role
from supervision_svc.consumers import consumers

from tests.waiting import eventually

COUNTY, TOWNSHIP, OTHER = "990101000000", "990101001000", "990101002000"
VILLAGE, MOVED = "990101001201", "990101002202"
DAY = date(2025, 3, 4)
TUESDAY = datetime(2025, 3, 4, 2, tzinfo=UTC)
SUCCESSOR = {"region": OTHER, "predecessors": ["990101001"]}


def changed(kind, *lines, subject=ChangeSubject.REGION):
    return TerritoryChanged(
        subject=subject, kind=kind, effective_on=DAY, stated_on=DAY, basis="批复", lines=list(lines)
    )  # fmt: skip


async def merged(story):
    """The township ends on Tuesday and goes to the other one."""
    for code, level in ((TOWNSHIP, "township"), (VILLAGE, "village")):
        ended = RegionRegistered(code=code, name="青石镇", level=level, valid_from=date(2020, 1, 1), valid_to=DAY)
        await story.svc.hear(consumers, ended, region=code, sequence=5)
    event = changed(
        ChangeKind.MERGE, Succession(predecessor=TOWNSHIP, successor=OTHER),
        Succession(predecessor=VILLAGE, successor=MOVED, continues=True),
    )  # fmt: skip
    await story.svc.hear(consumers, event, region=COUNTY, subject_id="one")


async def clerk(story, method, path, body=None, *, role=Role.TOWNSHIP, **who):
    async with story.svc.client(role, at=TUESDAY, **who) as client:
        return await client.request(method, path, json=body)


async def test_an_open_letter_passes_to_the_successor_under_its_own_name_and_deadline(story):
    letter = await story.letter()
    await merged(story)
    path = f"/v1/letters/{letter['id']}"
    assert (await clerk(story, "GET", path, region=OTHER)).status_code == 404, "without the claim it is another's"
    waiting = (await clerk(story, "GET", "/v1/todos", **SUCCESSOR)).json()
    assert letter["id"] in [todo["id"] for todo in waiting["todos"]]
    received = await clerk(story, "POST", f"{path}/receipt", {}, **SUCCESSOR)
    assert received.status_code == 200, received.text
    seen = received.json()
    assert (seen["number"], seen["region"], seen["deadline"]) == (
        letter["number"], TOWNSHIP, letter["deadline"],
    )  # fmt: skip
    repair = letter["problems"][0]["rectification_id"]
    body = {"measures": "已退回转嫁任务并通报", "on_the_spot": "收回任务的通知在镇党建办可查，由王某说明"}
    done = await clerk(story, "POST", f"/v1/rectifications/{repair}/submission", body, **SUCCESSOR)
    assert done.status_code == 200, done.text


async def test_a_refusal_names_the_successors_until_the_change_is_undone(story):
    await merged(story)
    refused = await story.post(Role.COUNTY_OFFICE, "/v1/letters", story.draft(), at=TUESDAY)
    assert (refused.status_code, refused.json()["code"], refused.json()["successors"]) == (409, "region_ended", [OTHER])
    undone = TerritoryRestored(subject=ChangeSubject.REGION, kind=ChangeKind.MERGE, effective_on=DAY, lines=[])
    await story.svc.hear(consumers, undone, region=COUNTY, subject_id="one", sequence=2)
    for code, level in ((TOWNSHIP, "township"), (VILLAGE, "village")):
        back = RegionRegistered(code=code, name="青石镇", level=level, valid_from=date(2020, 1, 1))
        await story.svc.hear(consumers, back, region=code, sequence=6)

    async def taken():
        return (await story.post(Role.COUNTY_OFFICE, "/v1/letters", story.draft(), at=TUESDAY)).status_code == 201

    await eventually(taken)  # a code is looked up at most every two seconds


async def test_a_village_that_went_away_takes_its_records_with_it(story):
    visit = await story.visit()
    path = f"/v1/visits/{visit['id']}"
    assert (await clerk(story, "GET", path, region=TOWNSHIP)).status_code == 200
    ceded = {"region": TOWNSHIP, "ceded": [VILLAGE]}
    assert (await clerk(story, "GET", path, **ceded)).status_code == 404
    assert (await clerk(story, "GET", path, region=OTHER, predecessors=[VILLAGE])).status_code == 200
    assert (await clerk(story, "GET", path, role=Role.VILLAGE, region=MOVED)).status_code == 404
    own = await clerk(story, "GET", path, role=Role.VILLAGE, region=MOVED, predecessors=[VILLAGE])
    assert own.status_code == 200


async def test_a_token_cannot_take_over_the_country(story):
    letter = await story.letter()
    for claim in ([""], "990101001", [7], ["99 01"]):
        answer = await clerk(story, "GET", f"/v1/letters/{letter['id']}", region=OTHER, predecessors=claim)
        assert answer.status_code == 401, claim


async def test_fridays_visit_of_a_body_that_ended_on_monday_is_reported_and_contested_by_its_successor(story):
    body = {
        "region": VILLAGE,
        "department": "civil-affairs",
        "demanded": "要求准备汇报材料",
        "visited_on": "2025-02-28",
    }
    ended = DepartmentRegistered(code="civil-affairs", name="民政局", home=COUNTY, valid_to=date(2025, 3, 3))
    await story.svc.hear(consumers, ended, region=COUNTY, sequence=5)
    line = Succession(predecessor="civil-affairs", successor="agriculture", continues=True)
    event = changed(ChangeKind.MERGE, line, subject=ChangeSubject.DEPARTMENT)
    await story.svc.hear(consumers, event, region=COUNTY, subject_id="two")
    late = await story.post(Role.VILLAGE, "/v1/visits/offplan", {**body, "visited_on": "2025-03-03"}, at=TUESDAY)
    assert (late.json()["code"], late.json()["successors"]) == ("department_ended", ["agriculture"])
    visit = await story.made(Role.VILLAGE, "/v1/visits/offplan", body, at=TUESDAY)
    path = f"/v1/visits/{visit['id']}"
    await story.made(Role.COUNTY_OFFICE, f"{path}/confirmation", {"reason": "属实"}, at=TUESDAY)
    successor = {"role": Role.DEPARTMENT, "region": COUNTY, "department": "agriculture"}
    assert (await clerk(story, "GET", path, **successor)).status_code == 404
    successor["former_departments"] = ["civil-affairs"]
    seen = (await clerk(story, "GET", path, **successor)).json()
    assert seen["department"] == "civil-affairs", "the record keeps the body of its day"
    objection = await clerk(story, "POST", f"{path}/objection", {"grounds": "当日系联合检查，未提出要求"}, **successor)
    assert objection.status_code == 200, objection.text
