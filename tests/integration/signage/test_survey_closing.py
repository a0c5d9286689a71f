"""What a closed round leaves in the ledger: the boards as they hang, marks of what breaks the table, a baseline."""

from datetime import UTC, date, datetime, timedelta

from contracts.plaque_entries import PlaqueAbsent, PlaqueCorrected
from contracts.signage import PlaqueFlagged, PlaqueRemoved
from countykit.identity import Role

from .boards import post, register, take_down, verify
from .conftest import NEIGHBOUR, TOWNSHIP, VILLAGE, small_county
from .rounds import BOARD, ORDER, act, entered, orders_of, refused, settle

WRONG = {**BOARD, "width_mm": 900, "background": "绿"}


LATER = {"first_day": "2027-03-01", "last_day": "2027-03-31"}


async def reconciled(checker, clerk, site, file, **days):
    survey = await entered(checker, clerk, site, file, **days)
    await act(checker, f"surveys/{survey}/reconciliation", ORDER)
    return survey, await orders_of(checker, survey)


async def close(checker, survey):
    return await act(checker, f"surveys/{survey}/closure", {"reason": "全部整改核验"})


async def ledger_of(client):
    items = (await client.get("/v1/plaques", params={"limit": 200})).json()["items"]
    return {(item["region"], item["name"]): item for item in items}


async def test_what_hangs_already_follows_the_count_in_its_measures_and_its_place(svc, checker, clerk):
    known = await register(clerk, **BOARD)
    survey, orders = await reconciled(
        checker, clerk, {VILLAGE: [{**BOARD, "width_mm": 610, "placement": "outside"}]},
        {VILLAGE: [{**BOARD, "placement": "outside"}]},
    )  # fmt: skip
    for order in orders.values():
        await settle(clerk, checker, order)
    await close(checker, survey)
    after = (await checker.get(f"/v1/plaques/{known['id']}")).json()
    assert (after["width_mm"], after["placement"], len(await ledger_of(checker))) == (610, "outside", 1)
    (event,) = await svc.events(PlaqueCorrected)
    assert event["data"] == {"fields": ["placement", "width_mm"], "survey": survey}
    history = (await checker.get(f"/v1/plaques/{known['id']}/history")).json()["items"]
    assert history[-1]["label"] == "更正牌子台账"


async def test_what_site_and_order_say_is_gone_hangs_no_more_and_is_neither_a_merit_nor_a_rebound_later(
    svc, checker, clerk
):
    await register(clerk, **BOARD)
    survey, orders = await reconciled(checker, clerk, {}, {VILLAGE: [BOARD]})
    (order,) = orders.values()
    assert order["outcome"] == "missing"
    await settle(clerk, checker, order, hangs=False)
    await close(checker, survey)
    assert (await ledger_of(checker))[VILLAGE, BOARD["name"]]["state"] == "gone"
    assert (len(await svc.events(PlaqueAbsent)), await svc.events(PlaqueRemoved)) == (1, [])
    again = await register(clerk, **BOARD)
    assert (again["state"], again["rebound_of"]) == ("registered", None)
    (summary,) = (await checker.get("/v1/ledger-summary")).json()["items"]
    assert (summary["gone"], summary["hanging"], summary["removed"]) == (1, 1, 0)


async def test_what_neither_ledger_of_the_round_knows_is_gone_too_but_not_what_was_hung_since_the_count(checker, clerk):
    await register(clerk, name="旧牌子工作站")
    survey, _ = await reconciled(checker, clerk, {}, {})
    await register(clerk, name="新牌子工作站")
    await close(checker, survey)
    assert {name: item["state"] for (_, name), item in (await ledger_of(checker)).items()} == {
        "旧牌子工作站": "gone", "新牌子工作站": "registered",
    }  # fmt: skip


async def test_a_board_that_hangs_in_another_village_is_moved_and_not_doubled(checker, clerk):
    known = await register(clerk, **BOARD)
    survey, orders = await reconciled(checker, clerk, {NEIGHBOUR: [BOARD]}, {VILLAGE: [BOARD]})
    (order,) = orders.values()
    assert order["outcome"] == "misplaced"
    await settle(clerk, checker, order)
    await close(checker, survey)
    assert {key: item["id"] for key, item in (await ledger_of(checker)).items()} == {
        (NEIGHBOUR, BOARD["name"]): known["id"]
    }


async def test_a_board_that_was_hung_back_stays_where_it_was_approved(checker, clerk):
    known = await register(clerk, **BOARD)
    survey, orders = await reconciled(checker, clerk, {NEIGHBOUR: [BOARD]}, {VILLAGE: [BOARD]})
    path = f"survey-orders/{orders[BOARD['name']]['id']}"
    away = {"still_hangs": True, "note": "已移回", "board": {**BOARD, "region": "990101002201"}}
    assert await refused(clerk, f"{path}/completion", away) == "survey_village_outside"
    gone = {"still_hangs": False, "note": "已移回", "board": {**BOARD, "region": VILLAGE}}
    assert await refused(clerk, f"{path}/completion", gone) == "invalid_request"
    await act(clerk, f"{path}/completion", {**gone, "still_hangs": True})
    await act(checker, f"{path}/verification", {"decision": "accepted", "reason": "现场核验"})
    await close(checker, survey)
    assert {key: item["id"] for key, item in (await ledger_of(checker)).items()} == {
        (VILLAGE, BOARD["name"]): known["id"]
    }


async def test_closing_marks_what_breaks_the_table_once_and_contestably(svc, checker, clerk):
    """In one village it still hangs, in the other it was taken down; who closed has marked both."""
    await register(clerk, **WRONG)
    survey, orders = await reconciled(
        checker, clerk, {VILLAGE: [WRONG], NEIGHBOUR: [WRONG]}, {VILLAGE: [WRONG], NEIGHBOUR: [WRONG]}
    )
    items = (await checker.get("/v1/survey-orders", params={"round_id": survey})).json()["items"]
    assert [item["outcome"] for item in items] == ["off_spec", "off_spec"]
    for item in items:
        await settle(clerk, checker, item, hangs=item["region"] == VILLAGE)
    await close(checker, survey)
    ledger = await ledger_of(checker)
    here, there = ledger[VILLAGE, BOARD["name"]], ledger[NEIGHBOUR, BOARD["name"]]
    assert (here["state"], here["flag_reason"], there["state"], there["disposal"]) == (
        "flagged", "off_spec", "done", "remove",
    )  # fmt: skip
    assert len(await svc.events(PlaqueFlagged)) == 2
    contested = await post(clerk, f"/{here['id']}/objection", {"grounds": "尺寸量错了"})
    assert contested["objection"] == "尺寸量错了"
    again, orders = await reconciled(checker, clerk, {VILLAGE: [WRONG]}, {VILLAGE: [WRONG]}, **LATER)
    for order in orders.values():
        await settle(clerk, checker, order)
    await close(checker, again)
    assert len(await svc.events(PlaqueFlagged)) == 2, "marked already, and not twice"


async def test_a_board_that_was_replaced_during_the_round_is_a_disposal_that_waits_for_its_verification(checker, clerk):
    await register(clerk, **WRONG)
    survey, orders = await reconciled(checker, clerk, {VILLAGE: [WRONG]}, {VILLAGE: [WRONG]})
    path = f"survey-orders/{orders[BOARD['name']]['id']}"
    done = {"still_hangs": True, "note": "已按规格更换", "board": {**BOARD, "region": VILLAGE}}
    assert (await act(clerk, f"{path}/completion", done))["afterwards"]["width_mm"] == 600
    await act(checker, f"{path}/verification", {"decision": "accepted", "reason": "现场核验"})
    await close(checker, survey)
    (board,) = (await ledger_of(checker)).values()
    assert (board["state"], board["disposal"], board["width_mm"], board["conforms"]) == ("done", "replace", 600, True)


async def test_no_round_closes_over_a_mark_that_is_contested(svc, checker, clerk):
    known = await register(clerk, **WRONG)
    async with svc.client(Role.INSPECTOR, region="990101", sub="inspector") as inspector:
        await post(inspector, f"/{known['id']}/flag", {"reason": "off_spec"})
    await post(clerk, f"/{known['id']}/objection", {"grounds": "尺寸量错了"})
    survey, orders = await reconciled(checker, clerk, {VILLAGE: [WRONG]}, {VILLAGE: [WRONG]})
    await settle(clerk, checker, orders[BOARD["name"]], hangs=False)
    assert await refused(checker, f"surveys/{survey}/closure", {"reason": "完成"}) == "survey_mark_contested"


async def test_a_board_that_a_person_said_is_another_is_entered_and_no_rebound(checker, clerk, inspector):
    removed = await take_down(clerk)
    await verify(inspector, removed)
    board = {**BOARD, "name": removed["name"]}
    survey, orders = await reconciled(checker, clerk, {VILLAGE: [board]}, {VILLAGE: [board]})
    (order,) = orders.values()
    await act(clerk, f"survey-orders/{order['id']}/answer", {"rebound": False, "note": "另一块牌子"})
    await settle(clerk, checker, order)
    await close(checker, survey)
    boards = (await checker.get("/v1/plaques")).json()["items"]
    assert sorted((item["state"], item["rebound_of"]) for item in boards) == [("registered", None), ("verified", None)]


async def test_the_first_closed_round_of_a_township_is_its_baseline_and_no_later_one_moves_it(start_service):
    """The county's own limit has passed: what the round finds is of the survey, what comes after it is not."""
    svc = await start_service("signage_svc", baseline_until=date(2025, 1, 1))
    await small_county(svc)
    surveyed = datetime(2026, 3, 2, 2, tzinfo=UTC)
    late = {}
    for day, village, days in ((surveyed, VILLAGE, {}), (surveyed + timedelta(days=2), NEIGHBOUR, LATER)):
        async with (
            svc.client(Role.TOWNSHIP, region=TOWNSHIP, sub="checker", at=day) as checker,
            svc.client(Role.TOWNSHIP, region=TOWNSHIP, sub="clerk", at=day) as clerk,
        ):
            before = await register(clerk, name="登记在前工作站", region=village)
            boards = {village: [{**BOARD, "name": before["name"]}, BOARD]}
            survey, _ = await reconciled(checker, clerk, boards, boards, **days)
            await close(checker, survey)
            ledger = await ledger_of(checker)
            late[village] = before["after_baseline"], ledger[village, BOARD["name"]]["after_baseline"]
    assert late == {VILLAGE: (True, False), NEIGHBOUR: (True, True)}
