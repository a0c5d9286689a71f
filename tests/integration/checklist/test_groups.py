"""Chat groups through a running checklist-svc."""

import asyncio
from datetime import date

import pytest
from checklist_svc.consumers import consumers
from contracts.checklist import GroupRegistered, GroupRetained
from contracts.gateway import RegionRegistered
from countykit.identity import Role
from countykit.testing import ServiceUnderTest, open_actions
from servicekit.tabular import MEDIA_TYPES
from servicekit.transaction import Context
from sqlalchemy import text

TOWNSHIP = "990101001000"
OTHER = "990101002000"


@pytest.fixture
async def svc(start_service) -> ServiceUnderTest:
    service = await start_service("checklist_svc")
    for code in (TOWNSHIP, OTHER):
        region = RegionRegistered(code=code, name="青石镇", level="township", valid_from=date(2020, 1, 1))
        await service.hear(consumers, region, region=code)
    return service


async def register(client, region=TOWNSHIP, name="村级工作群"):
    answer = await client.post("/v1/groups", json={"region": region, "name": name, "platform": "wechat", "members": 40})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_registering_a_group_publishes_it_and_answers_with_its_version(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as client:
        answer = await client.post(
            "/v1/groups", json={"region": TOWNSHIP, "name": "村级工作群", "platform": "wechat", "members": 40}
        )
    assert answer.headers["etag"] == '"1"'
    assert open_actions(answer.json()) == ["retention", "merger", "dissolution"]
    (event,) = await svc.events(GroupRegistered)
    assert event["subject"] == f"groups/{answer.json()['id']}"
    assert event["region"] == TOWNSHIP
    assert event["sequence"] == 1


async def test_a_township_retains_at_most_one_group(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as client:
        first, second = await register(client), await register(client)
        assert (await client.post(f"/v1/groups/{first['id']}/retention", json={"reason": "保留"})).status_code == 200
        refused = await client.post(f"/v1/groups/{second['id']}/retention", json={"reason": "保留"})
    assert refused.status_code == 409
    assert refused.json()["code"] == "one_group_per_township"
    assert refused.json()["law"]
    assert len(await svc.events(GroupRetained)) == 1


async def test_the_audit_says_by_its_operation_what_was_done(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as client:
        group = await register(client)
        assert (await client.post(f"/v1/groups/{group['id']}/retention", json={"reason": "保留"})).status_code == 200
    async with svc.database.transaction(Context.of_system("test")) as tx:
        rows = await tx.session.execute(text("SELECT action FROM audit WHERE resource LIKE 'chat_group/%' ORDER BY id"))
    assert rows.scalars().all() == ["register_group", "group_retention"]


async def test_two_townships_racing_to_retain_leave_one_retained_group(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as client:
        groups = [await register(client) for _ in range(5)]
        answers = await asyncio.gather(
            *(client.post(f"/v1/groups/{group['id']}/retention", json={"reason": "保留"}) for group in groups)
        )
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409]
    assert len(await svc.events(GroupRetained)) == 1


async def test_another_townships_group_does_not_exist_for_the_caller(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as client:
        group = await register(client)
    async with svc.client(Role.TOWNSHIP, region=OTHER) as client:
        assert (await client.get(f"/v1/groups/{group['id']}")).status_code == 404
        assert (await client.post(f"/v1/groups/{group['id']}/retention", json={"reason": "保留"})).status_code == 404
        assert (await client.get("/v1/groups")).json()["items"] == []


async def test_a_stale_etag_is_refused_and_nothing_is_published(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as client:
        group = await register(client)
        answer = await client.post(
            f"/v1/groups/{group['id']}/retention", json={"reason": "保留"}, headers={"if-match": '"7"'}
        )
    assert (answer.status_code, answer.json()["code"]) == (412, "stale_version")
    assert await svc.events(GroupRetained) == []


async def test_the_same_idempotency_key_gives_the_same_answer_once(svc):
    body = {"region": TOWNSHIP, "name": "村级工作群", "platform": "wechat", "members": 40}
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as client:
        answers = await asyncio.gather(
            *(client.post("/v1/groups", json=body, headers={"idempotency-key": "k1"}) for _ in range(5))
        )
        other = await client.post("/v1/groups", json={**body, "members": 41}, headers={"idempotency-key": "k1"})
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert len(await svc.events(GroupRegistered)) == 1


async def test_a_list_says_whether_its_reader_may_add_to_it(svc):
    for role, may in ((Role.TOWNSHIP, True), (Role.COUNTY_OFFICE, True), (Role.INSPECTOR, False)):
        async with svc.client(role, region=TOWNSHIP) as client:
            page = (await client.get("/v1/groups")).json()
            body = {"region": TOWNSHIP, "name": "村级工作群", "platform": "wechat", "members": 40}
            answer = await client.post("/v1/groups", json=body)
        assert (page["can_create"], answer.status_code) == (may, 201 if may else 403)


async def test_lists_come_in_pages_and_as_tables(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as client:
        for number in range(5):
            await register(client, name=f"=群{number}")
        first = (await client.get("/v1/groups", params={"limit": 3})).json()
        second = (await client.get("/v1/groups", params={"limit": 3, "after": first["next"]})).json()
        elsewhere = await client.get("/v1/groups", params={"after": first["next"], "state": "merged"})
        table = await client.get("/v1/groups", headers={"accept": "text/csv"})
        paths = (await client.get("/openapi.json")).json()["paths"]
    assert [len(first["items"]), len(second["items"]), second["next"]] == [3, 2, None]
    assert len({item["id"] for item in first["items"] + second["items"]}) == 5
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (400, "cursor_invalid")
    assert "'=群0" in table.text
    assert table.text.count("\n") == 6
    for path in ("/v1/groups", "/v1/lists/current"):
        assert set(paths[path]["get"]["responses"]["200"]["content"]) == {"application/json"}
        assert paths[path]["get"]["x-table-media-types"] == list(MEDIA_TYPES.values())
    assert set(paths["/v1/groups/{group_id}"]["get"]["responses"]["200"]["content"]) == {"application/json"}
