"""Teams of several bodies, the city's invited people too, through a running supervision-svc."""

import asyncio
from datetime import UTC, datetime

import pytest
from contracts.supervision import FindingRaised, VisitCompleted
from contracts.visit_teams import VisitTeamFormed
from countykit.identity import Role
from countykit.testing import open_actions

from tests.integration.supervision.test_passes import Passes

VILLAGE, OTHER_VILLAGE = "990101001201", "990101002201"
TOWNSHIP = "990101001000"
DAY = datetime(2025, 6, 3, 2, tzinfo=UTC)
CITY = {"sub": "city-wang", "region": "9901", "at": DAY}
FARMER = {"sub": "farm-li", "department": "agriculture", "at": DAY}
MEMBERS = [
    {"name": "王处长", "department": "civil-affairs", "leader": True, "account": "city-wang"},
    {"name": "李科长", "department": "agriculture", "account": "farm-li"},
]
TEAM = {"members": MEMBERS, "route": [VILLAGE], "starts_on": "2025-06-02", "ends_on": "2025-06-04"}
BEEN = {"region": VILLAGE, "visited_on": "2025-06-03", "present": ["王处长", "李科长"]}
FINDING = {"action": "plaques", "grade": "general", "description": "村部外墙挂牌超出规格", "clause": "PLQ-01"}


async def formed(story, **values):
    if not {"number", "draw_id"} & values.keys():
        values["number"] = (await Passes(story).entry(quota=5, **values.pop("entry", {})))["number"]
    return await story.made(Role.COUNTY_OFFICE, "/v1/visit-teams", {**TEAM, **values})


async def test_an_invited_person_of_another_body_records_on_the_visits_of_the_team_and_nowhere_else(story):
    team = await formed(story)
    (event,) = await story.svc.events(VisitTeamFormed)
    assert event["data"] == {
        "members": 2, "bodies": 2, "stops": 1, "starts_on": "2025-06-02", "ends_on": "2025-06-04",
    }  # fmt: skip
    assert not any(word in str(event) for word in ("王处长", VILLAGE))
    path = f"/v1/visit-teams/{team['id']}"
    seen = (await story.get(Role.INSPECTOR, path, **CITY)).json()
    assert (seen["route"], open_actions(seen)) == ([VILLAGE], ["visits"])
    visit = await story.made(Role.INSPECTOR, f"{path}/visits", BEEN, **CITY)
    assert (visit["plan"], visit["department"], visit["team_size"]) == (team["number"], "agriculture", 2)
    assert visit["warnings"] == []
    (event,) = await story.svc.events(VisitCompleted)
    assert (event["department"], event["data"]) == ("agriculture", {"planned": True, "unannounced": False})
    for role, who in ((Role.INSPECTOR, CITY), (Role.DEPARTMENT, FARMER)):
        finding = await story.made(role, f"/v1/visits/{visit['id']}/findings", FINDING, **who)
        assert finding["visit_id"] == visit["id"]
    assert len(await story.svc.events(FindingRaised)) == 2
    other = await story.visit(OTHER_VILLAGE, at=DAY)
    outside = [
        (Role.INSPECTOR, f"/v1/visits/{other['id']}/findings", FINDING, CITY, 403, "forbidden"),
        (Role.DEPARTMENT, f"/v1/visits/{other['id']}/findings", FINDING, FARMER, 404, "not_found"),
        (Role.INSPECTOR, "/v1/visits", {"region": OTHER_VILLAGE, "visited_on": "2025-06-03", "unannounced": True,
         "team_size": 1}, CITY, 403, "visit_invited_only"),
        (Role.INSPECTOR, f"{path}/visits", {**BEEN, "region": OTHER_VILLAGE}, CITY, 409, "visit_team_elsewhere"),
        (Role.INSPECTOR, f"{path}/visits", {**BEEN, "visited_on": "2025-06-05"}, CITY, 409, "visit_team_elsewhere"),
        (Role.INSPECTOR, f"{path}/visits", BEEN, CITY, 409, "visit_team_been_there"),
        (Role.INSPECTOR, f"{path}/visits", BEEN, {"sub": "inspector", "at": DAY}, 403, "forbidden"),
        (Role.DEPARTMENT, f"{path}/visits", BEEN, {**FARMER, "sub": "farm-zhao"}, 404, "not_found"),
    ]  # fmt: skip
    for role, where, body, who, status, code in outside:
        answer = await story.post(role, where, body, **who)
        assert (answer.status_code, answer.json()["code"]) == (status, code), where


async def test_a_person_of_another_body_sees_the_visit_of_the_team_and_a_township_no_names(story):
    members = [MEMBERS[0], {**MEMBERS[1], "account": None}, {"name": "赵某", "department": "qingshi-finance"}]
    team = await formed(story, members=members)
    civil = {"sub": "city-wang", "department": "civil-affairs", "at": DAY}
    visit = await story.made(Role.DEPARTMENT, f"/v1/visit-teams/{team['id']}/visits", BEEN, **civil)
    assert (await story.get(Role.DEPARTMENT, f"/v1/visits/{visit['id']}", **civil)).status_code == 200
    stranger = await story.get(Role.DEPARTMENT, f"/v1/visits/{visit['id']}", sub="x", department="civil-affairs")
    assert stranger.status_code == 404
    shown = (await story.get(Role.VILLAGE, f"/v1/visits/{visit['id']}")).json()
    assert (shown["team_size"], shown["team"], shown["team_id"]) == (2, [], None)
    assert (await story.get(Role.TOWNSHIP, f"/v1/visit-teams/{team['id']}")).status_code == 404
    placed = {"sub": "city-wang", "region": TOWNSHIP}
    assert (await story.get(Role.INSPECTOR, f"/v1/visit-teams/{team['id']}", **placed)).status_code == 404


async def test_a_team_of_a_draw_goes_to_drawn_villages_and_its_visit_is_evidence(story):
    drawn = await story.drawn(at=DAY)
    refused = await story.post(
        Role.COUNTY_OFFICE, "/v1/visit-teams", {**TEAM, "draw_id": drawn["draw_id"], "starts_on": "2025-06-02"}
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "visit_team_route_unfit")
    warner = {"name": "赵某", "department": "qingshi-finance"}
    body = {**TEAM, "draw_id": drawn["draw_id"], "starts_on": "2025-06-03", "members": [*MEMBERS, warner]}
    refused = await story.post(Role.COUNTY_OFFICE, "/v1/visit-teams", body)
    assert (refused.status_code, refused.json()["code"]) == (422, "visit_team_unfit")
    team = await formed(story, draw_id=drawn["draw_id"], starts_on="2025-06-03")
    assert (team["unannounced"], team["number"]) == (True, None)
    visit = await story.made(Role.DEPARTMENT, f"/v1/visit-teams/{team['id']}/visits", BEEN, **FARMER)
    assert (visit["planned"], visit["by_body"], visit["warnings"]) == (True, False, [])
    asked = [{"question": "WORK-1", "answer": "clear"}, {"question": "WORK-2", "answer": "clear"}]
    path = f"/v1/visits/{visit['id']}/checklist"
    kept = await story.made(Role.DEPARTMENT, path, {"answers": asked}, **FARMER)
    assert kept["drawn_village_id"] is None, "what a body's clerk writes down is no evidence about bodies"
    assert (await story.get(Role.DEPARTMENT, f"/v1/visit-checklists/{kept['id']}", **FARMER)).status_code == 200
    body = {"visit_id": visit["id"], "matters": ["imposed_tasks"]}
    done = await story.made(Role.INSPECTOR, f"/v1/drawn-villages/{drawn['id']}/visit", body, at=DAY)
    assert done["state"] == "visited"


async def test_a_team_of_a_draw_that_nobody_knows_yet_is_refused(story):
    draw = await story.committed(at=DAY)
    body = {**TEAM, "draw_id": draw["id"]}
    answer = await story.post(Role.COUNTY_OFFICE, "/v1/visit-teams", body)
    assert (answer.status_code, answer.json()["code"]) == (422, "visit_team_basis_unfit")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"members": [MEMBERS[0], {**MEMBERS[1], "leader": True}]}, "visit_team_unfit"),
        ({"members": [MEMBERS[0], {**MEMBERS[1], "department": "civil-affairs"}]}, "visit_team_unfit"),
        ({"members": [MEMBERS[0], {**MEMBERS[1], "account": "city-wang"}]}, "visit_team_unfit"),
        ({"members": [MEMBERS[0], {**MEMBERS[1], "department": "qingshi-finance"}]}, "visit_team_unfit"),
        ({"members": [MEMBERS[0], {**MEMBERS[1], "department": "nobody"}, MEMBERS[1]]}, "visit_team_unfit"),
        ({"members": [MEMBERS[0], {"name": "某人", "department": "nobody"}, MEMBERS[1]]}, "department_unknown"),
        ({"route": ["990101001999"]}, "region_unknown"),
        ({"route": [VILLAGE, VILLAGE]}, "visit_team_route_unfit"),
        ({"route": ["990201001201"]}, "visit_team_route_unfit"),
        ({"ends_on": "2025-06-09"}, "visit_team_route_unfit"),
        ({"ends_on": "2025-06-01"}, "visit_team_route_unfit"),
        ({"ends_on": "9999-12-31", "starts_on": "0001-01-01"}, "visit_team_route_unfit"),
        ({"number": "督检考〔2025〕99号"}, "visit_team_basis_unfit"),
        ({"draw_id": "018f0000-0000-7000-8000-000000000000"}, "visit_team_basis_unfit"),
        ({"members": []}, "invalid_request"),
    ],
)
async def test_a_team_without_basis_route_or_two_bodies_is_refused(story, values, code):
    number = (await Passes(story).entry())["number"]
    answer = await story.post(Role.COUNTY_OFFICE, "/v1/visit-teams", {**TEAM, "number": number, **values})
    assert answer.json()["code"] == code, answer.text


async def test_a_team_changes_its_route_but_keeps_where_it_has_been_and_ends(story):
    team = await formed(story)
    path = f"/v1/visit-teams/{team['id']}"
    await story.made(Role.INSPECTOR, f"{path}/visits", BEEN, **CITY)
    without = await story.post(Role.COUNTY_OFFICE, f"{path}/membership", {**TEAM, "route": [OTHER_VILLAGE]})
    assert (without.status_code, without.json()["code"]) == (409, "visit_team_route_unfit")
    longer = await story.made(
        Role.COUNTY_OFFICE, f"{path}/membership", {**TEAM, "route": [VILLAGE, OTHER_VILLAGE], "note": "增加一村"}
    )
    assert longer["route"] == [VILLAGE, OTHER_VILLAGE]
    abroad = {"sub": "city-wang", "region": "990201000000"}
    assert (await story.get(Role.COUNTY_OFFICE, path, **abroad)).status_code == 200, "who goes along sees the team"
    answer = await story.post(Role.COUNTY_OFFICE, f"{path}/dissolution", {"note": "不去了"}, **abroad)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    await story.made(Role.COUNTY_OFFICE, f"{path}/dissolution", {"note": "工作结束"})
    answer = await story.post(Role.INSPECTOR, f"{path}/visits", {**BEEN, "region": OTHER_VILLAGE}, **CITY)
    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_transition")


async def test_two_posts_of_one_visit_make_one_visit(story):
    path = f"/v1/visit-teams/{(await formed(story))['id']}/visits"
    answers = await asyncio.gather(*(story.post(Role.INSPECTOR, path, BEEN, **CITY) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


PEOPLE = [
    {"name": "王处长", "post": "县民政局副局长", "duty": "head", "department": "civil-affairs"},
    {"name": "李科长", "post": "县农业农村局科长", "duty": "executive", "department": "agriculture"},
]
GROUP = {
    "title": "县减负督查专班", "purpose": "现场会商、现场解决", "basis": "松办发〔2025〕3号", "members": PEOPLE,
    "until": "2025-12-31",
}  # fmt: skip


async def test_a_work_group_signs_the_visits_of_its_people(story):
    group = await story.made(Role.COUNTY_OFFICE, "/v1/work-groups", GROUP)
    team = await formed(story, work_group_id=group["id"])
    assert team["work_group_id"] == group["id"]
    visit = await story.made(Role.INSPECTOR, f"/v1/visit-teams/{team['id']}/visits", BEEN, **CITY)
    assert (visit["work_group_id"], visit["work_group"]) == (group["id"], "县减负督查专班")
    seen = (await story.get(Role.VILLAGE, f"/v1/visits/{visit['id']}")).json()
    assert (seen["work_group"], seen["team"]) == ("县减负督查专班", []), "a village reads who signs, and no names"
    alone = await story.visit(at=DAY)
    assert (alone["work_group_id"], alone["work_group"]) == (None, None)


async def test_a_work_group_signs_for_nobody_else_and_only_while_it_works(story):
    group = await story.made(Role.COUNTY_OFFICE, "/v1/work-groups", GROUP)
    short = await story.made(Role.COUNTY_OFFICE, "/v1/work-groups", {**GROUP, "until": "2025-06-03"})
    number = (await Passes(story).entry(quota=5))["number"]
    stranger = {"name": "赵某", "department": "agriculture"}
    for values in ({"work_group_id": short["id"]}, {"members": [MEMBERS[0], stranger], "work_group_id": group["id"]}):
        answer = await story.post(Role.COUNTY_OFFICE, "/v1/visit-teams", {**TEAM, "number": number, **values})
        assert (answer.status_code, answer.json()["code"]) == (409, "visit_team_not_of_group"), values
    team = await formed(story, number=number, work_group_id=group["id"])
    path = f"/v1/visit-teams/{team['id']}"
    other = await story.post(
        Role.COUNTY_OFFICE, f"{path}/membership", {**TEAM, "members": [MEMBERS[0], MEMBERS[1], stranger]}
    )
    assert (other.status_code, other.json()["code"]) == (409, "visit_team_not_of_group")
    await story.made(Role.COUNTY_OFFICE, f"/v1/work-groups/{group['id']}/dissolution", {"note": "任务完成"}, at=DAY)
    answer = await story.post(Role.INSPECTOR, f"{path}/visits", BEEN, **CITY)
    assert (answer.status_code, answer.json()["code"]) == (409, "visit_team_not_of_group")
