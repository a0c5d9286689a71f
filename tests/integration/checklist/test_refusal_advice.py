"""Whether a village may refuse: green, red, or the office; and no letter but where it is red."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from checklist_svc.consumers import consumers
from contracts.checklist import TaskRefused
from contracts.demand_answers import DemandFollowed
from contracts.report import FormApproved
from countykit.testing import open_actions

VILLAGE, COUNTY = "990101001201", "990101000000"
SUMMER = datetime(2026, 6, 1, 2, tzinfo=UTC)
DEMAND = {"title": "报刊订阅任务", "department": "WLJ"}


async def advised(people, **changes):
    return await people.made(people.village(), "/v1/refusals/advice", DEMAND | changes, status=200)


async def unwritten(people, code="demand_uncertain", **changes):
    """No letter is written; the refusal with its fields."""
    async with people.village() as village:
        answer = await village.post("/v1/refusals", json=DEMAND | changes)
    assert (answer.status_code, answer.json()["code"]) == (409, code), answer.text
    return answer.json()


async def test_a_question_writes_no_letter_and_red_names_item_and_law(svc, people):
    found = await advised(people, title="各村征订报刊60份")
    assert (found["answer"], found["reason"], found["item"]) == ("red", "negative", "NE05")
    assert "规范村级组织工作事务" in found["law"]
    assert (await advised(people))["answer"] == "red"
    assert await svc.events(TaskRefused) == []


@pytest.mark.parametrize(("title", "reason", "item"), [
    ("通知村里的老人去做养老待遇资格认证", "near_listed", None),
    ("帮派出所登记外来人口", "near_listed", None),
    ("帮忙上门问问谁家有几口人", "unsure", None),
    ("县农业农村局拟于下月到村检查高标准农田管护", "visit", None),
    ("审计局查村里的账", "lawful", None),
    ("信访件调查请村里说明情况", "lawful", None),
    ("执法队来村调查取证", "lawful", None),
])  # fmt: skip
async def test_what_may_be_owed_in_everyday_words_gets_no_letter(people, title, reason, item):
    found = await advised(people, title=title)
    assert (found["answer"], found["reason"]) == ("ask", reason), found
    assert "县减负办" in found["detail"] + (found["question"] or "")
    refused = await unwritten(people, title=title)
    assert refused["reason"] == reason
    if reason in ("near_listed", "lawful"):
        assert found["name"] == refused["name"]
        assert found["law"] == refused["law"]


async def test_what_stands_on_the_list_is_green_with_its_item(people):
    found = await advised(people, title="协助做好人口普查工作")
    assert (found["answer"], found["reason"], found["item"]) == ("green", "listed", "AS51")


async def test_a_basis_in_law_is_looked_at_by_the_office_and_a_notice_is_not(people):
    title = "要求村干部下载安装政务APP并每日打卡"
    assert (await advised(people, title=title, basis="农办〔2026〕8号通知"))["answer"] == "red"
    refused = await unwritten(people, title=title, basis="农业法第12条")
    assert (refused["reason"], refused["law"]) == ("claimed_law", "农业法第12条")


async def test_a_task_of_the_body_under_another_name_is_offered_by_its_name(people):
    granted = await people.granted()
    await people.assigned(granted)
    summer = people.at(SUMMER)
    title = "要求村干部下载安装政务APP并每日打卡"
    refused = await unwritten(summer, title=title, department="NYJ")
    assert (refused["reason"], refused["name"], refused["number"]) == ("running", "村级防汛值守", granted["number"])
    # Of another body it is another matter, unless it is named or its number was shown.
    assert (await advised(summer, title=title))["answer"] == "red"
    assert (await advised(summer, title="村级防汛值守"))["reason"] == "running"
    assert (await advised(summer, title=title, admission_number=granted["number"]))["reason"] == "running"
    # On a day for which nothing is dispatched there is nothing that it could be.
    assert (await advised(summer, title=title, department="NYJ", wanted_on="2026-10-08"))["answer"] == "red"


async def test_a_form_in_force_is_owed_on_its_days(svc, people):
    form = FormApproved(
        form="F001", frequency="monthly", title="村级人员台账", seconds_a_year=600, valid_until=date(2026, 12, 31),
        legal_basis="统计法第9条", admission=None,
    )  # fmt: skip
    at = datetime(2026, 2, 2, 2, tzinfo=UTC)
    about = UUID("01936f2a-0000-7000-8000-00000000000a")
    await svc.hear(consumers, form, region=COUNTY, department="WLJ", subject_id=about, at=at)
    assert (await advised(people, title="村级人员台账"))["reason"] == "form"
    assert (await unwritten(people, "demand_on_form", title="村级人员台账"))["name"] == "村级人员台账"
    asked = "请每天填报村级人员台账并排名通报"
    assert (await advised(people, title=asked))["reason"] == "near_form"
    assert (await advised(people, title=asked, department="NYJ"))["answer"] == "red"
    assert (await advised(people, title=asked, wanted_on="2027-01-04"))["answer"] == "red"


async def test_the_list_of_the_day_counts(people):
    items = [
        {"kind": kind, "code": code, "name": name, "content": name, "legal_basis": "村民委员会组织法第9条",
         "lead_department": "县民政局"}
        for kind, code, name in (("duty", "DU01", "组织村民巡河护水"), ("negative", "NE01", "代收水费"))
    ]  # fmt: skip
    draft = await people.made(people.county(), "/v1/editions", {"title": "本县清单", "items": items})
    path = f"/v1/editions/{draft['id']}/publication"
    await people.made(people.county(), path, {"effective_from": "2026-05-01"}, status=200)
    assert (await advised(people, title="组织村民巡河护水"))["reason"] != "listed"
    then = {"wanted_on": "2026-05-01"}
    assert (await advised(people, title="组织村民巡河护水", **then))["item"] == "DU01"
    refusal = await people.made(people.village(), "/v1/refusals", DEMAND | then | {"title": "代收水费"})
    assert (refusal["cited_item"], refusal["edition_number"]) == ("NE01", 1)
    assert "村民委员会组织法第9条" in refusal["letter"]


async def test_what_became_of_a_refusal_is_told_and_the_office_steps_in(svc, people):
    refusal = await people.made(people.village(), "/v1/refusals", DEMAND)
    assert refusal["state"] == "written"
    assert open_actions(refusal) == ["dropping", "insistence"]
    path = f"/v1/refusals/{refusal['id']}"
    note = {"note": "电话里仍要求月底前完成"}
    insisted = await people.made(people.village(), f"{path}/insistence", note, status=200)
    assert (insisted["state"], insisted["note"]) == ("insisted", note["note"])
    async with people.county() as county:
        (todo,) = [t for t in (await county.get("/v1/todos")).json()["todos"] if t["kind"] == "refusal_insisted"]
    assert todo["subject"]["title"] == "报刊订阅任务"
    async with people.village("990101002201") as stranger:
        assert (await stranger.post(f"{path}/dropping", json=note)).status_code == 404
    dropped = await people.made(people.county(), f"{path}/dropping", {"note": "已责成收回"}, status=200)
    assert dropped["state"] == "dropped"
    assert await people.refused(people.village(), f"{path}/insistence", note) == (409, "illegal_transition")
    assert [e["data"]["outcome"] for e in await svc.events(DemandFollowed)] == ["insisted", "dropped"]


async def test_a_refused_matter_may_be_admitted_later_by_its_own_number_only(svc, people):
    demand = {"title": "要求村干部下载安装政务APP并每日打卡", "department": "NYJ"}
    refusal = await people.made(people.village(), "/v1/refusals", demand)
    path = f"/v1/refusals/{refusal['id']}/later-admission"
    flood = await people.granted()
    body = {"number": flood["number"], "note": "县里已批准"}
    assert await people.refused(people.village(), path, body) == (403, "forbidden")
    assert await people.refused(people.county(), path, body) == (422, "number_of_another")
    own = await people.granted(title=demand["title"])
    admitted = await people.made(people.county(), path, body | {"number": own["number"]}, status=200)
    assert (admitted["state"], admitted["later_number"]) == ("admitted", own["number"])
    (event,) = await svc.events(DemandFollowed)
    assert (event["data"]["outcome"], event["data"]["number"]) == ("admitted", own["number"])
