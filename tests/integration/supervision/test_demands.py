"""Letters, findings, decisions and guidance demand neither check-ins nor photos, traces or rankings."""

import pytest
from countykit.identity import Role

REFUSED = [
    ("请各村每日打卡", "demands_check_in", "APP-03"),
    ("请各村上传整改前后照片", "demands_photos", "APP-05"),
    ("请各村做好拍照留痕", "demands_traces", "INS-09"),
    ("请对各村按月排名通报", "demands_ranking", "INS-10"),
]
DENIED = "请停止要求各村每日打卡、上传照片、拍照留痕和按月排名通报"
each_demand = pytest.mark.parametrize(("text", "code", "rule"), REFUSED)


def refusal(answer):
    return answer.status_code, answer.json()["code"], answer.json().get("rule")


def problem(**values):
    return [{"action": "work", "description": "向村级转嫁统计任务", "clause": "LST-05", **values}]


@each_demand
async def test_what_no_rule_allows_is_demanded_in_no_paper(story, text, code, rule, days):
    draft = story.draft(problems=problem(demand=text))
    for path in ("/v1/letters", "/v1/letters/checks"):
        assert refusal(await story.post(Role.COUNTY_OFFICE, path, draft)) == (422, code, rule)
    visit = await story.visit()
    finding = {"action": "plaques", "grade": "minor", "description": f"牌子歪了。{text}", "clause": "PLQ-01"}
    assert refusal(await story.post(Role.INSPECTOR, f"/v1/visits/{visit['id']}/findings", finding)) == (422, code, rule)
    letter = await story.letter(problems=problem(demand=DENIED))
    guidance = {"held_on": "2025-03-05", "participants_departments": ["civil-affairs"], "agreed_measures": text}
    path = f"/v1/letters/{letter['id']}/guidance"
    assert refusal(await story.post(Role.COUNTY_OFFICE, path, guidance, at=days(2))) == (422, code, rule)
    await story.made(Role.COUNTY_OFFICE, path, {**guidance, "agreed_measures": DENIED}, at=days(2))


@each_demand
async def test_a_meeting_decides_nothing_of_the_kind_and_what_was_settled_on_the_spot_neither(story, text, code, rule):
    members = [
        {"name": "周正", "department": "civil-affairs", "post": "民政局局长", "duty": "head"},
        {"name": "吴明", "department": "agriculture", "post": "农业农村局副局长", "duty": "member"},
    ]
    group = await story.made(Role.COUNTY_OFFICE, "/v1/work-groups", {
        "title": "督查专班", "purpose": "专项督查基层减负", "basis": "实施方案", "members": members,
        "until": "2025-12-31",
    })  # fmt: skip
    decision = {"title": text, "department": "agriculture", "deadline": "2025-04-01"}
    meeting = {
        "title": "专题会议", "held_on": "2025-03-03", "present": ["周正"], "minutes": "研究整改",
        "decisions": [decision],
    }  # fmt: skip
    path = f"/v1/work-groups/{group['id']}/meetings"
    assert refusal(await story.post(Role.COUNTY_OFFICE, path, meeting)) == (422, code, rule)
    await story.made(Role.COUNTY_OFFICE, path, {**meeting, "decisions": [{**decision, "title": DENIED}]})
    finding = await story.finding(grade="minor")
    settled = {"measures": text, "agreed_with": ["县民政局"], "witness": "李四"}
    answer = await story.post(Role.INSPECTOR, f"/v1/findings/{finding['id']}/settlement", settled)
    assert refusal(answer) == (422, code, rule)


async def test_a_breach_that_is_told_of_is_no_demand_and_its_words_are_shown(story):
    finding = await story.finding(description="镇里要求网格员每日打卡")
    assert finding["flags"] == ["APP-03：打卡"]
    draft = story.draft(problems=problem(demand="请清理要求打卡的工作群"))
    checked = await story.made(Role.COUNTY_OFFICE, "/v1/letters/checks", draft)
    assert checked["flags"] == ["APP-03：打卡"]
