"""From the counter to the paper: checked facts, a second person, deliberations, exceptions, and limits that pass."""

from datetime import UTC, datetime

from contracts.certificate import (
    ApplicationApproved,
    ApplicationChecked,
    ApplicationOverdue,
    ApplicationPursued,
    CertificateIssued,
    DeliberationRecorded,
)
from countykit.identity import Role
from countykit.testing import open_actions

from tests.pdf_files import pdf

from .story import CHECK, COUNTY, FREE, KINSHIP, OTHER_TOWNSHIP, TOWNSHIP, VILLAGE, admit, application, take

CHECKED = {**CHECK, "findings": "底册第12页与所述一致，两名邻居证实"}
FACTS = {"facts": KINSHIP["facts"]}
LAND = {
    "facts": {
        "parcel": "图斑0132", "year": "1998", "group": "第三村民小组", "way": "家庭承包", "area": "3.20",
        "archive": "1998年土地承包台账",
    },
    "fact_check": CHECK,
}  # fmt: skip
MET = {
    "forum": "representatives", "held_on": "2026-01-05", "present": 23, "agreed": True,
    "decision": "经村民代表会议讨论同意", "signed_by": "李四",
}  # fmt: skip


def blocked(record, step):
    (action,) = [action for action in record["allowed_actions"] if action["name"] == step]
    return [obstacle["code"] for obstacle in action["blocked_by"]]


async def todos(client):
    return {todo["kind"]: todo for todo in (await client.get("/v1/todos")).json()["todos"]}


async def test_what_the_list_wants_a_second_person_for_is_checked_approved_and_then_issued(svc, county, village):
    await admit(county, second_person=True)
    taken = await take(village)
    path = f"/v1/applications/{taken['id']}"
    assert blocked(taken, "issue") == ["approval_missing"]
    refused = await village.post(f"{path}/issue", json=KINSHIP)
    assert (refused.status_code, refused.json()["code"]) == (409, "approval_missing")
    tomorrow = await village.post(f"{path}/check", json={**CHECKED, "on": "2099-01-01"})
    assert (tomorrow.status_code, tomorrow.json()["code"]) == (422, "date_in_future")
    checked = await village.post(f"{path}/check", json=CHECKED)
    assert (checked.json()["state"], checked.json()["checked_on"]) == ("checked", CHECK["on"])
    assert "底册" not in checked.text
    assert blocked(checked.json(), "approval") == ["approval_by_checker"]
    agreed = {"decision": "approved", "reason": "核实情况清楚"}
    itself = await village.post(f"{path}/approval", json=agreed)
    assert (itself.status_code, itself.json()["code"]) == (409, "approval_by_checker")
    assert "application_approval" not in await todos(village)
    async with svc.client(Role.VILLAGE, region=VILLAGE, sub="second") as second:
        assert (await todos(second))["application_approval"]["subject"]["title"] == taken["item_name"]
        back = await second.post(f"{path}/approval", json={"decision": "returned", "reason": "未走访邻居"})
        assert (back.json()["state"], back.json()["checked_on"]) == ("received", None)
        assert (await village.post(f"{path}/check", json=CHECKED)).status_code == 200
        approved = await second.post(f"{path}/approval", json=agreed)
        assert (approved.json()["state"], open_actions(approved.json())) == ("approved", ["issue", "refusal"])
    again = await village.post(f"{path}/issue", json=KINSHIP)
    assert (again.status_code, again.json()["code"]) == (409, "fact_check_recorded")
    issued = await village.post(f"{path}/issue", json=FACTS)
    assert issued.status_code == 201
    clear = await village.post(f"/v1/certificates/{issued.json()['id']}/unmasking", json={"purpose": "核对"})
    assert clear.json()["paper"]["check"]["by"] == CHECK["by"]
    assert [event["data"]["approved"] for event in await svc.events(ApplicationApproved)] == [False, True]
    assert len(await svc.events(ApplicationChecked)) == 2
    assert len(await svc.events(CertificateIssued)) == 1


async def test_one_person_under_two_logins_is_no_second_person(svc, county, village, township):
    await admit(county, second_person=True)
    path = f"/v1/applications/{(await take(village))['id']}"
    assert (await village.post(f"{path}/check", json=CHECKED)).status_code == 200
    checker = f"village@{VILLAGE}"
    async with svc.client(Role.VILLAGE, region=VILLAGE, sub="also-me", other_logins=[checker]) as same:
        itself = await same.post(f"{path}/approval", json={"decision": "approved", "reason": "核实情况清楚"})
        assert (itself.status_code, itself.json()["code"]) == (409, "approval_by_checker")
        assert "application_approval" not in await todos(same)
    refused = (await village.post("/v1/applications", json=application(item="FC05"))).json()
    path = f"/v1/applications/{refused['application_id']}"
    assert (await village.post(f"{path}/exception", json={"reason": "老人急用"})).status_code == 200
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP, sub="township-too", other_logins=[checker]) as same:
        itself = await same.post(f"{path}/exception-decision", json={"decision": "approved", "reason": "情况属实"})
        assert (itself.status_code, itself.json()["code"]) == (409, "exception_needs_second_person")


async def test_without_a_check_before_or_now_nothing_is_issued(county, village):
    await admit(county)
    first, second = await take(village), await take(village)
    refused = await village.post(f"/v1/applications/{first['id']}/issue", json=FACTS)
    assert (refused.status_code, refused.json()["code"]) == (422, "fact_check_missing")
    assert (await village.post(f"/v1/applications/{first['id']}/check", json=CHECKED)).status_code == 200
    assert (await village.post(f"/v1/applications/{first['id']}/issue", json=FACTS)).status_code == 201
    assert (await village.post(f"/v1/applications/{second['id']}/issue", json=KINSHIP)).status_code == 201
    late = await village.post(f"/v1/applications/{second['id']}/check", json=CHECKED)
    assert (late.status_code, late.json()["code"]) == (409, "illegal_transition")


async def test_public_interest_needs_a_deliberation_that_agreed_and_its_minutes_are_files_by_cer_03(
    svc, county, village, township
):
    await admit(county, "AC21")
    taken = await take(village, item="AC21")
    path = f"/v1/applications/{taken['id']}"
    refused = await village.post(f"{path}/issue", json=LAND)
    assert (refused.status_code, refused.json()["code"]) == (422, "deliberation_missing")
    ahead = await village.post(f"{path}/deliberation", json={**MET, "held_on": "2099-01-01"})
    assert (ahead.status_code, ahead.json()["code"]) == (422, "date_in_future")
    against = await village.post(f"{path}/deliberation", json={**MET, "agreed": False, "decision": "不同意"})
    assert against.status_code == 201
    assert (await village.post(f"{path}/issue", json=LAND)).json()["code"] == "deliberation_missing"
    agreed = await village.post(f"{path}/deliberation", json={**MET, "held_on": "2026-02-05"})
    assert "李四" not in agreed.text
    files = f"/v1/proceedings/{agreed.json()['id']}/attachments"
    added = await village.post(files, content=pdf(), headers={"content-type": "application/pdf"})
    assert added.status_code == 201, added.text
    assert len((await township.get(files)).json()["items"]) == 1
    async with svc.client(Role.TOWNSHIP, region=OTHER_TOWNSHIP) as stranger:
        assert (await stranger.get(files)).status_code == 404
        assert (await stranger.get("/v1/proceedings")).json()["items"] == []
    issued = await village.post(f"{path}/issue", json=LAND)
    assert issued.status_code == 201
    clear = await village.post(f"/v1/certificates/{issued.json()['id']}/unmasking", json={"purpose": "核对"})
    assert clear.json()["deliberation"]["signed_by"] == "李四"
    listed = await county.get("/v1/proceedings", params={"application_id": taken["id"]})
    assert [record["agreed"] for record in listed.json()["items"]] == [True, False]
    assert [event["data"]["agreed"] for event in await svc.events(DeliberationRecorded)] == [False, True]


async def test_what_is_not_of_public_interest_asks_no_village_to_meet(county, village):
    await admit(county)
    taken = await take(village)
    answer = await village.post(f"/v1/applications/{taken['id']}/deliberation", json=MET)
    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_transition")


async def test_an_exception_is_a_record_from_its_asking_to_its_decision_by_cer_04(village, township):
    refused = await village.post("/v1/applications", json=application(item="FC05"))
    path = f"/v1/applications/{refused.json()['application_id']}"
    await village.post(f"{path}/exception", json={"reason": "部门信息尚未共享,已核实"})
    (asked,) = (await township.get("/v1/proceedings", params={"kind": "exception"})).json()["items"]
    assert (asked["agreed"], asked["item_code"], asked["forum"]) == (None, "FC05", None)
    await township.post(f"{path}/exception-decision", json={"decision": "denied", "reason": "公安机关可以出具"})
    await village.post(f"{path}/exception", json={"reason": "公安机关书面表示无法出具"})
    await township.post(f"{path}/exception-decision", json={"decision": "approved", "reason": "同意"})
    records = (await township.get("/v1/proceedings", params={"kind": "exception"})).json()["items"]
    assert [(record["agreed"], record["forum"]) for record in records] == [(True, "township"), (False, "township")]
    assert (await village.post(f"{path}/issue", json=FREE)).status_code == 201


async def test_a_limit_that_passes_calls_the_township_once_and_dates_nothing_for_the_village(svc):
    at = datetime(2026, 3, 2, 2, tzinfo=UTC)
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY, at=at) as county:
        await admit(county, days=5)
    async with (
        svc.client(Role.VILLAGE, region=VILLAGE, at=at) as village,
        svc.client(Role.TOWNSHIP, region=TOWNSHIP, at=datetime(2026, 3, 11, 2, tzinfo=UTC)) as township,
    ):
        waiting, answered = await take(village), await take(village)
        assert waiting["due_on"] == "2026-03-09"
        refusal = {"reason": "untrue", "explanation": "不实"}
        assert (await village.post(f"/v1/applications/{answered['id']}/refusal", json=refusal)).status_code == 200
        await svc.do_due(datetime(2026, 3, 9, 15, 59, tzinfo=UTC))
        assert await svc.events(ApplicationOverdue) == []
        await svc.do_due(datetime(2026, 3, 9, 16, 1, tzinfo=UTC))
        await svc.do_due(datetime(2026, 4, 9, 16, 1, tzinfo=UTC))
        (event,) = await svc.events(ApplicationOverdue)
        assert (event["subject"], event["data"]["due_on"]) == (f"applications/{waiting['id']}", "2026-03-09")
        listed = (await township.get("/v1/applications", params={"overdue": "true"})).json()["items"]
        assert [row["id"] for row in listed] == [waiting["id"]]
        assert (await todos(township))["application_pursuit"]["due"] == "2026-03-09"
        assert {todo["due"] for todo in (await todos(village)).values()} == {None}
        path = f"/v1/applications/{waiting['id']}/pursuit"
        helped = await township.post(path, json={"measure": "民政助理员到村查阅底册"})
        assert (helped.status_code, helped.json()["pursued_on"]) == (200, "2026-03-11")
        assert "application_pursuit" not in await todos(township)
        assert (await township.post(path, json={"measure": "再次"})).status_code == 409
        assert (await village.post(f"/v1/applications/{waiting['id']}/issue", json=KINSHIP)).status_code == 201
    assert len(await svc.events(ApplicationPursued)) == 1
