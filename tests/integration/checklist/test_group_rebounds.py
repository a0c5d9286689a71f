"""Chat groups: whose they are, into which one they go, and that a closed one does not come back unseen."""

from datetime import timedelta

import pytest
from contracts.checklist import GroupMerged
from contracts.groups import GroupAllowed, GroupReboundDetected, GroupReboundRetracted, GroupReboundUpheld
from countykit.identity import Role
from countykit.testing import open_actions

from tests.integration.checklist.conftest import COUNTY, NOW, TOWNSHIP

CLOSE = {"reason": "长期不用"}
OTHER = "990101002000"


def group(name="防汛工作群", **changes):
    return {"region": TOWNSHIP, "name": name, "platform": "wechat", "members": 40} | changes


async def registered(people, name="防汛工作群", **changes):
    return await people.made(people.township(), "/v1/groups", group(name, **changes))


async def closed(people, name="防汛工作群", **changes):
    old = await registered(people, name, **changes)
    await people.made(people.township(), f"/v1/groups/{old['id']}/dissolution", CLOSE, status=200)
    return old


async def rebounds(client, **query):
    async with client:
        answer = await client.get("/v1/group-rebounds", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


@pytest.mark.parametrize(
    "again",
    [
        group("青石镇防汛微信群", region=TOWNSHIP, members=300),  # the same owner, renamed
        group("防汛工作群", owner="NYJ", platform="dingtalk", members=36),  # the same people under another owner
    ],
)
async def test_a_closed_group_that_is_there_again_is_charged(svc, people, again):
    old = await closed(people)
    new = await people.made(people.county(), "/v1/groups", again | {"name": again["name"].replace("青石镇", "")})
    (found,) = await rebounds(people.township())
    assert (found["closed"], found["registered_again"], found["state"]) == (old["id"], new["id"], "confirmed")
    (event,) = await svc.events(GroupReboundDetected)
    home = COUNTY if again.get("owner") else TOWNSHIP
    assert (event["data"]["charged_home"], event.get("department")) == (home, again.get("owner"))
    assert event["data"]["closed"] == old["id"]


@pytest.mark.parametrize(
    "another",
    [
        group("森林防火工作群"),
        group("防汛工作群", region=OTHER),
        group("防汛工作群", owner="NYJ", members=500),  # another body's, with other people
        group("工作群", members=10),  # says nothing but what all of them are called
    ],
)
async def test_another_group_is_no_rebound(svc, people, another):
    await closed(people)
    await people.made(people.county(), "/v1/groups", another)
    assert await svc.events(GroupReboundDetected) == []


async def test_while_it_is_open_or_known_to_be_back_a_group_is_no_rebound(svc, people):
    await registered(people)
    await registered(people)
    assert await svc.events(GroupReboundDetected) == []
    await closed(people, "党建工作群")
    again = await registered(people, "党建工作群")
    await registered(people, "党建工作群")
    assert len(await svc.events(GroupReboundDetected)) == 1
    await people.made(people.township(), f"/v1/groups/{again['id']}/dissolution", CLOSE, status=200)
    await registered(people, "党建工作群")
    assert len(await svc.events(GroupReboundDetected)) == 2


async def test_the_township_objects_and_somebody_without_a_part_in_it_decides(svc, people):
    await closed(people)
    await people.made(people.county(sub="who-saw-it"), "/v1/groups", group())
    (found,) = await rebounds(people.township())
    path = f"/v1/group-rebounds/{found['id']}"
    assert open_actions(found) == ["objection"]
    assert (await people.refused(people.township(OTHER), f"{path}/objection", {"grounds": "不是"}))[0] == 404
    objected = await people.made(people.township(), f"{path}/objection", {"grounds": "是另一个村民群"}, status=200)
    assert objected["state"] == "objected"
    verdict = {"decision": "overturned", "reason": "经核实不是原群"}
    assert (await people.refused(people.township(), f"{path}/review", verdict))[0] == 403
    assert await people.refused(people.county(sub="who-saw-it"), f"{path}/review", verdict) == (
        409, "judge_cannot_review",
    )  # fmt: skip
    done = await people.made(people.approver(), f"{path}/review", verdict, status=200)
    assert done["state"] == "overturned"
    (event,) = await svc.events(GroupReboundRetracted)
    assert event["data"] == {"charged_home": TOWNSHIP, "counted_on": "2026-03-02", "by_objection": True}


async def test_an_owner_contests_what_it_is_charged_with_within_thirty_days(svc, people):
    await closed(people, owner="NYJ")
    await people.made(people.township(), "/v1/groups", group(owner="NYJ"))
    (found,) = await rebounds(people.department())
    assert await rebounds(people.department("WLJ")) == []
    path = f"/v1/group-rebounds/{found['id']}"
    assert (await people.refused(people.township(), f"{path}/objection", {"grounds": "不是"}))[0] == 403
    late = people.at(NOW + timedelta(days=31))
    assert await late.refused(late.department(), f"{path}/objection", {"grounds": "不是原群"}) == (
        409, "verdict_objection_late",
    )  # fmt: skip
    await people.made(people.department(), f"{path}/objection", {"grounds": "不是原群"}, status=200)
    await people.made(people.county(), f"{path}/review", {"decision": "upheld", "reason": "确为原群"}, status=200)
    assert len(await svc.events(GroupReboundUpheld)) == 1
    taken_back = await people.made(people.approver(), f"{path}/withdrawal", {"reason": "复查有误"}, status=200)
    assert taken_back["state"] == "withdrawn"


async def test_a_merger_names_an_open_group_of_the_same_township(svc, people):
    one, other = await registered(people, "防汛群"), await registered(people, "党建群")
    gone = await closed(people, "征兵群")
    elsewhere = await people.made(people.county(), "/v1/groups", group("防汛群", region=OTHER))
    path = f"/v1/groups/{one['id']}/merger"
    for target in (one, gone, elsewhere, {"id": "01936f2a-0000-7000-8000-000000000001"}):
        body = {"reason": "并入", "target": target["id"]}
        assert await people.refused(people.township(), path, body) == (422, "merge_target_invalid")
    assert (await people.refused(people.township(), path, {"reason": "并入"}))[0] == 422
    merged = await people.made(people.township(), path, {"reason": "并入", "target": other["id"]}, status=200)
    assert (merged["state"], merged["merged_into"]) == ("merged", other["id"])
    (event,) = await svc.events(GroupMerged)
    assert event["data"]["into"] == other["id"]


async def test_a_second_group_needs_the_approvers_reason_and_apps_stand_beside_it(svc, people):
    one, other = await registered(people, "村级工作总群"), await registered(people, "应急群")
    await people.made(people.township(), f"/v1/groups/{one['id']}/retention", {"reason": "保留"}, status=200)
    app = {
        "platform": "government_app", "owner": "NYJ", "owner_level": "county", "filing_number": "省网信备1",
        "complaint_box": True,
    }  # fmt: skip
    lawful = await registered(people, "浙农码", **app)
    await people.made(people.township(), f"/v1/groups/{lawful['id']}/retention", {"reason": "保留"}, status=200)
    path = f"/v1/groups/{other['id']}"
    keep = {"reason": "山区应急联络"}
    assert await people.refused(people.township(), f"{path}/retention", keep) == (409, "one_group_per_township")
    for nobody in (people.township(), people.county()):
        assert (await people.refused(nobody, f"{path}/allowance", keep))[0] == 403
    allowed = await people.made(people.approver(), f"{path}/allowance", keep, status=200)
    assert allowed["allowance"] == "山区应急联络"
    await people.made(people.township(), f"{path}/retention", keep, status=200)
    assert len(await svc.events(GroupAllowed)) == 1
    second = await registered(people, "浙农通", **app)
    assert await people.refused(people.township(), f"/v1/groups/{second['id']}/retention", keep) == (409, "app_second")


async def test_a_survey_comes_as_a_table_all_rows_or_none_and_is_counted(svc, people):
    await closed(people)
    rows = [group(), group("党建群", owner="NYJ"), group("消防群")]
    table, wrong = ({"file": _csv(each)} for each in (rows, [*rows, group("妇联群", region=OTHER), group(owner="NO")]))
    async with people.township() as client:
        tried = (await client.post("/v1/groups/import", params={"dry_run": "true"}, files=table)).json()
        assert (tried["rows"], tried["accepted"], tried["rebounds"]) == (3, 0, 1)
        assert len((await client.get("/v1/groups")).json()["items"]) == 1
        refused = await client.post("/v1/groups/import", files=wrong)
        fields = {each["field"] for each in refused.json()["errors"]}
        assert (refused.status_code, fields) == (422, {"region", "owner"})
        kept = await client.post("/v1/groups/import", files=table)
        assert (kept.status_code, kept.json()["accepted"], kept.json()["rebounds"]) == (200, 3, 1)
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY, at=NOW) as client:
        (count,) = (await client.get("/v1/group-counts")).json()["items"]
    assert {name: count[name] for name in ("region", "surveyed", "late", "open", "dissolved", "rebounds")} == {
        "region": TOWNSHIP, "surveyed": 4, "late": 0, "open": 3, "dissolved": 1, "rebounds": 1,
    }  # fmt: skip


def _csv(rows):
    heads = {"region": "乡镇", "name": "名称", "platform": "平台", "members": "人数", "owner": "主管机构"}
    lines = [",".join(heads.values())]
    lines += [",".join(str(row.get(name) or "") for name in heads) for row in rows]
    return "groups.csv", "\n".join(lines).encode(), "text/csv"
