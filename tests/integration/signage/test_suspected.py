"""A removed board that is entered under another name: the ledger asks, and only a person's yes is a rebound."""

import csv
import io

import pytest
from contracts.rebounds import ReboundDetected, ReboundOverturned
from contracts.signage import PlaqueFlagged
from countykit.identity import Role

from .boards import FINE, post, register, take_down, verify
from .conftest import TOWNSHIP

YES, NO = {"rebound": True, "note": "同一块牌子换名"}, {"rebound": False, "note": "另一块牌子"}


@pytest.fixture
async def removed(clerk, inspector):
    return await verify(inspector, await take_down(clerk, name="妇女之家"))


async def refused(client, plaque, step, body):
    answer = await client.post(f"/v1/plaques/{plaque['id']}/{step}", json=body)
    return answer.status_code, answer.json()["code"]


async def test_another_name_for_a_removed_board_is_asked_about_and_charges_nobody(svc, clerk, inspector, removed):
    marks = len(await svc.events(PlaqueFlagged))
    again = await register(clerk, name="巾帼家园")
    assert (again["state"], again["suspected"], again["suspicion"]) == (
        "registered", removed["id"], "已拆除“妇女之家”：换名，事项相同",
    )  # fmt: skip
    assert (len(await svc.events(PlaqueFlagged)), await svc.events(ReboundDetected)) == (marks, [])
    listed = (await inspector.get("/v1/plaques", params={"suspected": True})).json()["items"]
    assert [item["id"] for item in listed] == [again["id"]]
    todos = (await inspector.get("/v1/todos")).json()["todos"]
    assert [each["subject"]["title"] for each in todos if each["kind"] == "plaque_identity"] == ["巾帼家园"]
    assert await refused(clerk, again, "identity", NO) == (403, "forbidden")
    async with svc.client(Role.INSPECTOR, region=TOWNSHIP) as near:
        assert await refused(near, again, "identity", NO) == (409, "body_cannot_verify")


async def test_a_yes_reopens_the_case_and_falls_with_its_mark(svc, clerk, inspector, removed):
    again = await register(clerk, name="巾帼家园")
    async with svc.client(Role.COUNTY_OFFICE, region="990101", sub="answerer") as answerer:
        marked = await post(answerer, f"/{again['id']}/identity", YES)
    assert (marked["state"], marked["rebound_of"], marked["suspected"]) == ("flagged", removed["id"], None)
    assert (await inspector.get(f"/v1/plaques/{removed['id']}")).json()["state"] == "reopened"
    assert len(await svc.events(ReboundDetected)) == 1
    await post(clerk, f"/{again['id']}/objection", {"grounds": "另一块牌子"})
    decision = {"decision": "overturned", "reason": "到现场看过"}
    async with svc.client(Role.COUNTY_OFFICE, region="990101", sub="answerer") as answerer:
        assert await refused(answerer, again, "review", decision) == (409, "judge_cannot_review")
    async with svc.client(Role.COUNTY_OFFICE, region="990101", sub="judge") as judge:
        await post(judge, f"/{again['id']}/review", decision)
    assert len(await svc.events(ReboundOverturned)) == 1
    assert (await inspector.get(f"/v1/plaques/{removed['id']}")).json()["state"] == "verified"


async def test_a_no_settles_the_question_for_good(svc, clerk, inspector, removed):
    again = await register(clerk, name="巾帼家园")
    settled = await post(inspector, f"/{again['id']}/identity", NO)
    assert (settled["state"], settled["suspected"], settled["rebound_of"]) == ("registered", None, None)
    assert await svc.events(ReboundDetected) == []
    assert await refused(inspector, again, "identity", YES) == (409, "illegal_transition")


async def test_two_boards_are_not_the_same_removed_one(clerk, inspector, removed):
    first, second = [await register(clerk, name=name) for name in ("巾帼家园", "妇女之家(示范点)")]
    await post(inspector, f"/{first['id']}/identity", YES)
    assert await refused(inspector, second, "identity", YES) == (409, "plaque_case_open_again")
    assert (await post(inspector, f"/{second['id']}/identity", NO))["state"] == "registered"


async def test_a_table_says_how_many_of_its_rows_are_asked_about(svc, clerk, removed):
    out = io.StringIO()
    table = csv.writer(out)
    table.writerows([FINE, {**FINE, "name": "巾帼家园"}.values(), FINE.values()])
    files = {"file": ("t.csv", out.getvalue().encode())}
    report = (await clerk.post("/v1/plaques/import", files=files)).json()
    assert (report["stored"], report["suspected"], report["rebounds"]) == (2, 1, 0)
    assert await svc.events(ReboundDetected) == []
