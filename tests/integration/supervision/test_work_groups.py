"""Work groups, their meetings and what became of each decision, through a running supervision-svc."""

from datetime import UTC, datetime

import pytest
from contracts.work_groups import (
    DecisionCancelled,
    DecisionDone,
    DecisionOverdue,
    DecisionPostponed,
    DecisionProposed,
    MeetingRecorded,
    WorkGroupEnded,
)
from countykit.identity import Role
from countykit.testing import open_actions

TOWNSHIP, OTHER_TOWNSHIP, VILLAGE = "990101001000", "990101002000", "990101001201"
CIVIL, FARM = {"department": "civil-affairs"}, {"department": "agriculture"}
HEAD = {"name": "赵组长", "post": "县委组织部部长", "duty": "head", "department": "civil-affairs"}
DOES = {"name": "钱科长", "post": "县委农办科长", "duty": "executive", "department": "agriculture"}
GROUP = {
    "title": "县减负督查专班", "purpose": "现场会商、现场解决", "basis": "松办发〔2025〕3号", "members": [HEAD, DOES],
    "until": "2025-12-31",
}  # fmt: skip
TOWN_GROUP = {
    "title": "青石镇规范工作小组", "purpose": "抓好规范工作落实", "basis": "青党发〔2025〕2号", "until": "2025-12-31",
    "members": [
        {"name": "孙书记", "post": "乡镇党委书记", "duty": "head", "region": TOWNSHIP},
        {"name": "李主任", "post": "村委会主任", "duty": "member", "region": VILLAGE},
    ],
}  # fmt: skip
TASK = {"title": "退回转嫁的统计任务", "department": "agriculture", "person": "钱科长", "deadline": "2025-03-10"}
MEETING = {
    "title": "第一次专题会议", "held_on": "2025-03-03", "present": ["赵组长", "钱科长"],
    "minutes": "会议明确了工作任务。", "decisions": [TASK],
}  # fmt: skip
LATE = datetime(2025, 3, 11, 2, tzinfo=UTC)
DONE = {"measures": "已书面退回并通知各村", "evidence": ["农办函〔2025〕7号"]}


class Groups:
    def __init__(self, story):
        self.story = story

    async def formed(self, **values):
        return await self.story.made(Role.COUNTY_OFFICE, "/v1/work-groups", {**GROUP, **values})

    async def met(self, *decisions, group=None):
        group = group or await self.formed()
        body = {**MEETING, "decisions": list(decisions or [TASK])}
        return await self.story.made(Role.COUNTY_OFFICE, f"/v1/work-groups/{group['id']}/meetings", body)

    async def decisions(self, role=Role.COUNTY_OFFICE, query="", **options):
        answer = await self.story.get(role, f"/v1/meeting-decisions?{query}", **options)
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]


@pytest.fixture
def groups(story):
    return Groups(story)


async def todos(story, role, **options):
    return [todo["kind"] for todo in (await story.get(role, "/v1/todos", **options)).json()["todos"]]


async def test_a_decision_is_a_task_until_another_body_found_it_done(story, groups):
    meeting = await groups.met()
    (event,) = await story.svc.events(MeetingRecorded)
    assert event["data"] == {"group": meeting["group_id"], "held_on": "2025-03-03", "decisions": 1}
    assert "赵组长" not in str(await story.svc.events()), "no names travel"
    (task,) = await groups.decisions(Role.DEPARTMENT, **FARM)
    path = f"/v1/meeting-decisions/{task['id']}"
    assert (task["person"], open_actions(task)) == ("钱科长", ["report"])
    assert await todos(story, Role.DEPARTMENT, **FARM) == ["decision_report"]
    assert (await story.post(Role.DEPARTMENT, f"{path}/report", DONE, **CIVIL)).status_code == 404
    assert (await story.post(Role.COUNTY_OFFICE, f"{path}/report", DONE)).status_code == 403
    await story.made(Role.DEPARTMENT, f"{path}/report", DONE, sub="farmer", **FARM)
    assert await todos(story, Role.INSPECTOR) == ["decision_recheck"]
    assert await todos(story, Role.INSPECTOR, sub="farmer") == []
    own = await story.post(Role.INSPECTOR, f"{path}/recheck", {"decision": "done", "reason": "属实"}, **FARM)
    assert (own.status_code, own.json()["code"]) == (409, "decision_same_person")
    back = await story.made(Role.INSPECTOR, f"{path}/recheck", {"decision": "returned", "reason": "两村未收到通知"})
    assert (back["state"], back["rounds"][0]["note"]) == ("open", "两村未收到通知")
    assert "reported_by" not in back["rounds"][0]
    await story.made(Role.DEPARTMENT, f"{path}/report", DONE, sub="farmer", **FARM)
    done = await story.made(Role.INSPECTOR, f"{path}/recheck", {"decision": "done", "reason": "已核实"})
    assert (done["state"], len(done["rounds"]), open_actions(done)) == ("done", 2, [])
    assert len(await story.svc.events(DecisionDone)) == 1
    await story.svc.do_due(LATE)
    assert await story.svc.events(DecisionOverdue) == []


async def test_what_is_not_reported_in_time_is_overdue_once_for_each_deadline(story, groups):
    await groups.met()
    await story.svc.do_due(datetime(2025, 3, 10, 2, tzinfo=UTC))
    assert await groups.decisions(query="overdue=true") == []
    await story.svc.do_due(LATE)
    await story.svc.do_due(LATE)
    assert len(await story.svc.events(DecisionOverdue)) == 1
    (task,) = await groups.decisions(query="overdue=true", at=LATE)
    path, later = f"/v1/meeting-decisions/{task['id']}", {"deadline": "2025-03-20", "note": "等待统计部门答复"}
    backwards = await story.post(
        Role.COUNTY_OFFICE, f"{path}/postponement", {**later, "deadline": "2025-03-10"}, at=LATE
    )
    assert (backwards.status_code, backwards.json()["code"]) == (422, "decision_day_unfit")
    foreign = await story.post(Role.TOWNSHIP, f"{path}/postponement", later, at=LATE)
    assert foreign.status_code == 404
    moved = await story.made(Role.COUNTY_OFFICE, f"{path}/postponement", later, at=LATE)
    assert (moved["deadline"], moved["overdue"]) == ("2025-03-20", False)
    (event,) = await story.svc.events(DecisionPostponed)
    assert event["data"]["previous"] == "2025-03-10"
    await story.svc.do_due(datetime(2025, 3, 21, 2, tzinfo=UTC))
    assert len(await story.svc.events(DecisionOverdue)) == 2
    gone = await story.made(Role.COUNTY_OFFICE, f"{path}/cancellation", {"note": "任务已由上级取消"}, at=LATE)
    assert gone["state"] == "cancelled"


async def test_a_townships_group_is_the_townships_and_needs_no_accounts_of_its_members(story, groups):
    group = await story.made(Role.TOWNSHIP, "/v1/work-groups", TOWN_GROUP)
    path = f"/v1/work-groups/{group['id']}"
    assert (group["region"], open_actions(group)) == (TOWNSHIP, ["meetings", "membership", "dissolution"])
    assert all(member["region_name"] and member["department_name"] is None for member in group["members"])
    assert (await story.get(Role.TOWNSHIP, path, region=OTHER_TOWNSHIP)).status_code == 404
    assert (await story.get(Role.VILLAGE, path)).status_code == 404
    office = await story.post(Role.COUNTY_OFFICE, f"{path}/dissolution", {"note": "不应由县里撤销"})
    assert office.status_code == 403
    task = {"title": "逐村核对转嫁任务", "township": TOWNSHIP, "person": "孙书记", "deadline": "2025-03-20"}
    body = {**MEETING, "present": ["孙书记", "李主任"], "decisions": [task]}
    await story.made(Role.TOWNSHIP, f"{path}/meetings", body)
    (row,) = await groups.decisions(Role.TOWNSHIP)
    where = f"/v1/meeting-decisions/{row['id']}"
    await story.made(Role.TOWNSHIP, f"{where}/report", DONE, sub="clerk")
    own = await story.post(Role.TOWNSHIP, f"{where}/recheck", {"decision": "done", "reason": "属实"}, sub="clerk")
    assert (own.status_code, own.json()["code"]) == (409, "decision_same_person")
    done = await story.made(Role.TOWNSHIP, f"{where}/recheck", {"decision": "done", "reason": "属实"}, sub="secretary")
    assert done["state"] == "done"
    beyond = {**MEETING, "decisions": [{**TASK, "person": None}]}
    answer = await story.post(Role.TOWNSHIP, f"{path}/meetings", beyond)
    assert (answer.status_code, answer.json()["code"]) == (422, "decision_body_unfit")


async def test_somebody_placed_in_a_township_forms_no_group_of_the_county(story):
    answer = await story.post(Role.COUNTY_OFFICE, "/v1/work-groups", GROUP, region=TOWNSHIP)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_a_group_ends_with_its_term_and_takes_no_meeting_afterwards(story, groups):
    group = await groups.formed(until="2025-03-10")
    path = f"/v1/work-groups/{group['id']}"
    await story.svc.do_due(LATE)
    (event,) = await story.svc.events(WorkGroupEnded)
    assert event["data"]["expired"] is True
    answer = await story.post(Role.COUNTY_OFFICE, f"{path}/meetings", {**MEETING, "held_on": "2025-03-11"}, at=LATE)
    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_transition")
    second = await groups.formed(until="2025-03-10", title="第二个专班")
    longer = {"members": [HEAD, DOES], "until": "2025-06-30", "note": "工作尚未完成"}
    await story.made(Role.COUNTY_OFFICE, f"/v1/work-groups/{second['id']}/membership", longer)
    await story.svc.do_due(LATE)
    assert len(await story.svc.events(WorkGroupEnded)) == 1


async def test_minutes_are_corrected_with_a_trace(story, groups):
    meeting = await groups.met()
    path = f"/v1/meetings/{meeting['id']}/correction"
    body = {"minutes": "会议明确了工作任务和时限。", "correction": "漏记时限"}
    stranger = await story.post(Role.TOWNSHIP, path, body)
    assert stranger.status_code == 404
    mended = await story.made(Role.DEPARTMENT, path, body, **CIVIL)
    assert (mended["state"], mended["minutes"]) == ("corrected", body["minutes"])
    assert mended["corrections"] == [
        {"minutes": MEETING["minutes"], "corrected_on": "2025-03-03", "reason": "漏记时限"}
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"members": [HEAD, {**DOES, "duty": "head"}]}, "work_group_members_unfit"),
        ({"members": [HEAD, HEAD]}, "work_group_members_unfit"),
        ({"members": [HEAD, {**DOES, "department": "civil-affairs"}]}, "work_group_members_unfit"),
        ({"members": [HEAD, {**DOES, "department": "nobody"}]}, "department_unknown"),
        ({"until": "2025-03-03"}, "work_group_term_unfit"),
        ({"until": "2027-03-03"}, "work_group_term_unfit"),
    ],
)
async def test_a_group_that_nobody_answers_for_is_refused(story, change, code):
    answer = await story.post(Role.COUNTY_OFFICE, "/v1/work-groups", {**GROUP, **change})
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"decisions": [{**TASK, "township": TOWNSHIP}]}, "decision_body_unfit"),
        ({"decisions": [{**TASK, "department": None}]}, "decision_body_unfit"),
        ({"decisions": [{**TASK, "department": None, "township": VILLAGE}]}, "invalid_request"),
        ({"decisions": [{**TASK, "person": "外人"}]}, "decision_person_unfit"),
        ({"decisions": [{**TASK, "deadline": "2025-03-02"}]}, "decision_day_unfit"),
        ({"held_on": "2025-03-04"}, "meeting_day_unfit"),
        ({"held_on": "2025-03-02"}, "meeting_day_unfit"),
        ({"photos": ["a.jpg"]}, "invalid_request"),
    ],
)
async def test_a_meeting_gives_no_task_to_a_village_or_to_nobody(story, groups, change, code):
    group = await groups.formed()
    answer = await story.post(Role.COUNTY_OFFICE, f"/v1/work-groups/{group['id']}/meetings", {**MEETING, **change})
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert (await story.get(Role.COUNTY_OFFICE, "/v1/meetings")).json()["items"] == []


async def test_a_bodys_minutes_give_a_township_a_task_only_once_another_body_confirmed_it(story, groups):
    group = await groups.formed()
    for_township = {"title": "逐村核对清单外事项", "township": TOWNSHIP, "deadline": "2025-03-10"}
    body = {**MEETING, "decisions": [TASK, for_township]}
    clerk = {"sub": "farmer", **FARM}
    await story.made(Role.DEPARTMENT, f"/v1/work-groups/{group['id']}/meetings", body, **clerk)
    rows = {row["title"]: row for row in await groups.decisions()}
    assert [rows[each["title"]]["state"] for each in (TASK, for_township)] == ["open", "pending"]
    path = f"/v1/meeting-decisions/{rows[for_township['title']]['id']}"
    assert (await story.get(Role.TOWNSHIP, path)).status_code == 404, "to the township it does not exist yet"
    assert await groups.decisions(Role.TOWNSHIP) == []
    assert [event["data"]["deadline"] for event in await story.svc.events(DecisionProposed)] == ["2025-03-10"]
    assert await todos(story, Role.COUNTY_OFFICE) == ["decision_confirmation"]
    yes = {"decision": "confirmed", "reason": "确有必要"}
    own = await story.post(Role.INSPECTOR, f"{path}/confirmation", yes, sub="inspector-x", **FARM)
    assert (own.status_code, own.json()["code"]) == (409, "decision_own_proposal")
    assert (await story.post(Role.TOWNSHIP, f"{path}/confirmation", yes)).status_code == 404
    late = await story.post(Role.COUNTY_OFFICE, f"{path}/confirmation", yes, at=LATE)
    assert (late.status_code, late.json()["code"]) == (422, "decision_day_unfit")
    confirmed = await story.made(Role.COUNTY_OFFICE, f"{path}/confirmation", yes)
    assert confirmed["state"] == "open"
    (task,) = await groups.decisions(Role.TOWNSHIP)
    assert open_actions(task) == ["report"]
    again = await story.post(Role.COUNTY_OFFICE, f"{path}/confirmation", yes)
    assert (again.status_code, again.json()["code"]) == (409, "illegal_transition")


async def test_a_refused_task_never_reaches_the_township_and_the_office_needs_no_confirmation(story, groups):
    group = await groups.formed()
    for_township = {"title": "逐村核对清单外事项", "township": TOWNSHIP, "deadline": "2025-03-10"}
    await groups.met(for_township, group=group)
    assert [row["state"] for row in await groups.decisions(Role.TOWNSHIP)] == ["open"]
    body = {**MEETING, "decisions": [{**for_township, "title": "每日报送进展情况"}]}
    await story.made(Role.DEPARTMENT, f"/v1/work-groups/{group['id']}/meetings", body, sub="farmer", **FARM)
    (row,) = await groups.decisions(query="state=pending")
    refusal = {"decision": "refused", "reason": "增加负担"}
    await story.made(Role.COUNTY_OFFICE, f"/v1/meeting-decisions/{row['id']}/confirmation", refusal)
    (event,) = await story.svc.events(DecisionCancelled)
    assert event["region"] == TOWNSHIP
    await story.svc.do_due(LATE)
    assert len(await story.svc.events(DecisionOverdue)) == 1
