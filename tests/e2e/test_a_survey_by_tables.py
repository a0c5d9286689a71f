"""A township finishes a survey through the gateway with tables alone: from an empty round to a closed one."""

import io
from datetime import datetime, timedelta

from openpyxl import Workbook
from songbang.demo.county import CHINA

API = "/api/signage/v1"
HEAD = ("村代码", "牌子名称", "位置", "宽(毫米)", "高(毫米)", "底色", "字色")
FIELDS = ("region", "name", "placement", "width_mm", "height_mm", "background", "text_colour")
DOWN = {"done", "verified", "gone"}


def workbook(boards):
    book = Workbook()
    for line in (HEAD, *(tuple(board[field] for field in FIELDS) for board in boards)):
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def act(client, path, body, status=200):
    answer = client.post(f"{API}/{path}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


def sent(client, survey, ledger, boards):
    files = {"file": (f"{ledger}.xlsx", workbook(boards))}
    answer = client.post(f"{API}/surveys/{survey}/import", files=files, params={"ledger": ledger})
    assert answer.status_code == 200, answer.text
    return answer.json()["villages"]


def hanging(client, township):
    """What the ledger says that hangs, page by page."""
    found, after = [], {}
    while True:
        page = client.get(f"{API}/plaques", params={"region": township, "limit": 200, **after}).json()
        found += [each for each in page["items"] if each["state"] not in DOWN or each["disposal"] == "replace"]
        if not page["next"]:
            return found
        after = {"after": page["next"]}


def test_two_workbooks_make_a_round_whose_one_difference_is_settled_before_it_is_closed(sign_in, people):
    clerk, inspector = sign_in("t001"), sign_in("inspector")
    township, today = people["t001"].region, datetime.now(CHINA).date()
    boards = hanging(clerk, township)
    villages = {each["region"] for each in boards}
    opening = {"region": township, "title": "表格摸底", "first_day": f"{today}", "last_day": f"{today}"}
    survey = act(clerk, "surveys", opening, 201)["id"]
    assert sent(inspector, survey, "site", boards) == len(villages)
    assert sent(clerk, survey, "file", boards[1:]) == len(villages)
    due = {"responsible": "村镇办李某", "due_on": f"{today + timedelta(days=7)}"}
    found = act(clerk, f"surveys/{survey}/reconciliation", due)
    assert (found["surveyed"], found["orders_open"]) == (len(boards), len(boards) - found["matched"])
    orders = clerk.get(f"{API}/survey-orders", params={"round_id": survey}).json()["items"]
    assert [(each["outcome"], each["name"]) for each in orders] == [("unexpected", boards[0]["name"])]
    early = clerk.post(f"{API}/surveys/{survey}/closure", json={"reason": "核对完毕"})
    assert (early.status_code, early.json()["code"]) == (409, "survey_orders_open")
    path = f"survey-orders/{orders[0]['id']}"
    act(clerk, f"{path}/completion", {"still_hangs": True, "note": "已补登备案"})
    act(inspector, f"{path}/verification", {"decision": "accepted", "reason": "现场核对一致"})
    closed = act(clerk, f"surveys/{survey}/closure", {"reason": "核对完毕"})
    assert (closed["state"], closed["orders_open"]) == ("closed", 0)
    assert {each["id"] for each in hanging(clerk, township)} == {each["id"] for each in boards}
