"""A closed group is looked at by somebody outside of its township; one that is still there is open again."""

import pytest
from contracts.groups import GroupReopened, GroupVerified
from countykit.identity import Role
from countykit.testing import open_actions

from tests.integration.checklist.conftest import COUNTY, NOW, TOWNSHIP

GONE = {"decision": "accepted", "reason": "到村核实，群已解散"}
STILL = {"decision": "returned", "reason": "到村核实，群内仍在派活"}


async def group(people, name="防汛工作群"):
    body = {"region": TOWNSHIP, "name": name, "platform": "wechat", "members": 40}
    return await people.made(people.township(), "/v1/groups", body)


async def closed(people, name="防汛工作群"):
    row = await group(people, name)
    path = f"/v1/groups/{row['id']}"
    await people.made(people.township(), f"{path}/dissolution", {"reason": "长期不用"}, status=200)
    return path


async def listed(client, **query):
    async with client:
        return [row["name"] for row in (await client.get("/v1/groups", params=query)).json()["items"]]


async def test_an_inspector_finds_a_group_closed_once_and_the_counts_say_so(svc, people):
    path = await closed(people)
    await group(people, "党建群")
    verified = await people.made(people.inspector(), f"{path}/verification", GONE, status=200)
    assert (verified["state"], verified["closed_on"], verified["verified_on"]) == (
        "dissolved", "2026-03-02", "2026-03-02",
    )  # fmt: skip
    (event,) = await svc.events(GroupVerified)
    assert event["data"] == {"platform": "wechat"}
    assert await people.refused(people.county(), f"{path}/verification", GONE) == (409, "illegal_transition")
    assert await listed(people.county(), verified="true") == ["防汛工作群"]
    async with people.county() as office:
        (count,) = (await office.get("/v1/group-counts")).json()["items"]
    assert (count["dissolved"], count["verified"]) == (1, 1)


async def test_a_group_that_is_still_there_is_open_again_and_its_closing_falls(svc, people):
    kept, path = await group(people, "村级总群"), await closed(people)
    other = await group(people, "宣传群")
    into = {"reason": "并入", "target": kept["id"]}
    await people.made(people.township(), f"/v1/groups/{other['id']}/merger", into, status=200)
    for each in (path, f"/v1/groups/{other['id']}"):
        again = await people.made(people.inspector(), f"{each}/verification", STILL, status=200)
        assert (again["state"], again["closed_on"], again["merged_into"]) == ("registered", None, None)
        assert again["reason"] == STILL["reason"]
    events = await svc.events(GroupReopened)
    assert [event["data"] for event in events] == [
        {"platform": "wechat", "closed_on": "2026-03-02", "after_baseline": False}
    ] * 2
    await people.made(people.township(), f"{path}/dissolution", {"reason": "已在群内公告解散"}, status=200)
    await people.made(people.inspector(), f"{path}/verification", GONE, status=200)


@pytest.mark.parametrize(
    ("looker", "refusal"),
    [
        ({"role": Role.TOWNSHIP, "region": TOWNSHIP}, (403, "forbidden")),
        ({"role": Role.INSPECTOR, "region": TOWNSHIP}, (409, "township_cannot_verify")),
        ({"role": Role.COUNTY_OFFICE, "region": COUNTY, "sub": "who-closed-it"}, (409, "closer_cannot_verify")),
    ],
)
async def test_neither_who_closed_it_nor_anybody_of_the_township_verifies(svc, people, looker, refusal):
    row = await group(people)
    path = f"/v1/groups/{row['id']}"
    closer = svc.client(Role.TOWNSHIP, region=TOWNSHIP, sub="who-closed-it", at=NOW)
    await people.made(closer, f"{path}/dissolution", {"reason": "长期不用"}, status=200)
    role = looker.pop("role")
    assert await people.refused(svc.client(role, at=NOW, **looker), f"{path}/verification", GONE) == refusal
    assert await svc.events(GroupVerified) == []


async def test_an_open_group_is_not_verified_and_a_closed_one_waits_for_the_inspectors(people):
    path, row = await closed(people), await group(people, "党建群")
    assert open_actions(row) == ["retention", "merger", "dissolution"]
    assert await people.refused(people.inspector(), f"/v1/groups/{row['id']}/verification", GONE) == (
        409, "illegal_transition",
    )  # fmt: skip

    async def waiting():
        async with people.inspector() as client:
            todos = (await client.get("/v1/todos")).json()["todos"]
        return [todo["subject"]["title"] for todo in todos if todo["kind"] == "group_verification"]

    assert await waiting() == ["防汛工作群"]
    await people.made(people.inspector(), f"{path}/verification", GONE, status=200)
    assert await waiting() == []
