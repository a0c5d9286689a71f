"""Government apps that face villages (APP-01 to APP-03)."""

import pytest
from contracts.checklist import GroupRegistered, GroupRetained
from countykit.testing import open_actions

TOWNSHIP = "990101001000"


async def registered(people, **changes):
    body = {"region": TOWNSHIP, "name": "村村通应用", "platform": "government_app", "members": 40,
            "owner_level": "county", "filing_number": "省网信备2026-0007", **changes}  # fmt: skip
    return await people.made(people.township(), "/v1/groups", body)


async def test_a_lawful_app_has_no_flags_and_may_be_retained(svc, people):
    app = await registered(people)
    assert app["flags"] == []
    await people.made(people.township(), f"/v1/groups/{app['id']}/retention", {"reason": "保留"}, status=200)
    assert len(await svc.events(GroupRetained)) == 1


@pytest.mark.parametrize(
    ("changes", "rule", "code"),
    [
        ({"owner_level": "township"}, "APP-01", "app_below_county"),
        ({"filing_number": None}, "APP-02", "app_unfiled"),
        ({"forced_features": ["check_in", "online_time"]}, "APP-03", "app_forces"),
        ({"forced_features": ["promotion"]}, "APP-04", "app_promoted"),
        ({"forced_features": ["evidence"]}, "APP-05", "app_evidence"),
        ({"complaint_box": False}, "APP-06", "app_voiceless"),
    ],
)
async def test_an_unlawful_app_is_flagged_cannot_be_retained_and_can_be_dissolved(svc, people, changes, rule, code):
    app = await registered(people, **changes)
    assert (app["flags"], open_actions(app)) == ([rule], ["merger", "dissolution"])
    refused = await people.refused(people.township(), f"/v1/groups/{app['id']}/retention", {"reason": "保留"})
    assert refused == (409, code)
    assert await svc.events(GroupRetained) == []
    path = f"/v1/groups/{app['id']}/dissolution"
    assert (await people.made(people.township(), path, {"reason": "清理"}, status=200))["state"] == "dissolved"


async def test_what_only_apps_have_is_refused_on_a_chat_group(people):
    body = {"region": TOWNSHIP, "name": "群", "platform": "wechat", "members": 4, "filing_number": "备2026"}
    assert await people.refused(people.township(), "/v1/groups", body) == (422, "invalid_request")


async def test_another_platform_has_a_name_and_a_known_one_has_none(svc, people):
    body = {"region": TOWNSHIP, "name": "村务群", "platform": "other", "members": 4}
    assert await people.refused(people.township(), "/v1/groups", body) == (422, "invalid_request")
    named = body | {"platform_name": "某省自建通讯平台"}
    kept = await people.made(people.township(), "/v1/groups", named)
    assert (kept["platform"], kept["platform_name"]) == ("other", "某省自建通讯平台")
    (event,) = await svc.events(GroupRegistered)
    assert event["data"]["platform"] == "other"
    wrong = named | {"platform": "wechat"}
    assert await people.refused(people.township(), "/v1/groups", wrong) == (422, "invalid_request")


async def test_a_table_brings_all_that_is_known_of_an_app_and_of_another_platform(people):
    heads = "乡镇,名称,平台,平台名称,人数,开发层级,备案编号,强制功能,有投诉建议功能"
    lines = (
        f"{TOWNSHIP},随手拍,政务应用群,,300,乡镇,,打卡签到、强制上传照片轨迹,否",
        f"{TOWNSHIP},村务群,其他平台,某省自建通讯平台,40,,,,",
    )  # fmt: skip
    async with people.township() as client:
        table = ("groups.csv", "\n".join((heads, *lines)).encode(), "text/csv")
        done = await client.post("/v1/groups/import", files={"file": table})
        assert (done.status_code, done.json()["accepted"]) == (200, 2), done.text
        rows = {row["name"]: row for row in (await client.get("/v1/groups")).json()["items"]}
        wrong = ("groups.csv", f"{heads}\n{TOWNSHIP},党建群,微信群,,40,,备2026,,".encode(), "text/csv")
        refused = await client.post("/v1/groups/import", files={"file": wrong})
    app = rows["随手拍"]
    assert (app["owner_level"], app["forced_features"], app["complaint_box"]) == (
        "township", ["check_in", "evidence"], False,
    )  # fmt: skip
    assert app["flags"] == ["APP-01", "APP-02", "APP-03", "APP-05", "APP-06"]
    assert rows["村务群"]["platform_name"] == "某省自建通讯平台"
    assert (refused.status_code, refused.json()["code"]) == (422, "rows_refused")
    assert refused.json()["errors"][0]["code"] == "not_an_app"
