"""The verdict on an imposed task on paper: what the body did on which day, and nothing that leads to a village."""

from tests.integration.checklist.conftest import COUNTY, TOWNSHIP, VILLAGE
from tests.printed import text_of

TASK = {
    "title": "每日在群内打卡接龙", "department": "NYJ", "occurred_on": "2026-02-20", "detail": "农技员李某催办",
    "group_demands": ["chains"], "group_name": "老李的群",
}  # fmt: skip


async def judged(people, step="confirmation", title=TASK["title"], **more):
    task = await people.made(people.village(), "/v1/imposed-tasks", TASK | {"title": title})
    body = {"reason": "经核实未经准入"} | more
    await people.made(people.county(), f"/v1/imposed-tasks/{task['id']}/{step}", body, status=200)
    return task


async def printed(client, task):
    async with client:
        return await client.get(f"/v1/imposed-tasks/{task['id']}/document")


async def test_the_body_reads_its_act_its_day_the_reason_and_how_to_object(people):
    group = {"region": TOWNSHIP, "name": "农技推广群", "platform": "wechat", "members": 40, "owner": "NYJ"}
    row = await people.made(people.township(), "/v1/groups", group)
    task = await judged(people, group_id=row["id"])
    answer = await printed(people.department(), task)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf"), answer.text
    read = text_of(answer.content)
    for said in (
        "清单外派交认定通知书", "机构NYJ：", "2026年2月20日", "每日在群内打卡接龙", "经核实未经准入", "农技推广群",
        "强制打卡接龙", "2026年4月1日", f"{COUNTY[:6]}-PJ-2026-0001",
    ):  # fmt: skip
        assert said in read, read
    for hidden in (VILLAGE, VILLAGE[3:], "地名990101001201", "李某", "老李的群"):
        assert hidden not in read, read
    assert (await printed(people.county(), task)).content == answer.content


async def test_before_the_verdict_without_one_and_once_it_fell_there_is_no_notice(people):
    waiting = await people.made(people.village(), "/v1/imposed-tasks", TASK)
    assert (await printed(people.department(), waiting)).status_code == 404, "to the body there is no report"
    for task in (waiting, await judged(people, "dismissal", "参加镇里例会")):
        answer = await printed(people.county(), task)
        assert (answer.status_code, answer.json()["code"]) == (409, "task_not_charged")
    fallen = await judged(people, title="每日上传照片")
    assert (await printed(people.department(), fallen)).status_code == 200
    path = f"/v1/imposed-tasks/{fallen['id']}/withdrawal"
    await people.made(people.approver(), path, {"reason": "复查有误"}, status=200)
    assert (await printed(people.department(), fallen)).json()["code"] == "task_not_charged"
    assert (await printed(people.department("WLJ"), fallen)).status_code == 404
