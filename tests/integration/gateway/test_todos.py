"""To-dos through the gateway: two services answer, the others are away."""

import asyncio
from datetime import UTC, datetime, timedelta

from countykit.identity import Role

from tests.waiting import eventually

from .conftest import COUNTY, MONDAY, TOWNSHIP

OTHER, VILLAGE = "990101002000", "990101001201"


def kinds(todos):
    return [item["kind"] for item in todos["items"]]


async def test_a_letter_waits_for_the_townships_receipt_with_day_record_and_action(desk):
    letter = await desk.letter()
    todos = await desk.todos(Role.TOWNSHIP, TOWNSHIP)
    (item,) = todos["items"]
    path = f"/api/supervision/v1/letters/{letter['id']}"
    assert {name: item[name] for name in ("kind", "title", "due", "provisional", "overdue")} == {
        "kind": "letter_receipt", "title": "签收提醒函", "due": "2025-03-17", "provisional": False, "overdue": False,
    }  # fmt: skip
    assert item["subject"] == {"title": letter["number"], "href": path}
    assert item["open_to"] == {
        "roles": ["township"], "region": TOWNSHIP, "region_name": "某地", "department": None, "department_name": None,
    }  # fmt: skip
    assert item["action"] == {
        "operation": "supervision_confirm_receipt", "method": "POST", "href": f"{path}/receipt",
    }  # fmt: skip
    assert await desk.todos(Role.TOWNSHIP, OTHER) | {"missing": []} == {
        "items": [], "next": None, "missing": [], "counts": {"total": 0, "overdue": 0, "kinds": []},
    }  # fmt: skip


async def test_the_named_operation_and_link_do_what_the_to_do_says(desk):
    await desk.letter()
    (item,) = (await desk.todos(Role.TOWNSHIP, TOWNSHIP))["items"]
    async with desk.client(Role.TOWNSHIP, TOWNSHIP) as client:
        assert (await client.get(item["subject"]["href"])).status_code == 200
        done = await client.request(item["action"]["method"], item["action"]["href"])
    assert (done.status_code, done.json()["state"]) == (200, "received")
    assert kinds(await desk.todos(Role.TOWNSHIP, TOWNSHIP)) == ["repair_submission"]


async def test_a_step_moves_the_to_do_to_whose_turn_it_is_and_never_to_who_reported_it(desk):
    repair = await desk.received(await desk.letter())
    assert kinds(await desk.todos(Role.INSPECTOR)) == []
    await desk.submitted(repair, sub="chen")
    assert kinds(await desk.todos(Role.TOWNSHIP, TOWNSHIP)) == []
    (item,) = (await desk.todos(Role.INSPECTOR, sub="li"))["items"]
    assert (item["kind"], item["open_to"]["roles"]) == ("repair_recheck", ["county_office", "inspector"])
    assert kinds(await desk.todos(Role.COUNTY_OFFICE)) == ["repair_recheck"]
    assert kinds(await desk.todos(Role.INSPECTOR, sub="chen")) == []
    assert kinds(await desk.todos(Role.INSPECTOR, also=[Role.TOWNSHIP], sub="li")) == []
    assert kinds(await desk.todos(Role.OBSERVER)) == []


async def test_what_is_late_is_overdue_and_sorted_first_over_all_services(desk):
    await desk.received(await desk.letter())
    await desk.letter(at=MONDAY + timedelta(days=3))
    group = {"region": TOWNSHIP, "name": "统计群", "platform": "qq", "members": 3}
    await desk.post("/api/checklist/v1/groups", group, Role.TOWNSHIP, TOWNSHIP)
    late = MONDAY + timedelta(days=15)
    todos = await desk.todos(Role.TOWNSHIP, TOWNSHIP, at=late)
    assert kinds(todos) == ["repair_submission", "letter_receipt", "group_decision"], "without a day comes last"
    assert [item["overdue"] for item in todos["items"]] == [True, False, False]
    assert todos["counts"] == {
        "total": 3, "overdue": 1, "kinds": [
            {"kind": "group_decision", "title": "处理登记的工作群", "count": 1, "overdue": 0},
            {"kind": "letter_receipt", "title": "签收提醒函", "count": 1, "overdue": 0},
            {"kind": "repair_submission", "title": "报送整改情况", "count": 1, "overdue": 1},
        ],
    }  # fmt: skip
    for query, expected in (
        ("?overdue=true", ["repair_submission"]),
        ("?overdue=false", ["letter_receipt", "group_decision"]),
        ("?kind=group_decision&kind=letter_receipt", ["letter_receipt", "group_decision"]),
    ):
        narrowed = await desk.todos(Role.TOWNSHIP, TOWNSHIP, at=late, query=query)
        assert (kinds(narrowed), narrowed["counts"]["total"]) == (expected, len(expected))


async def test_a_provisional_day_is_marked_and_makes_nothing_overdue(desk, monkeypatch):
    monkeypatch.setattr(desk.gateway.app.state.clock, "of_request", datetime.fromisoformat)
    monkeypatch.setattr(desk.services["supervision"].app.state.clock, "of_request", datetime.fromisoformat)
    await desk.letter(at=datetime(2026, 11, 28, 2, tzinfo=UTC), deadline_workdays=25)
    todos = await desk.todos(Role.TOWNSHIP, TOWNSHIP, at=datetime(2027, 2, 1, tzinfo=UTC))
    (item,) = todos["items"]
    assert (item["due"], item["provisional"], item["overdue"]) == ("2027-01-04", True, False)
    assert todos["counts"]["overdue"] == 0


async def test_pages_go_through_all_services_without_gap_or_repetition(desk):
    for number in range(3):
        await desk.letter(at=MONDAY + timedelta(days=number))
        group = {"region": TOWNSHIP, "name": f"群{number}", "platform": "qq", "members": 3}
        await desk.post("/api/checklist/v1/groups", group, Role.TOWNSHIP, TOWNSHIP)
    whole = [item["id"] for item in (await desk.todos(Role.TOWNSHIP, TOWNSHIP))["items"]]
    found, query = [], "?limit=1"
    while query:
        page = await desk.todos(Role.TOWNSHIP, TOWNSHIP, query=query)
        assert (len(page["items"]), page["counts"]["total"]) == (1, 6)
        found += [item["id"] for item in page["items"]]
        query = page["next"] and f"?limit=1&after={page['next']}"
    assert (found, len(found)) == (whole, 6)


async def test_services_that_are_away_or_slow_are_named_and_the_others_answer(desk, monkeypatch):
    await desk.letter()
    todos = await desk.todos(Role.TOWNSHIP, TOWNSHIP)
    assert [item["service"] for item in todos["missing"]] == ["signage", "report", "certificate"]
    assert all("未列入" in item["detail"] for item in todos["missing"])
    slow = asyncio.Event()

    async def never(_):
        await slow.wait()

    route = next(r for r in desk.services["checklist"].app.routes if r.path == "/v1/todos")
    monkeypatch.setattr(route, "app", lambda scope, receive, send: never(scope))
    todos = await desk.todos(Role.TOWNSHIP, TOWNSHIP)
    slow.set()
    assert [item["service"] for item in todos["missing"]] == ["checklist", "signage", "report", "certificate"]
    assert kinds(todos) == ["letter_receipt"]


async def test_a_returned_application_waits_for_its_own_department_and_a_draft_for_nobody(desk):
    who = (Role.DEPARTMENT, COUNTY)
    form = {
        "title": "开展文物普查", "content": "登记村内文物", "legal_basis": "文物保护法第八条",
        "starts_on": "2025-05-01",
        "ends_on": "2025-06-30", "frequency": "once", "work": "papers", "entrusted": False, "emergency": False,
    }  # fmt: skip
    draft = await desk.post("/api/checklist/v1/admissions", form, *who, department="WLJ")
    path = f"/api/checklist/v1/admissions/{draft['id']}"
    assert kinds(await desk.todos(*who, department="WLJ")) == []
    await desk.post(f"{path}/submission", {}, *who, department="WLJ")
    (item,) = (await desk.todos(Role.COUNTY_OFFICE))["items"]
    assert (item["kind"], item["due"], item["open_to"]["department"]) == ("admission_decision", "2025-03-24", "WLJ")
    await desk.post(
        f"{path}/decision", {"decision": "return", "reason": "补充依据", "points": ["写明依据"]}, Role.COUNTY_OFFICE
    )
    assert kinds(await desk.todos(*who, department="WLJ")) == ["admission_return"]
    assert kinds(await desk.todos(*who, department="XYZ")) == []
    assert kinds(await desk.todos(Role.DEPARTMENT, COUNTY, also=[Role.TOWNSHIP], department="XYZ")) == []


async def test_unreadable_cursors_kinds_and_parameters_are_refused(desk):
    async with desk.client(Role.TOWNSHIP, TOWNSHIP) as client:
        for query, status, code in (
            ("after=abc", 400, "cursor_invalid"), ("kind=Letter", 422, "invalid_request"),
            ("kinds=letter_receipt", 422, "unknown_parameter"), ("limit=0", 422, "invalid_request"),
        ):  # fmt: skip
            answer = await client.get(f"/api/todos?{query}")
            assert (answer.status_code, answer.json()["code"]) == (status, code), query
    async with desk.gateway.client() as nobody:
        assert (await nobody.get("/api/todos")).status_code == 401


async def test_the_live_stream_tells_a_department_and_a_township_that_their_to_dos_changed(desk):
    supervision = desk.services["supervision"]
    changes = supervision.app.state.changes
    heard = {name: [] for name in ("department", "township", "other")}
    prefixes = {"department": (None, "990101"), "township": ("990101001",) * 2, "other": ("990101002",) * 2}

    async def listen(name):
        async for event in changes.stream(*prefixes[name], 60):
            heard[name].append(event)

    listening = [asyncio.create_task(listen(name)) for name in heard]
    try:
        await eventually(lambda: all(heard.values()))
        await desk.letter()
        await eventually(lambda: b"todos.changed" in b"".join(heard["township"]))
        await eventually(lambda: b"todos.changed" in b"".join(heard["department"]))
    finally:
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)
    assert b"event: board" not in b"".join(heard["department"]), "who may not see the board learns nothing of it"
    assert len(heard["other"]) == 1, "what concerns another township is not told"
