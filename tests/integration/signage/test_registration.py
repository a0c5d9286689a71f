"""Entering plaques in the ledger, and reading it, through a running signage-svc."""

import asyncio
from datetime import UTC, datetime

import pytest
from contracts.signage import PlaqueRegistered
from countykit.identity import Role
from countykit.testing import open_actions
from servicekit.transaction import Context
from signage_svc.plaques.rejudging import rejudge
from signage_svc.settings import Settings

from .boards import FINE, STRAY, VILLAGE, post, register, take_down, verify
from .conftest import DEPARTMENT, ELSEWHERE, NEIGHBOUR, OTHER, TOWNSHIP


@pytest.fixture
async def township(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as client:
        yield client


async def refused(client, **changes):
    answer = await client.post("/v1/plaques", json={**FINE, **changes})
    return answer.status_code, answer.json()["code"]


def kinds(plaque):
    return [difference["kind"] for difference in plaque["differences"]]


async def test_a_board_is_matched_with_its_spec_by_name_and_judged(svc, township):
    answer = await township.post("/v1/plaques", json={**FINE, "name": "青石镇柳河村新时代文明实践站"})
    plaque = answer.json()
    assert (answer.status_code, answer.headers["etag"]) == (201, '"1"')
    assert (plaque["spec"], plaque["conforms"], plaque["differences"]) == ("PL07", True, [])
    assert (plaque["state"], open_actions(plaque)) == ("registered", ["flag", "correction"])
    (event,) = await svc.events(PlaqueRegistered)
    assert event["data"] == {
        "spec": "PL07",
        "placement": "inside",
        "conforms": True,
        "after_baseline": False,
        "doubt": None,
    }
    assert (event["subject"], event["region"]) == (f"plaques/{plaque['id']}", VILLAGE)


async def test_conformity_is_computed_and_cannot_be_typed(svc, township):
    plaque = await post(township, "", {**FINE, "width_mm": 900, "background": "蓝"}, 201)
    assert (plaque["conforms"], kinds(plaque)) == (False, ["size", "background"])
    assert await refused(township, conforms=True) == (422, "invalid_request")
    assert [event["data"]["conforms"] for event in await svc.events(PlaqueRegistered)] == [False]


async def test_a_board_that_no_spec_knows_is_asked_about_and_told_of_no_fault(svc, township):
    plaque = await register(township)
    assert (plaque["spec"], kinds(plaque), plaque["conforms"], plaque["doubt"]) == (None, [], True, "merge")
    assert (plaque["advice"]["merge_into"], plaque["advice"]["marks"]) == ("PL07", ["妇女"])
    (event,) = await svc.events(PlaqueRegistered)
    assert (event["data"]["conforms"], event["data"]["doubt"]) == (True, "merge")


async def test_a_fifth_counted_board_outside_differs_and_the_militias_is_not_counted(township):
    outside = {**FINE, "placement": "outside", "width_mm": 300, "height_mm": 2000, "background": "白"}
    militia = await post(township, "", {**outside, "name": "民兵连", "text_colour": "黑"}, 201)
    assert militia["conforms"]
    party = {**outside, "name": "中共青石镇柳河村支部委员会", "text_colour": "红"}
    assert (await post(township, "", party, 201))["conforms"]
    for name in ("柳河村民委员会", "柳河村务监督委员会", "柳河村股份经济合作社"):
        assert (await post(township, "", {**outside, "name": name, "text_colour": "黑"}, 201))["conforms"]
    assert kinds((await township.get(f"/v1/plaques/{militia['id']}")).json()) == []
    assert (await township.get("/v1/plaques", params={"conforms": False})).json()["items"] == []
    await post(township, "", {**outside, "name": "柳河村集体经济合作社", "text_colour": "黑"}, 201)
    (wrong,) = (await township.get("/v1/plaques", params={"conforms": False})).json()["items"]
    assert (wrong["spec"], kinds(wrong)) == ("PL04", ["outside_count"])


async def test_other_settings_judge_the_ledger_again(svc, township):
    plaque = await post(township, "", {**FINE, "width_mm": 615}, 201)
    assert plaque["conforms"]
    strict = Settings(**{**svc.app.state.settings.model_dump(), "plaque_size_tolerance_mm": 5})
    async with svc.database.transaction(Context.of_system("test")) as tx:
        await rejudge(tx, strict)
    assert kinds((await township.get(f"/v1/plaques/{plaque['id']}")).json()) == ["size"]


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"spec": "PL99"}, (422, "spec_unknown")),
        ({"department": "NOBODY"}, (422, "department_unknown")),
        ({"region": "990101001299"}, (422, "region_unknown")),
        ({"region": TOWNSHIP}, (422, "region_unknown")),
        ({"region": ELSEWHERE}, (403, "forbidden")),
        ({"region": "'; DROP TABLE plaque; --"}, (422, "invalid_request")),
        ({"hung_on": "2999-01-01"}, (422, "date_in_future")),
        ({"last_activity_on": "2999-01-01"}, (422, "date_in_future")),
        ({"width_mm": -1}, (422, "invalid_request")),
        ({"name": "妇女\u202e之家"}, (422, "invalid_request")),
        ({"placement": "roof"}, (422, "invalid_request")),
    ],
)
async def test_what_cannot_be_is_refused_with_a_code(svc, township, changes, answer):
    assert await refused(township, **changes) == answer
    assert await svc.events(PlaqueRegistered) == []


async def test_the_future_begins_at_the_told_moment(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP, at=datetime(2026, 3, 1, tzinfo=UTC)) as client:
        assert await refused(client, hung_on="2026-03-02") == (422, "date_in_future")
        assert (await register(client, hung_on="2026-03-01"))["created_at"].startswith("2026-03-01")


@pytest.mark.parametrize("role", [Role.VILLAGE, Role.DEPARTMENT, Role.OBSERVER, Role.COUNTY_OFFICE])
async def test_only_townships_and_inspectors_register(svc, role):
    async with svc.client(role, region=TOWNSHIP, department=DEPARTMENT) as client:
        assert await refused(client) == (403, "forbidden")


async def test_the_same_board_is_in_the_ledger_once_however_it_is_spelled(svc, township):
    await register(township)
    assert await refused(township, name="【柳河村 妇女之家】") == (409, "plaque_already_in_ledger")
    await register(township, region=NEIGHBOUR)
    assert len(await svc.events(PlaqueRegistered)) == 2


async def test_of_many_registering_the_same_board_at_once_one_succeeds(svc, township):
    answers = await asyncio.gather(*(township.post("/v1/plaques", json=STRAY) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    assert len(await svc.events(PlaqueRegistered)) == 1


async def test_who_demanded_the_board_is_told_by_the_event(svc, township):
    await register(township, department=DEPARTMENT)
    (event,) = await svc.events(PlaqueRegistered)
    assert event["department"] == DEPARTMENT


async def test_a_department_sees_the_boards_it_demanded_and_no_others(svc, township):
    own = await register(township, department=DEPARTMENT)
    other = await register(township, name="青年之家")
    async with svc.client(Role.DEPARTMENT, region="990101", department=DEPARTMENT) as client:
        assert [plaque["id"] for plaque in (await client.get("/v1/plaques")).json()["items"]] == [own["id"]]
        assert (await client.get(f"/v1/plaques/{other['id']}")).status_code == 404


async def test_lists_are_filtered_by_region_state_spec_and_conformity(township):
    fine, stray = await post(township, "", FINE, 201), await register(township, region=NEIGHBOUR)

    async def found(**filters):
        return {plaque["id"] for plaque in (await township.get("/v1/plaques", params=filters)).json()["items"]}

    assert await found() == await found(region=TOWNSHIP) == {fine["id"], stray["id"]}
    assert await found(region=NEIGHBOUR) == await found(doubtful=True) == {stray["id"]}
    assert await found(spec="PL07") == await found(doubtful=False) == {fine["id"]}
    assert await found(conforms=False) == set()
    assert await found(state="registered") == {fine["id"], stray["id"]}
    assert await found(state="flagged") == set()
    assert (await township.get("/v1/plaques", params={"region": "x"})).status_code == 422


async def test_another_townships_plaques_do_not_exist_for_the_caller(svc, township):
    plaque = await register(township)
    async with svc.client(Role.TOWNSHIP, region=OTHER) as client:
        assert (await client.get(f"/v1/plaques/{plaque['id']}")).status_code == 404
        assert (await client.get("/v1/plaques")).json()["items"] == []
        for action, body in {
            "flag": {"reason": "expired"}, "disposal": {"kind": "remove", "reason": "失效"}, "completion": {},
        }.items():  # fmt: skip
            assert (await client.post(f"/v1/plaques/{plaque['id']}/{action}", json=body)).status_code == 404


async def test_the_township_ledger_is_counted_from_the_rows(svc, township):
    await post(township, "", FINE, 201)
    await register(township, name="青年之家")
    async with svc.client(Role.INSPECTOR, region="990101", sub="inspector") as inspector:
        await verify(inspector, await take_down(township))
        await take_down(township, "merge_into", region=NEIGHBOUR)
        await register(inspector, region=ELSEWHERE)
        everything = (await inspector.get("/v1/ledger-summary", params={"region": "990101000000"})).json()["items"]
        table = await inspector.get("/v1/ledger-summary", headers={"accept": "text/csv"})
    (own,) = (await township.get("/v1/ledger-summary")).json()["items"]
    assert [item["name"] for item in everything] == ["青石镇", "白塔镇"]
    assert everything[0] == own
    figures = {"total": 5, "registered": 3, "done": 1, "verified": 1, "hanging": 3, "conforming": 2, "off_spec": 0,
               "doubtful": 1, "removed": 1, "merged": 1, "replaced": 0, "rebounds": 0}  # fmt: skip
    assert {name: own[name] for name in figures} == figures
    assert "台账总数" in table.text
