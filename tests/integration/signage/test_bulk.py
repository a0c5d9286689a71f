"""One step for many records, through a running signage-svc."""

import pytest
from contracts.signage import PlaqueFlagged
from countykit.identity import Role
from servicekit.bulk import LARGEST

from .boards import post, register
from .conftest import TOWNSHIP

FLAG = {"reason": "not_in_spec", "note": "不在一览表内"}
OTHER_COUNTY = "990102"


@pytest.fixture
async def township(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as client:
        yield client


@pytest.fixture
async def inspector(svc):
    async with svc.client(Role.INSPECTOR, region="990101") as client:
        yield client


@pytest.fixture
async def plaques(township):
    return [await register(township, name=f"妇女之家{number}") for number in range(3)]


def items(*plaques):
    return [{"id": each["id"], "version": each["version"]} for each in plaques]


async def flag(client, plaques, status=200, **options):
    return await post(client, "/bulk/flag", {"items": items(*plaques), "body": FLAG, **options}, status)


async def states(client):
    return {each["id"]: each["state"] for each in (await client.get("/v1/plaques")).json()["items"]}


async def test_each_record_has_its_own_result_event_and_history(svc, inspector, plaques):
    told = await flag(inspector, plaques)
    assert (told["done"], told["refused"]) == (3, 0)
    assert [(each["id"], each["outcome"], each["version"], each["state"]) for each in told["results"]] == [
        (each["id"], "done", 2, "flagged") for each in plaques
    ]
    events = await svc.events(PlaqueFlagged)
    assert sorted(event["subject"] for event in events) == sorted(f"plaques/{each['id']}" for each in plaques)
    history = (await inspector.get(f"/v1/plaques/{plaques[0]['id']}/history")).json()["items"]
    assert (history[-1]["to_state"], history[-1]["action"]) == ("flagged", "flag")


async def test_all_or_nothing_names_the_record_that_stopped_it(svc, inspector, plaques):
    await post(inspector, f"/{plaques[1]['id']}/flag", FLAG)
    refused = await flag(inspector, plaques, 412)
    assert (refused["code"], refused["item"]) == ("stale_version", plaques[1]["id"])
    assert sorted((await states(inspector)).values()) == ["flagged", "registered", "registered"]
    assert len(await svc.events(PlaqueFlagged)) == 1


async def test_in_part_the_refused_are_left_and_the_others_stand(svc, inspector, plaques):
    await post(inspector, f"/{plaques[1]['id']}/flag", FLAG)
    told = await flag(inspector, [plaques[2], plaques[1] | {"version": None}, plaques[0]], atomic=False)
    assert [(each["id"], each["outcome"], each["code"]) for each in told["results"]] == [
        (plaques[2]["id"], "done", None),
        (plaques[1]["id"], "refused", "illegal_transition"),
        (plaques[0]["id"], "done", None),
    ]
    assert (told["done"], told["refused"]) == (2, 1)
    assert set((await states(inspector)).values()) == {"flagged"}
    assert len(await svc.events(PlaqueFlagged)) == 3


async def test_what_a_step_did_before_it_was_refused_is_undone(svc, inspector, plaques):
    """The row is flagged first, and contradicted by the computed conformity afterwards."""
    body = {"reason": "off_spec"}
    told = await post(inspector, "/bulk/flag", {"items": items(*plaques), "body": body, "atomic": False})
    assert {each["code"] for each in told["results"]} == {"flag_contradicted"}
    read = [(await inspector.get(f"/v1/plaques/{each['id']}")).json() for each in plaques]
    assert {(each["state"], each["version"], each["flag_reason"]) for each in read} == {("registered", 1, None)}
    assert await svc.events(PlaqueFlagged) == []


async def test_a_record_of_others_is_not_found(svc, plaques):
    async with svc.client(Role.INSPECTOR, region=OTHER_COUNTY) as stranger:
        told = await flag(stranger, plaques[:1], 404)
    assert (told["code"], told["item"]) == ("not_found", plaques[0]["id"])


async def test_a_role_without_the_step_is_refused_and_so_are_repeated_and_too_many_records(svc, inspector, plaques):
    async with svc.client(Role.VILLAGE, region="990101001201") as village:
        assert (await flag(village, plaques, 403))["code"] == "forbidden"
    assert (await flag(inspector, [plaques[0], plaques[0]], 422))["errors"][0]["code"] == "item_repeated"
    many = [plaques[0]] * (LARGEST + 1)
    assert (await flag(inspector, many, 422))["errors"][0]["code"] == "too_long"
