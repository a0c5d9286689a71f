"""Hanging requests and charges through a running signage-svc: the gate, and boards that went around it."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from contracts.hanging_charges import (
    HangingChargeDismissalProposed,
    HangingChargeJoined,
    HangingChargeOverdue,
    HangingChargeParted,
)
from contracts.hangings import HangingChargeConfirmed, HangingGranted, HangingRequested
from countykit.identity import Role

from .boards import FINE, STRAY, VILLAGE
from .conftest import COUNTY, DEPARTMENT, NEIGHBOUR, TOWNSHIP

REQUEST = {
    "region": VILLAGE, "name": "退役军人服务站", "placement": "inside", "purpose": "为退役军人办理优抚事务",
    "basis": "退役军人保障法第8条",
}  # fmt: skip


async def act(client, path, body, status=200):
    answer = await client.post(f"/v1/{path}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def refused(client, path, body):
    answer = await client.post(f"/v1/{path}", json=body)
    assert answer.status_code in (403, 404, 409, 422), answer.text
    return answer.json()


@pytest.fixture
async def department(svc):
    async with svc.client(Role.DEPARTMENT, region=COUNTY[:6], department=DEPARTMENT, sub="wlj") as client:
        yield client


@pytest.fixture
async def office(svc):
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY[:6], sub="office") as client:
        yield client


@pytest.fixture
async def clerk(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP, sub="clerk") as client:
        yield client


async def test_a_board_of_the_table_is_asked_for_granted_and_numbered(svc, department, office):
    asked = await act(department, "hanging-requests", REQUEST, 201)
    assert (asked["state"], asked["spec"], asked["department"]) == ("requested", "PL09", DEPARTMENT)
    assert (await refused(department, "hanging-requests", REQUEST))["code"] == "hanging_doubled"
    granted = await act(
        office, f"hanging-requests/{asked['id']}/decision", {"decision": "granted", "reason": "符合一览表"}
    )  # fmt: skip
    assert granted["number"].startswith("990101-GP-")
    assert granted["number"].endswith("-0001")
    assert len(await svc.events(HangingRequested)) == len(await svc.events(HangingGranted)) == 1


async def test_a_board_is_merged_into_one_that_was_granted_by_name_as_soon_as_that_hangs(department, office, clerk):
    """What a grant replaces goes into the row that it names; one that nobody granted yet is no target."""
    wanted = await act(department, "hanging-requests", {**REQUEST, "name": "新时代文明实践站"}, 201)
    plaque = await act(clerk, "plaques", STRAY, 201)
    await act(clerk, f"plaques/{plaque['id']}/flag", {"reason": "function_mismatch"})
    merge = {"kind": "merge_into", "into_spec": "PL07", "reason": "功能相近"}
    assert (await refused(clerk, f"plaques/{plaque['id']}/disposal", merge))["code"] == "merge_target_missing"
    granted = {"decision": "granted", "reason": "符合一览表"}
    assert (await act(office, f"hanging-requests/{wanted['id']}/decision", granted))["spec"] == "PL07"
    await act(clerk, f"plaques/{plaque['id']}/disposal", merge)
    done = {"note": "已整合"}
    assert (await refused(clerk, f"plaques/{plaque['id']}/completion", done))["code"] == "merge_target_missing"
    await act(clerk, "plaques", FINE, 201)
    assert (await act(clerk, f"plaques/{plaque['id']}/completion", done))["state"] == "done"


async def test_a_board_of_doubtful_name_is_granted_only_with_the_row_of_the_table_that_it_is(department, office):
    wanted = await act(department, "hanging-requests", {**REQUEST, "name": "警务室"}, 201)
    assert wanted["spec"] is None
    path, granted = f"hanging-requests/{wanted['id']}/decision", {"decision": "granted", "reason": "符合一览表"}
    assert (await refused(office, path, granted))["code"] == "hanging_spec_needed"
    assert (await refused(office, path, {**granted, "spec": "PL99"}))["code"] == "spec_unknown"
    assert (await act(office, path, {**granted, "spec": "PL09"}))["spec"] == "PL09"


@pytest.mark.parametrize(("changes", "code", "rule"), [
    ({"name": "妇女之家"}, "board_to_merge", None),
    ({"name": "供销合作社"}, "board_not_listed", None),
    ({"placement": "outside"}, "board_not_outside", "PLQ-01"),
    ({"name": "村民委员会"}, "board_not_inside", None),
    ({"region": "990101001299"}, "region_unknown", None),
])  # fmt: skip
async def test_what_the_table_or_the_rules_do_not_allow_is_refused_with_them(department, changes, code, rule):
    found = await refused(department, "hanging-requests", {**REQUEST, **changes})
    assert found["code"] == code
    if code.startswith("board"):
        assert found["law"]
        assert found.get("rule") == rule


async def test_a_village_whose_wall_is_full_gets_no_further_board_outside(svc, department, clerk):
    body = {**FINE, "placement": "outside", "width_mm": 300, "height_mm": 2000, "background": "白", "text_colour": "黑"}
    for name in ("村民委员会", "村务监督委员会", "股份经济合作社", "中共柳河村支部委员会"):
        await act(clerk, "plaques", {**body, "name": name, "region": NEIGHBOUR}, 201)
    wanted = {**REQUEST, "region": NEIGHBOUR, "name": "集体经济合作社", "placement": "outside"}
    assert (await refused(department, "hanging-requests", wanted))["code"] == "outside_full"


async def test_nobody_but_a_department_asks_and_nobody_grants_their_own(svc, department, clerk):
    assert (await refused(clerk, "hanging-requests", REQUEST))["code"] == "forbidden"
    asked = await act(department, "hanging-requests", REQUEST, 201)
    decision = {"decision": "granted", "reason": "同意"}
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY[:6], sub="wlj") as same:
        found = await refused(same, f"hanging-requests/{asked['id']}/decision", decision)
    assert found["code"] == "hanging_applicant_cannot_decide"
    back = await act(department, f"hanging-requests/{asked['id']}/withdrawal", {"reason": "不再需要"})
    assert back["state"] == "withdrawn"


async def late(svc, clerk, **changes):
    """A board that was entered after the first survey."""
    plaque = await act(clerk, "plaques", {**STRAY, **changes}, 201)
    await svc.database.execute("UPDATE plaque SET after_baseline = true WHERE id = $1", UUID(plaque["id"]))
    return plaque


async def test_a_board_that_went_around_the_gate_is_charged_to_who_demanded_it(svc, department, clerk, office):
    old = await act(clerk, "plaques", {**STRAY, "name": "老年体协", "department": DEPARTMENT}, 201)
    written = {"written": "关于统一悬挂妇女之家牌子的通知"}
    assert (await refused(clerk, "hanging-charges", {"plaque_id": old["id"], **written}))["code"] == "board_of_baseline"
    board = await late(svc, clerk)
    entry = {"plaque_id": board["id"], **written}
    assert (await refused(clerk, "hanging-charges", entry))["code"] == "demander_missing"
    charge = await act(clerk, "hanging-charges", {**entry, "department": DEPARTMENT}, 201)
    assert (await refused(clerk, "hanging-charges", {**entry, "department": DEPARTMENT}))["code"] == "board_charged"
    assert (await department.get(f"/v1/hanging-charges/{charge['id']}")).status_code == 404
    await act(office, f"hanging-charges/{charge['id']}/confirmation", {"reason": "有文件要求，未经准入"})
    (event,) = await svc.events(HangingChargeConfirmed)
    assert (event["department"], event["data"]["charged_home"]) == (DEPARTMENT, COUNTY)
    seen = (await department.get(f"/v1/hanging-charges/{charge['id']}")).json()
    assert (seen["state"], seen["region"], seen["plaque_id"], seen["written"]) == ("confirmed", COUNTY, None, None)
    objected = await act(department, f"hanging-charges/{charge['id']}/objection", {"grounds": "未要求单独挂牌"})
    assert objected["state"] == "objected"


async def test_what_was_granted_before_it_was_hung_is_not_charged(svc, department, clerk, office):
    asked = await act(department, "hanging-requests", REQUEST, 201)
    await act(office, f"hanging-requests/{asked['id']}/decision", {"decision": "granted", "reason": "符合一览表"})
    board = await late(svc, clerk, name="退役军人服务站", background="蓝", department=DEPARTMENT)
    entry = {"plaque_id": board["id"], "written": "通知"}
    assert (await refused(clerk, "hanging-charges", entry))["code"] == "board_granted"


async def test_charges_of_one_body_are_joined_judged_once_and_a_board_is_not_charged_again(svc, clerk, office):
    written = {"written": "关于统一悬挂妇女之家牌子的通知", "department": DEPARTMENT}
    boards = [await late(svc, clerk), await late(svc, clerk, name="供销合作社")]
    first, second = [
        (await act(clerk, "hanging-charges", {"plaque_id": board["id"], **written}, 201))["id"] for board in boards
    ]
    offered = (await office.get(f"/v1/hanging-charges/{second}/alike")).json()["items"]
    assert [each["id"] for each in offered] == [first]
    await act(office, f"hanging-charges/{second}/joining", {"into": first})
    assert (await act(office, f"hanging-charges/{second}/parting", None))["state"] == "reported"
    await act(office, f"hanging-charges/{second}/joining", {"into": first})
    again = {"plaque_id": boards[1]["id"], **written}
    assert (await refused(clerk, "hanging-charges", again))["code"] == "board_charged"
    reason = {"reason": "没有要求挂牌"}
    assert (await refused(office, f"hanging-charges/{first}/dismissal", reason))["code"] == "reporter_cannot_judge"
    async with (
        svc.client(Role.COUNTY_OFFICE, region=COUNTY[:6], sub="judge") as judge,
        svc.client(Role.COUNTY_OFFICE, region=COUNTY[:6], sub="colleague") as colleague,
    ):
        assert (await refused(judge, f"hanging-charges/{first}/dismissal", reason))["code"] == "dismissal_needs_two"
        await act(judge, f"hanging-charges/{first}/dismissal-proposal", reason)
        assert (await act(colleague, f"hanging-charges/{first}/dismissal", reason))["reports"] == 2
    told = (await office.get(f"/v1/hanging-charges/{second}")).json()
    assert (told["state"], told["joined_outcome"]) == ("joined", "dismissed")
    assert await svc.events(HangingChargeConfirmed) == []
    await act(clerk, "hanging-charges", again, 201)  # what was dismissed may be reported again
    kinds = (HangingChargeJoined, HangingChargeParted, HangingChargeDismissalProposed)
    assert [len(await svc.events(kind)) for kind in kinds] == [2, 1, 1]


async def test_a_charge_that_nobody_judged_in_time_waits_for_the_approver(svc, clerk):
    written = {"written": "关于统一悬挂妇女之家牌子的通知", "department": DEPARTMENT}
    board = await late(svc, clerk)
    charge = await act(clerk, "hanging-charges", {"plaque_id": board["id"], **written}, 201)
    async with svc.client(Role.APPROVER, region=COUNTY[:6], sub="chief") as approver:
        path, reason = f"hanging-charges/{charge['id']}/confirmation", {"reason": "有文件要求，未经准入"}
        assert (await refused(approver, path, reason))["code"] == "forbidden"
        due = date.fromisoformat((await approver.get(f"/v1/hanging-charges/{charge['id']}")).json()["judge_by"])
        await svc.do_due(datetime.combine(due + timedelta(days=1), time(2), UTC))
        (event,) = await svc.events(HangingChargeOverdue)
        assert event["data"]["judge_by"] == due.isoformat()
        kinds = [todo["kind"] for todo in (await approver.get("/v1/todos")).json()["todos"]]
        assert "hanging_charge_overdue_judgement" in kinds
        assert (await act(approver, path, reason))["state"] == "confirmed"
