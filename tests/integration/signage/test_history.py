"""The history of a record, through a running signage-svc."""

from countykit.identity import Role

from .boards import order, post, register, verify
from .conftest import ELSEWHERE, TOWNSHIP


async def history(client, plaque, **query):
    answer = await client.get(f"/v1/plaques/{plaque['id']}/history", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_history_tells_each_step_with_states_author_and_reason(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP, sub="doer") as township:
        plaque = await register(township)
        async with svc.client(Role.INSPECTOR, region="990101", sub="checker") as inspector:
            await post(inspector, f"/{plaque['id']}/flag", {"reason": "not_in_spec", "note": "不在一览表内"})
        await post(township, f"/{plaque['id']}/disposal", {"kind": "remove", "reason": "应当拆除"})
        told = await history(township, plaque)
    assert [(each["action"], each["from_state"], each["to_state"], each["reason"]) for each in told["items"]] == [
        ("register_plaque", None, "registered", None),
        ("flag", "registered", "flagged", "不在一览表内"),
        ("disposal", "flagged", "disposal_ordered", "应当拆除"),
    ]
    assert [each["label"] for each in told["items"]] == ["登记牌子", "认定不规范牌子", "责令处置牌子"]
    assert [each["by"] for each in told["items"]] == ["doer", "checker", "doer"]
    assert [each["version"] for each in told["items"]] == [1, 2, 3]
    assert {each["by_name"] for each in told["items"]} == {"测试人员"}
    assert told["next"] is None


async def test_a_reason_in_the_words_of_the_step_before_stands_twice(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as township:
        plaque = await order(township)
        await post(township, f"/{plaque['id']}/completion", {"note": "现场核验"})
        async with svc.client(Role.INSPECTOR, region="990101") as inspector:
            await verify(inspector, plaque)
        told = await history(township, plaque)
    assert [each["reason"] for each in told["items"][-2:]] == ["现场核验", "现场核验"]


async def test_a_long_history_comes_in_pages(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as township:
        plaque = await register(township)
        async with svc.client(Role.INSPECTOR, region="990101") as inspector:
            await post(inspector, f"/{plaque['id']}/flag", {"reason": "not_in_spec"})
        first = await history(township, plaque, limit=1)
        second = await history(township, plaque, limit=1, after=first["next"])
    assert [each["to_state"] for each in (*first["items"], *second["items"])] == ["registered", "flagged"]
    assert second["next"] is None


async def test_who_cannot_read_the_record_cannot_read_its_history(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP) as township:
        plaque = await register(township)
    async with svc.client(Role.VILLAGE, region=ELSEWHERE) as stranger:
        answer = await stranger.get(f"/v1/plaques/{plaque['id']}/history")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_the_service_cannot_rewrite_a_history(svc):
    connection = await svc.database.direct()
    try:
        allowed = await connection.fetchval(
            "SELECT has_table_privilege('record_history', 'UPDATE') OR has_table_privilege('record_history', 'DELETE')"
        )
    finally:
        await connection.close()
    assert not allowed
