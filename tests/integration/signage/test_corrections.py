"""Corrections of what was typed, dates that ask whether a board has lapsed, deadlines of disposals, search by name."""

from datetime import UTC, datetime, timedelta

from contracts.plaque_entries import PlaqueCorrected
from contracts.signage import PlaqueDisposalOrdered, PlaqueFlagged, PlaqueLapseSuspected
from countykit.identity import Role
from countykit.workdays import today

from .boards import FINE, post, register, take_down
from .conftest import ELSEWHERE, NEIGHBOUR

WHY = {"reason": "登记时录入有误"}


async def refused(client, plaque, step, body):
    answer = await client.post(f"/v1/plaques/{plaque['id']}/{step}", json=body)
    return answer.status_code, answer.json()["code"]


async def test_a_wrongly_typed_board_is_corrected_with_history_and_judged_anew(svc, clerk):
    plaque = await register(clerk, **{**FINE, "width_mm": 60, "name": "新时代文明实践点"})
    right = {"width_mm": 600, "name": FINE["name"], "region": NEIGHBOUR, **WHY}
    corrected = await post(clerk, f"/{plaque['id']}/correction", right)
    assert (corrected["width_mm"], corrected["name"], corrected["region"], corrected["height_mm"]) == (
        600, FINE["name"], NEIGHBOUR, 400,
    )  # fmt: skip
    assert (corrected["conforms"], corrected["spec"], corrected["doubt"]) == (True, "PL07", None)
    (event,) = await svc.events(PlaqueCorrected)
    assert event["data"] == {"fields": ["region", "name", "width_mm"], "survey": None}
    history = (await clerk.get(f"/v1/plaques/{plaque['id']}/history")).json()["items"]
    assert (history[-1]["action"], history[-1]["reason"]) == ("correction", WHY["reason"])


async def test_a_correction_is_refused_that_changes_nothing_doubles_a_board_or_leaves_the_township(clerk):
    plaque, other = await register(clerk, **FINE), await register(clerk, name="会议室")
    assert await refused(clerk, plaque, "correction", {"width_mm": 600, **WHY}) == (422, "plaque_nothing_corrected")
    assert await refused(clerk, plaque, "correction", {"name": other["name"], **WHY}) == (
        409, "plaque_already_in_ledger",
    )  # fmt: skip
    assert await refused(clerk, plaque, "correction", {"region": ELSEWHERE, **WHY}) == (403, "forbidden")
    assert await refused(clerk, plaque, "correction", {"region": "990101001999", **WHY}) == (422, "region_unknown")


async def test_what_is_marked_is_not_corrected_away_and_a_new_name_for_a_removed_board_is_asked_about(clerk, inspector):
    removed = await take_down(clerk, name="妇女之家")
    plaque = await register(clerk, name="青春驿站")
    renamed = await post(clerk, f"/{plaque['id']}/correction", {"name": "巾帼家园", **WHY})
    assert renamed["suspected"] == removed["id"]
    await post(inspector, f"/{plaque['id']}/flag", {"reason": "function_mismatch"})
    assert await refused(clerk, plaque, "correction", {"width_mm": 700, **WHY}) == (409, "illegal_transition")


async def test_boards_are_found_by_a_part_of_their_name(clerk):
    for name in ("农家书屋", "科普活动室", "科普书屋"):
        await register(clerk, name=name)
    found = (await clerk.get("/v1/plaques", params={"name": "书屋"})).json()["items"]
    assert {item["name"] for item in found} == {"农家书屋", "科普书屋"}


async def test_a_disposal_has_a_day_and_a_cost_and_is_overdue_after_it(svc, clerk, inspector):
    plaque = await register(clerk)
    await post(inspector, f"/{plaque['id']}/flag", {"reason": "function_mismatch"})
    order, day = {"kind": "remove", "reason": "功能不符", "cost_yuan": 80}, today(datetime.now(UTC))
    past = {**order, "due_on": (day - timedelta(days=1)).isoformat()}
    assert await refused(clerk, plaque, "disposal", past) == (422, "disposal_due_in_past")
    ordered = await post(clerk, f"/{plaque['id']}/disposal", order)
    assert (ordered["disposal_due_on"], ordered["disposal_cost_yuan"]) == (
        (day + timedelta(days=30)).isoformat(), 80,
    )  # fmt: skip
    (event,) = await svc.events(PlaqueDisposalOrdered)
    assert event["data"]["due_on"] == ordered["disposal_due_on"]
    (todo,) = [todo for todo in (await clerk.get("/v1/todos")).json()["todos"] if todo["kind"] == "plaque_completion"]
    assert todo["due"] == ordered["disposal_due_on"]


async def test_dates_ask_whether_a_board_has_lapsed_and_people_decide(svc, clerk, inspector):
    expired = await register(clerk, name="甲工作站", valid_until="2026-01-31")
    idle = await register(clerk, name="乙工作站", last_activity_on="2025-01-31")
    await register(
        clerk, name="丙工作站", valid_until="2099-01-31", last_activity_on=today(datetime.now(UTC)).isoformat()
    )
    await register(clerk, name="丁工作站")
    await svc.do_due(datetime.now(UTC) + timedelta(days=1))
    doubted = (await clerk.get("/v1/plaques", params={"lapse": ["expired", "no_activity"]})).json()["items"]
    assert {item["name"]: (item["lapse"], item["state"]) for item in doubted} == {
        "甲工作站": ("expired", "registered"), "乙工作站": ("no_activity", "registered"),
    }  # fmt: skip
    assert (len(await svc.events(PlaqueLapseSuspected)), await svc.events(PlaqueFlagged)) == (2, [])
    todos = [todo for todo in (await clerk.get("/v1/todos")).json()["todos"] if todo["kind"] == "plaque_lapse"]
    assert len(todos) == 2
    still = {"last_activity_on": "2025-02-01", "reason": "去年办过活动"}
    assert await refused(clerk, idle, "retention", still) == (422, "plaque_still_lapsed")
    kept = await post(clerk, f"/{idle['id']}/retention", {"last_activity_on": "2026-11-01", "reason": "上月有活动"})
    assert (kept["lapse"], kept["last_activity_on"]) == (None, "2026-11-01")
    marked = await post(inspector, f"/{expired['id']}/flag", {"reason": "expired"})
    assert (marked["lapse"], marked["flag_reason"]) == (None, "expired")
    await svc.do_due(datetime.now(UTC) + timedelta(days=3))
    assert len(await svc.events(PlaqueLapseSuspected)) == 2, "what was answered is not asked again"
    async with svc.client(Role.VILLAGE, region=idle["region"]) as village:
        assert await refused(village, idle, "retention", still) == (403, "forbidden")
