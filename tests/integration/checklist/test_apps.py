"""Government apps that face villages (APP-01 to APP-03)."""

import pytest
from contracts.checklist import GroupRetained
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
