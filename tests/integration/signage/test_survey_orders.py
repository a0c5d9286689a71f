"""Work orders of survey rounds: who does them, and what a village says against one."""

from contracts.surveys import SurveyOrderObjected
from countykit.identity import Role

from .conftest import NEIGHBOUR, VILLAGE
from .rounds import BOARD, ORDER, act, entered, orders_of, refused


async def test_orders_go_to_a_person_for_each_village_or_kind_and_many_at_once_to_another(checker, clerk):
    board = {**BOARD, "name": "农家书屋"}
    filed = {NEIGHBOUR: [{**board, "name": "会议室"}]}
    survey = await entered(checker, clerk, {VILLAGE: [BOARD], NEIGHBOUR: [board]}, filed)
    people = [
        {"region": VILLAGE, "responsible": "张某"},
        {"outcome": "missing", "responsible": "赵某", "due_on": "2099-06-30"},
    ]
    late = {**ORDER, "assignments": [{**people[1], "due_on": "2020-01-01"}]}
    assert await refused(checker, f"surveys/{survey}/reconciliation", late) == "survey_due_in_past"
    await act(checker, f"surveys/{survey}/reconciliation", {**ORDER, "assignments": people})
    orders = await orders_of(checker, survey)
    assert {name: (order["responsible"], order["due_on"]) for name, order in orders.items()} == {
        BOARD["name"]: ("张某", "2099-12-31"), "会议室": ("赵某", "2099-06-30"), "农家书屋": ("王某", "2099-12-31"),
    }  # fmt: skip
    moved = {"responsible": "李某", "due_on": "2099-11-30", "note": "换人"}
    items = [{"id": order["id"], "version": order["version"]} for order in orders.values()]
    await act(clerk, "survey-orders/bulk/reassignment", {"items": items, "body": moved})
    assert {order["responsible"] for order in (await orders_of(checker, survey)).values()} == {"李某"}


async def test_a_village_may_object_to_a_difference_and_is_answered_before_it_is_settled(svc, checker, clerk):
    wrong = {**BOARD, "width_mm": 900}
    survey = await entered(checker, clerk, {VILLAGE: [wrong]}, {VILLAGE: [wrong]})
    await act(checker, f"surveys/{survey}/reconciliation", ORDER)
    (order,) = (await orders_of(checker, survey)).values()
    path, grounds = f"survey-orders/{order['id']}", {"grounds": "尺寸量错了，实为600毫米"}
    async with svc.client(Role.VILLAGE, region=NEIGHBOUR) as neighbour:
        assert await refused(neighbour, f"{path}/objection", grounds) == "not_found"
    assert await refused(clerk, f"{path}/objection", grounds) == "forbidden"
    async with svc.client(Role.VILLAGE, region=VILLAGE) as village:
        assert (await act(village, f"{path}/objection", grounds))["objection"] == grounds["grounds"]
        assert await refused(village, f"{path}/objection", grounds) == "illegal_transition"
    assert len(await svc.events(SurveyOrderObjected)) == 1
    await act(clerk, f"{path}/completion", {"still_hangs": True, "note": "已核实"})
    seen = {"decision": "accepted", "reason": "现场核验"}
    assert await refused(checker, f"{path}/verification", seen) == "survey_objection_unanswered"
    assert await refused(clerk, f"{path}/reply", seen) == "surveyor_cannot_verify"
    todos = (await checker.get("/v1/todos")).json()["todos"]
    assert [each["subject"]["title"] for each in todos if each["kind"] == "survey_order_reply"] == [BOARD["name"]]
    await act(checker, f"{path}/reply", seen)
    await act(checker, f"{path}/verification", seen)
    await act(checker, f"surveys/{survey}/closure", {"reason": "完成"})
    (board,) = (await checker.get("/v1/plaques")).json()["items"]
    assert (board["state"], board["flag_reason"]) == ("registered", None), "an accepted objection marks nothing"


async def test_an_order_goes_to_another_person_and_back_to_its_doer(checker, clerk):
    survey = await entered(checker, clerk, {VILLAGE: [BOARD]}, {})
    await act(checker, f"surveys/{survey}/reconciliation", ORDER)
    (order,) = (await orders_of(checker, survey)).values()
    path = f"survey-orders/{order['id']}"
    moved = await act(clerk, f"{path}/reassignment", {"responsible": "李某", "due_on": "2099-11-30", "note": "换人"})
    assert (moved["responsible"], moved["due_on"]) == ("李某", "2099-11-30")
    await act(clerk, f"{path}/completion", {"still_hangs": True, "note": "已补登备案"})
    back = await act(checker, f"{path}/verification", {"decision": "returned", "reason": "仍无备案"})
    assert (back["state"], (await checker.get(f"/v1/surveys/{survey}")).json()["orders_open"]) == ("open", 1)
