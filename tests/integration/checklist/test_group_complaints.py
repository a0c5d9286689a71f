"""What villages are made to do in a chat group (GRP-02): reported in one call, judged, and marked on the group."""

from contracts.groups import GroupCleared, GroupComplained
from countykit.identity import Role
from countykit.testing import open_actions

from tests.integration.checklist.conftest import COUNTY, NOW, TOWNSHIP

DEMANDED = {
    "title": "每日在群内打卡接龙", "department": "NYJ", "group_demands": ["chains", "instant"],
    "group_name": "农技推广群",
}  # fmt: skip
WITHDRAWN = {"reason": "复查认定有误"}


async def group(people, **changes):
    body = {"region": TOWNSHIP, "name": "农技推广群", "platform": "wechat", "members": 40, "owner": "NYJ"} | changes
    return await people.made(people.township(), "/v1/groups", body)


async def read(client, path):
    async with client:
        answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def confirmed(people, task, row):
    body = {"reason": "经核实属实", "group_id": row["id"]}
    return await people.made(people.county(), f"/v1/imposed-tasks/{task['id']}/confirmation", body, status=200)


async def test_a_verdict_marks_the_group_and_does_not_close_it(svc, people):
    row = await group(people)
    task = await people.made(people.village(), "/v1/imposed-tasks", DEMANDED)
    assert (task["group_demands"], task["group_name"]) == (["chains", "instant"], "农技推广群")
    assert (await read(people.county(), f"/v1/groups/{row['id']}"))["flags"] == [], "nobody has judged it"
    assert (await confirmed(people, task, row))["group_id"] == row["id"]
    marked = await read(people.township(), f"/v1/groups/{row['id']}")
    assert (marked["flags"], marked["complaints"]) == (["GRP-02"], 1)
    (event,) = await svc.events(GroupComplained)
    assert (event["subject"], event["data"]) == (f"groups/{row['id']}", {"complaints": 1})
    assert "retention" in open_actions(marked), "it is flagged, not forbidden"
    await people.made(people.township(), f"/v1/groups/{row['id']}/retention", {"reason": "保留"}, status=200)


async def test_the_mark_goes_with_the_last_verdict_that_falls(svc, people):
    row = await group(people)
    tasks = []
    for title in ("每日打卡接龙", "半小时内回复收到"):
        tasks.append(await people.made(people.village(), "/v1/imposed-tasks", DEMANDED | {"title": title}))
        await confirmed(people, tasks[-1], row)
    flags = []
    objected = {"grounds": "系村民自发接龙"}
    await people.made(people.department(), f"/v1/imposed-tasks/{tasks[0]['id']}/objection", objected, status=200)
    overturned = {"decision": "overturned", "reason": "申诉成立"}
    for path, body in (
        (f"/v1/imposed-tasks/{tasks[0]['id']}/review", overturned),
        (f"/v1/imposed-tasks/{tasks[1]['id']}/withdrawal", WITHDRAWN),
    ):
        await people.made(people.approver(), path, body, status=200)
        flags.append((await read(people.county(), f"/v1/groups/{row['id']}"))["flags"])
    assert flags == [["GRP-02"], []]
    assert [event["data"]["complaints"] for event in await svc.events(GroupCleared)] == [1, 0]


async def test_what_is_upheld_keeps_its_mark(svc, people):
    row = await group(people)
    task = await people.made(people.village(), "/v1/imposed-tasks", DEMANDED)
    await confirmed(people, task, row)
    path = f"/v1/imposed-tasks/{task['id']}"
    await people.made(people.department(), f"{path}/objection", {"grounds": "系村民自发接龙"}, status=200)
    upheld = {"decision": "upheld", "reason": "核实属实"}
    await people.made(people.approver(), f"{path}/review", upheld, status=200)
    assert (await read(people.county(), f"/v1/groups/{row['id']}"))["flags"] == ["GRP-02"]
    assert await svc.events(GroupCleared) == []


async def test_a_verdict_names_a_group_of_the_county_that_the_charged_body_runs(people):
    task = await people.made(people.village(), "/v1/imposed-tasks", DEMANDED)
    path = f"/v1/imposed-tasks/{task['id']}/confirmation"
    own, others = await group(people, name="村级总群", owner=None), await group(people, name="文化群", owner="WLJ")
    for row, code in (
        (own, "group_of_another_body"), (others, "group_of_another_body"), ({"id": task["id"]}, "group_unknown"),
    ):  # fmt: skip
        body = {"reason": "经核实属实", "group_id": row["id"]}
        assert await people.refused(people.county(), path, body) == (422, code)
        assert (await read(people.county(), f"/v1/groups/{own['id']}"))["flags"] == []
    township = await people.made(people.village(), "/v1/imposed-tasks", DEMANDED | {"department": "QSZ-DZB"})
    await confirmed(people, township, own)
    assert (await read(people.county(), f"/v1/groups/{own['id']}"))["flags"] == ["GRP-02"]


async def test_the_accused_body_reads_what_was_found_and_not_what_the_village_called_the_group(svc, people):
    row = await group(people)
    task = await people.made(people.village(), "/v1/imposed-tasks", DEMANDED)
    await confirmed(people, task, row)
    seen = await read(people.department(), f"/v1/imposed-tasks/{task['id']}")
    assert (seen["group_name"], seen["group_demands"], seen["group_id"]) == (None, ["chains", "instant"], row["id"])
    unnamed = await people.made(people.village(), "/v1/imposed-tasks", DEMANDED | {"title": "每晚在群内报平安"})
    path = f"/v1/imposed-tasks/{unnamed['id']}"
    await people.made(people.county(), f"{path}/confirmation", {"reason": "属清单外事项"}, status=200)
    seen = await read(people.department(), path)
    assert (seen["group_demands"], seen["group_id"]) == ([], None), "the verdict found nothing of a group"
    judge = svc.client(Role.COUNTY_OFFICE, region=COUNTY, at=NOW)
    assert (await read(judge, f"/v1/imposed-tasks/{task['id']}"))["group_name"] == "农技推广群"
