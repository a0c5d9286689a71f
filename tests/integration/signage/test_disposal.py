"""From a flag to a verified disposal, and back when a board hangs again."""

import asyncio

import pytest
from contracts.rebounds import ReboundDetected
from contracts.signage import (
    PlaqueDisposalOrdered,
    PlaqueFlagged,
    PlaqueMerged,
    PlaqueRegistered,
    PlaqueRemoved,
    PlaqueReopened,
    PlaqueReplaced,
    PlaqueVerified,
)  # fmt: skip
from countykit.identity import Role
from countykit.testing import open_actions

from .boards import FINE, STRAY, order, post, register, take_down, verify
from .conftest import TOWNSHIP

REPLACEMENT = {name: value for name, value in FINE.items() if name != "region"}


@pytest.fixture
async def township(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP, sub="doer") as client:
        yield client


@pytest.fixture
async def inspector(svc):
    async with svc.client(Role.INSPECTOR, region="990101", sub="checker") as client:
        yield client


async def refused(client, plaque, action, body):
    answer = await client.post(f"/v1/plaques/{plaque['id']}/{action}", json=body)
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


async def sequences(svc, plaque):
    return [event["sequence"] for event in await svc.events() if event["subject"] == f"plaques/{plaque['id']}"]


async def test_a_removal_goes_through_all_states_and_publishes_each(svc, township, inspector):
    plaque = await register(township)
    flagged = await post(inspector, f"/{plaque['id']}/flag", {"reason": "not_in_spec", "note": "不在一览表内"})
    ordered = await post(township, f"/{plaque['id']}/disposal", {"kind": "remove", "reason": "不在一览表内"})
    done = await post(township, f"/{plaque['id']}/completion", {"note": "已拆除"})
    verified = await verify(inspector, plaque)
    assert [step["state"] for step in (plaque, flagged, ordered, done, verified)] == [
        "registered", "flagged", "disposal_ordered", "done", "verified",
    ]  # fmt: skip
    assert flagged["flag_reason"] == "not_in_spec"
    assert open_actions(ordered) == ["completion"]
    assert open_actions(verified) == []
    assert verified["verified_at"]
    kinds = (PlaqueRegistered, PlaqueFlagged, PlaqueDisposalOrdered, PlaqueRemoved, PlaqueVerified)
    assert [len(await svc.events(kind)) for kind in kinds] == [1] * 5
    assert await sequences(svc, plaque) == [1, 2, 3, 4, 5]


async def test_a_merger_by_the_rules_names_the_board_it_went_into(svc, township):
    await take_down(township, "merge_into")
    (event,) = await svc.events(PlaqueMerged)
    assert event["data"] == {"into_spec": "PL07"}


@pytest.mark.parametrize(("name", "into"), [("妇女之家", "PL08"), ("农家书屋", "PL07"), ("扶贫工作站", "PL07")])
async def test_a_merger_outside_of_the_rules_is_refused_with_the_seed_as_its_source(svc, township, name, into):
    plaque = await register(township, name=name)
    await post(township, f"/{plaque['id']}/flag", {"reason": "no_activity"})
    body = {"kind": "merge_into", "into_spec": into, "reason": "功能相近"}
    answer = await township.post(f"/v1/plaques/{plaque['id']}/disposal", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "merge_not_allowed")
    assert "新时代文明实践中心(站)整合妇女之家" in answer.json()["law"]
    assert await svc.events(PlaqueDisposalOrdered) == []


async def test_a_merger_needs_a_target_that_exists_and_nothing_else_may_have_one(township):
    plaque = await register(township)
    await post(township, f"/{plaque['id']}/flag", {"reason": "no_activity"})
    merge = {"kind": "merge_into", "reason": "功能相近"}
    assert await refused(township, plaque, "disposal", merge) == (422, "invalid_request")
    assert await refused(township, plaque, "disposal", {**merge, "into_spec": "PL99"}) == (422, "spec_unknown")
    remove = {"kind": "remove", "into_spec": "PL07", "reason": "功能相近"}
    assert await refused(township, plaque, "disposal", remove) == (422, "invalid_request")


async def test_a_board_is_merged_into_one_that_is_ordered_as_soon_as_that_hangs(township):
    plaque, old = await register(township), await register(township, name="文明点")
    merge = {"kind": "merge_into", "reason": "功能相近", "into_spec": "PL07"}
    for each in (plaque, old):
        await post(township, f"/{each['id']}/flag", {"reason": "no_activity"})
    assert await refused(township, plaque, "disposal", merge) == (409, "merge_target_missing")
    unknown = {"kind": "replace", "reason": "更换", "into_spec": "PL99"}
    assert await refused(township, old, "disposal", unknown) == (422, "spec_unknown")
    await post(township, f"/{old['id']}/disposal", {**unknown, "into_spec": "PL07"})
    await post(township, f"/{plaque['id']}/disposal", merge)
    assert await refused(township, plaque, "completion", {"note": "已整合"}) == (409, "merge_target_missing")
    await post(township, f"/{old['id']}/completion", {"replacement": REPLACEMENT})
    assert (await post(township, f"/{plaque['id']}/completion", {"note": "已整合"}))["state"] == "done"


async def test_a_replacement_takes_the_old_boards_place_and_conforms(svc, township, inspector):
    plaque = await order(township, "replace")
    done = await post(township, f"/{plaque['id']}/completion", {"replacement": REPLACEMENT})
    assert (done["name"], done["spec"], done["conforms"]) == ("新时代文明实践站", "PL07", True)
    assert len(await svc.events(PlaqueReplaced)) == 1
    verified = await verify(inspector, plaque)
    assert open_actions(verified) == ["flag", "correction"]
    assert (await post(inspector, f"/{plaque['id']}/flag", {"reason": "no_activity"}))["state"] == "flagged"


async def test_a_replacement_that_does_not_fit_the_table_is_refused(svc, township):
    plaque = await order(township, "replace")
    answer = await township.post(
        f"/v1/plaques/{plaque['id']}/completion", json={"replacement": {**REPLACEMENT, "width_mm": 1200}}
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "replacement_off_spec")
    assert answer.json()["differences"][0]["kind"] == "size"
    assert (await township.get(f"/v1/plaques/{plaque['id']}")).json()["name"] == STRAY["name"]
    assert await svc.events(PlaqueReplaced) == []


async def test_a_replacement_is_described_when_and_only_when_the_order_says_so(township):
    replaced, removed = await order(township, "replace"), await order(township, "remove", name="青年之家")
    assert await refused(township, replaced, "completion", {}) == (422, "replacement_expected")
    body = {"replacement": REPLACEMENT}
    assert await refused(township, removed, "completion", body) == (422, "replacement_expected")


async def test_a_replacement_cannot_double_a_board_that_hangs_there(township):
    await post(township, "", FINE, 201)
    plaque = await order(township, "replace")
    body = {"replacement": REPLACEMENT}
    assert await refused(township, plaque, "completion", body) == (409, "plaque_already_in_ledger")


async def test_a_flag_must_agree_with_the_computed_conformity(svc, township):
    fine, stray = await post(township, "", FINE, 201), await register(township)
    assert await refused(township, fine, "flag", {"reason": "not_in_spec"}) == (409, "flag_contradicted")
    assert await refused(township, fine, "flag", {"reason": "off_spec"}) == (409, "flag_contradicted")
    assert await refused(township, stray, "flag", {"reason": "off_spec"}) == (409, "flag_contradicted")
    assert await svc.events(PlaqueFlagged) == []
    wide = await register(township, name="综治中心", background="蓝", width_mm=900)
    assert (await post(township, f"/{wide['id']}/flag", {"reason": "off_spec"}))["state"] == "flagged"


async def test_the_doer_cannot_verify_and_is_not_offered_it(svc, township, inspector):
    done = await take_down(township)
    assert open_actions(done) == []
    assert open_actions((await inspector.get(f"/v1/plaques/{done['id']}")).json()) == ["verification"]
    body = {"decision": "accepted", "reason": "自查"}
    assert await refused(township, done, "verification", body) == (403, "forbidden")
    async with svc.client(Role.INSPECTOR, region="990101", sub="other", other_logins=["doer"]) as doer:
        assert await refused(doer, done, "verification", body) == (409, "doer_cannot_verify")
    assert await svc.events(PlaqueVerified) == []


async def test_nobody_of_the_township_verifies_what_it_took_down(svc, township, inspector):
    """A second clerk, an inspector who sits in it, and one who lately served there are of the same body."""
    done, body = await take_down(township), {"decision": "accepted", "reason": "现场核验"}
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP, sub="colleague") as colleague:
        assert await refused(colleague, done, "verification", body) == (403, "forbidden")
    for claims in ({"region": TOWNSHIP}, {"region": "990101", "served_townships": [TOWNSHIP[:9]]}):
        async with svc.client(Role.INSPECTOR, sub="near", **claims) as near:
            assert await refused(near, done, "verification", body) == (409, "body_cannot_verify")
    assert await svc.events(PlaqueVerified) == []
    assert (await verify(inspector, done))["state"] == "verified"


async def test_a_rejected_disposal_is_reopened_and_can_be_ordered_anew(svc, township, inspector):
    done = await take_down(township)
    reopened = await verify(inspector, done, accepted=False)
    assert (reopened["state"], reopened["verified_at"]) == ("reopened", None)
    (event,) = await svc.events(PlaqueReopened)
    assert event["data"] == {"rebound": False, "after_baseline": False}
    assert await svc.events(ReboundDetected) == []
    again = await post(township, f"/{done['id']}/disposal", {"kind": "remove", "reason": "重新拆除"})
    assert again["state"] == "disposal_ordered"


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("disposal", {"kind": "remove", "reason": "失效"}),
        ("completion", {"note": "已拆除"}),
        ("verification", {"decision": "accepted", "reason": "已核验"}),
    ],
)
async def test_no_step_can_be_skipped(township, inspector, action, body):
    who = inspector if action == "verification" else township
    assert await refused(who, await register(township), action, body) == (409, "illegal_transition")


async def test_a_removed_board_cannot_be_flagged(township, inspector):
    plaque = await verify(inspector, await take_down(township))
    assert await refused(inspector, plaque, "flag", {"reason": "expired"}) == (409, "illegal_transition")


@pytest.mark.parametrize(
    ("role", "action", "body"),
    [
        (Role.VILLAGE, "flag", {"reason": "expired"}),
        (Role.DEPARTMENT, "flag", {"reason": "expired"}),
        (Role.INSPECTOR, "disposal", {"kind": "remove", "reason": "失效"}),
        (Role.INSPECTOR, "completion", {}),
        (Role.COUNTY_OFFICE, "completion", {}),
        (Role.VILLAGE, "verification", {"decision": "accepted", "reason": "已核验"}),
    ],
)
async def test_each_action_has_its_roles(svc, township, role, action, body):
    plaque = await register(township)
    async with svc.client(role, region="990101") as client:
        assert await refused(client, plaque, action, body) == (403, "forbidden")


@pytest.mark.parametrize("action", ["completion", "verification"])
async def test_a_stale_etag_is_refused_also_where_the_whole_ledger_is_held(svc, township, inspector, action):
    plaque = await order(township)
    if action == "verification":
        await post(township, f"/{plaque['id']}/completion", {})
    body = {} if action == "completion" else {"decision": "accepted", "reason": "已核验"}
    client = township if action == "completion" else inspector
    answer = await client.post(f"/v1/plaques/{plaque['id']}/{action}", json=body, headers={"if-match": '"1"'})
    assert (answer.status_code, answer.json()["code"]) == (412, "stale_version")


async def test_a_removed_board_registered_again_reopens_its_case(svc, township, inspector):
    case = await verify(inspector, await take_down(township))
    again = await register(inspector, name="青石镇柳河村【妇女之家】")
    assert (again["state"], again["rebound_of"], again["flag_reason"]) == (
        "flagged", case["id"], "function_mismatch",
    )  # fmt: skip
    assert (await township.get(f"/v1/plaques/{case['id']}")).json()["state"] == "reopened"
    (rebound,), (reopened,) = await svc.events(ReboundDetected), await svc.events(PlaqueReopened)
    assert rebound["data"] == {"registered_again": again["id"], "title": case["name"]}
    assert rebound["subject"] == reopened["subject"] == f"plaques/{case['id']}"
    assert reopened["data"] == {"rebound": True, "after_baseline": False}
    assert await sequences(svc, case) == [1, 2, 3, 4, 5, 6, 7]
    assert await sequences(svc, again) == [1, 2]


@pytest.mark.parametrize("kind", ["remove", "merge_into"])
async def test_a_board_taken_down_and_not_yet_verified_rebounds_too(svc, township, kind):
    case = await take_down(township, kind)
    assert (await register(township))["rebound_of"] == case["id"]


async def test_a_replaced_boards_old_name_is_no_rebound(svc, township):
    plaque = await order(township, "replace")
    await post(township, f"/{plaque['id']}/completion", {"replacement": REPLACEMENT})
    assert (await register(township))["rebound_of"] is None
    assert await svc.events(ReboundDetected) == []


async def test_the_same_name_in_another_village_is_no_rebound(svc, township):
    await take_down(township)
    assert (await register(township, region="990101001202"))["state"] == "registered"


async def test_of_many_registering_a_removed_board_at_once_one_rebound_is_detected(svc, township):
    await take_down(township)
    answers = await asyncio.gather(*(township.post("/v1/plaques", json=STRAY) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    assert len(await svc.events(ReboundDetected)) == 1


async def test_a_board_can_rebound_again_after_both_entries_were_taken_down(svc, township, inspector):
    case = await take_down(township)
    again = await register(township)
    for entry in (case, again):
        await post(township, f"/{entry['id']}/disposal", {"kind": "remove", "reason": "再次拆除"})
        await post(township, f"/{entry['id']}/completion", {})
        await verify(inspector, entry)
    assert (await register(township))["rebound_of"] == case["id"]
    assert len(await svc.events(ReboundDetected)) == 2


async def test_a_disposal_and_a_registration_racing_leave_a_consistent_ledger(svc, township):
    plaque = await order(township)
    done, entered = await asyncio.gather(
        township.post(f"/v1/plaques/{plaque['id']}/completion", json={}), township.post("/v1/plaques", json=STRAY)
    )
    assert done.status_code == 200
    rebounds = await svc.events(ReboundDetected)
    assert (entered.status_code, len(rebounds)) in {(409, 0), (201, 1)}
