"""Suggestions through a running example-svc."""

import asyncio
from datetime import date

import pytest
from contracts.gateway import RegionRegistered
from countykit.identity import Role
from countykit.testing import ServiceUnderTest, open_actions
from example_svc.consumers import consumers
from example_svc.events import SuggestionChanged
from servicekit import migrate

TOWNSHIP = "990101001000"
OTHER = "990101002000"
COUNTY = "990101000000"


@pytest.fixture
async def svc(start_service) -> ServiceUnderTest:
    service = await start_service("example_svc")
    for code in (TOWNSHIP, OTHER):
        region = RegionRegistered(code=code, name="青石镇", level="township", valid_from=date(2020, 1, 1))
        await service.hear(consumers, region, region=code)
    return service


@pytest.fixture
async def township(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as client:
        yield client


@pytest.fixture
async def office(svc):
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY) as client:
        yield client


async def register(client, region=TOWNSHIP):
    return await client.post("/v1/suggestions", json={"region": region, "title": "合并两张报表"})


async def registered(client):
    answer = await register(client)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def decide(client, suggestion, step, **headers):
    path = f"/v1/suggestions/{suggestion['id']}/{step}"
    return await client.post(path, json={"reason": "经研究"}, headers=headers)


async def test_the_migrations_make_what_the_models_say(database_of):
    await asyncio.to_thread(migrate.check, "example_svc", await database_of("example_svc"))


async def test_a_new_suggestion_is_published_and_can_be_read_where_the_answer_says(svc, township):
    answer = await register(township)
    assert (answer.status_code, answer.headers["etag"]) == (201, '"1"')
    read = await township.get(answer.headers["location"])
    assert (read.json()["state"], read.json()["title"]) == ("open", "合并两张报表")
    (event,) = await svc.events(SuggestionChanged)
    assert (event["subject"], event["region"], event["sequence"]) == (
        f"suggestions/{answer.json()['id']}", TOWNSHIP, 1,
    )  # fmt: skip
    assert event["data"] == {"state": "open"}


@pytest.mark.parametrize(("step", "state"), [("adoption", "adopted"), ("refusal", "declined")])
async def test_the_office_decides_once_and_the_decision_is_published(svc, township, office, step, state):
    suggestion = await registered(township)
    answer = await decide(office, suggestion, step)
    assert (answer.status_code, answer.json()["state"], answer.json()["reason"]) == (200, state, "经研究")
    assert [event["data"]["state"] for event in await svc.events(SuggestionChanged)] == ["open", state]
    again = await decide(office, suggestion, step)
    assert (again.status_code, again.json()["code"]) == (409, "illegal_transition")


async def test_only_the_office_is_offered_the_steps_and_may_take_them(township, office):
    suggestion = await registered(township)
    assert open_actions(suggestion) == []
    read = await office.get(f"/v1/suggestions/{suggestion['id']}")
    assert open_actions(read.json()) == ["adoption", "refusal"]
    assert (await decide(township, suggestion, "adoption")).status_code == 403


async def test_a_stale_version_is_refused_and_nothing_is_published(svc, township, office):
    suggestion = await registered(township)
    answer = await decide(office, suggestion, "adoption", **{"if-match": '"7"'})
    assert (answer.status_code, answer.json()["code"]) == (412, "stale_version")
    assert len(await svc.events(SuggestionChanged)) == 1


async def test_a_township_registers_for_itself_alone_and_sees_nothing_of_another(svc, township):
    suggestion = await registered(township)
    assert (await register(township, region=OTHER)).status_code == 403
    async with svc.client(Role.TOWNSHIP, region=OTHER) as other:
        assert (await other.get(f"/v1/suggestions/{suggestion['id']}")).status_code == 404
        assert (await other.get("/v1/suggestions")).json()["items"] == []


async def test_the_list_is_filtered_by_state_and_region(township, office):
    suggestion, open_one = await registered(township), await registered(township)
    assert (await decide(office, suggestion, "adoption")).status_code == 200
    for wanted, found in (
        ({"state": "open"}, [open_one["id"]]),
        ({"region": OTHER}, []),
        ({"region": COUNTY[:6], "sort": "id"}, [suggestion["id"], open_one["id"]]),
    ):
        page = (await office.get("/v1/suggestions", params=wanted)).json()
        assert [item["id"] for item in page["items"]] == found
    assert (await office.get("/v1/suggestions", params={"stat": "open"})).json()["code"] == "unknown_parameter"


async def test_a_list_is_narrowed_to_what_was_entered_on_chinese_days(township, office):
    early = {"x-songbang-time": "2026-02-28T16:00:00Z"}
    answer = await township.post("/v1/suggestions", json={"region": TOWNSHIP, "title": "合并两张报表"}, headers=early)
    for wanted, found in (
        ({"created_from": "2026-03-01", "created_until": "2026-03-01"}, 1),
        ({"created_from": "2026-03-02"}, 0),
        ({"created_until": "2026-02-28"}, 0),
        ({"created_from": "0001-01-01", "created_until": "9999-12-31", "count": True}, 1),
    ):
        page = (await office.get("/v1/suggestions", params=wanted)).json()
        assert [item["id"] for item in page["items"]] == [answer.json()["id"]] * found, wanted
    assert (await office.get("/v1/suggestions", params={"created_from": "soon"})).status_code == 422


async def test_what_waits_for_the_office_is_on_its_list(township, office):
    suggestion, path = await registered(township), "/v1/todos?kind=example_suggestion_decision"
    assert [todo["id"] for todo in (await office.get(path)).json()["todos"]] == [suggestion["id"]]
    assert (await decide(office, suggestion, "refusal")).status_code == 200
    assert (await office.get(path)).json()["todos"] == []
