"""A township contests the mark of a board; people who had no part in it decide."""

from datetime import UTC, datetime, timedelta

import pytest
from contracts.rebounds import ReboundObjected, ReboundOverturned, ReboundUpheld
from contracts.signage import (
    PlaqueMarkObjected,
    PlaqueMarkUpheld,
    PlaqueUnflagged,
)
from countykit.identity import Role
from countykit.testing import open_actions

from .boards import post, register, take_down, verify
from .conftest import TOWNSHIP

COUNTY = "990101000000"
OTHER = "990101002000"
MARKED = datetime(2026, 3, 2, 2, tzinfo=UTC)
GROUNDS = {"grounds": "该牌子在一览表内，名称仅少一字"}


class People:
    """Who speaks to the service, each in one line."""

    def __init__(self, svc):
        self.svc = svc

    async def send(self, role, sub, path, body=None, *, days=0, region=COUNTY):
        at = MARKED + timedelta(days=days)
        async with self.svc.client(role, region=region, sub=sub, at=at) as client:
            return await client.post(path, json=body)

    async def marked(self):
        async with self.svc.client(Role.TOWNSHIP, region=TOWNSHIP, sub="clerk", at=MARKED) as township:
            plaque = await register(township)
        async with self.svc.client(Role.INSPECTOR, region=COUNTY, sub="marker", at=MARKED) as inspector:
            await post(inspector, f"/{plaque['id']}/flag", {"reason": "not_in_spec", "note": "不在一览表内"})
        return f"/v1/plaques/{plaque['id']}"

    async def object(self, path, *, days=1, region=TOWNSHIP, body=None):
        return await self.send(Role.TOWNSHIP, "clerk", f"{path}/objection", body or GROUNDS, days=days, region=region)

    async def review(self, path, decision, sub="judge", *, role=Role.COUNTY_OFFICE, region=COUNTY):
        body = {"decision": decision, "reason": "到现场看过"}
        return await self.send(role, sub, f"{path}/review", body, days=2, region=region)


@pytest.fixture
def people(svc):
    return People(svc)


async def test_an_objection_that_is_right_takes_the_mark_back_on_its_day(svc, people):
    path = await people.marked()
    contested = (await people.object(path)).json()
    assert (contested["state"], contested["objection_due_on"]) == ("flagged", "2026-04-02")
    assert open_actions(contested) == [], "the township need not say what becomes of the board"
    fallen = (await people.review(path, "overturned")).json()
    assert (fallen["state"], fallen["flag_reason"], fallen["review"]) == ("registered", None, "到现场看过")
    (filed,) = await svc.events(PlaqueMarkObjected)
    (back,) = await svc.events(PlaqueUnflagged)
    assert (filed["data"]["flagged_on"], back["data"]["flagged_on"]) == ("2026-03-02", "2026-03-02")


async def test_a_mark_that_was_upheld_stands_and_is_not_contested_again(svc, people):
    path = await people.marked()
    await people.object(path)
    upheld = (await people.review(path, "upheld")).json()
    assert (upheld["state"], upheld["flag_reason"]) == ("flagged", "not_in_spec")
    assert len(await svc.events(PlaqueMarkUpheld)) == 1
    again = await people.object(path, days=3)
    assert (again.status_code, again.json()["code"]) == (409, "illegal_transition")
    twice = await people.review(path, "overturned", sub="another")
    assert twice.status_code == 409
    order = {"kind": "remove", "reason": "不在一览表内"}
    assert (await people.send(Role.TOWNSHIP, "clerk", f"{path}/disposal", order, days=4, region=TOWNSHIP)).is_success


async def test_nobody_passes_an_objection_that_waits(people):
    path = await people.marked()
    await people.object(path)
    order = {"kind": "remove", "reason": "不在一览表内"}
    for role, step, body in (
        (Role.COUNTY_OFFICE, "disposal", order),
        (Role.COUNTY_OFFICE, "unflagging", {"reason": "看错了，予以撤销"}),
    ):
        answer = await people.send(role, "judge", f"{path}/{step}", body, days=2)
        assert (answer.status_code, answer.json()["code"]) == (409, "illegal_transition"), step


async def test_who_marked_or_objected_does_not_decide_and_no_township_does(people):
    path = await people.marked()
    await people.object(path)
    for sub in ("marker", "clerk"):
        answer = await people.review(path, "overturned", sub=sub)
        assert (answer.status_code, answer.json()["code"]) == (409, "judge_cannot_review")
    assert (await people.review(path, "overturned", role=Role.TOWNSHIP, region=TOWNSHIP)).status_code == 403
    assert (await people.review(path, "overturned", role=Role.INSPECTOR)).status_code == 403


async def test_an_objection_comes_from_the_township_within_thirty_days(people):
    path = await people.marked()
    assert (await people.object(path, region=OTHER)).status_code == 404
    assert (await people.send(Role.COUNTY_OFFICE, "judge", f"{path}/objection", GROUNDS, days=1)).status_code == 403
    assert (await people.object(path, body={"grounds": ""})).status_code == 422
    late = await people.object(path, days=31)
    assert (late.status_code, late.json()["code"]) == (409, "verdict_objection_late")
    assert (await people.object(path, days=30)).is_success


async def test_the_review_is_a_todo_of_who_had_no_part_in_the_mark(svc, people):
    path = await people.marked()
    await people.object(path)

    async def kinds(role, sub, region=COUNTY):
        async with svc.client(role, region=region, sub=sub, at=MARKED + timedelta(days=2)) as client:
            return [item["kind"] for item in (await client.get("/v1/todos")).json()["todos"]]

    assert "plaque_mark_review" in await kinds(Role.COUNTY_OFFICE, "judge")
    assert "plaque_mark_review" not in await kinds(Role.COUNTY_OFFICE, "marker")
    assert "plaque_disposal" not in await kinds(Role.TOWNSHIP, "clerk", TOWNSHIP)
    await people.review(path, "upheld")
    assert "plaque_mark_review" not in await kinds(Role.COUNTY_OFFICE, "judge")
    assert "plaque_disposal" in await kinds(Role.TOWNSHIP, "clerk", TOWNSHIP)


async def came_back(svc, *, verified=True):
    """A board that was taken down, and its entry that the ledger takes for the same."""
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP, sub="clerk", at=MARKED) as township:
        case = await take_down(township)
    if verified:
        async with svc.client(Role.INSPECTOR, region=COUNTY, sub="marker", at=MARKED) as inspector:
            case = await verify(inspector, case)
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP, sub="clerk", at=MARKED) as township:
        return case, await register(township)


async def state_of(svc, case):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP, at=MARKED) as township:
        found = (await township.get(f"/v1/plaques/{case['id']}")).json()
        return found["state"], found["verified_at"]


@pytest.mark.parametrize("verified", [True, False])
async def test_a_rebound_falls_with_the_mark_that_the_ledger_made_for_it(svc, people, verified):
    case, again = await came_back(svc, verified=verified)
    assert (await state_of(svc, case))[0] == "reopened"
    path = f"/v1/plaques/{again['id']}"
    contested = await people.object(path)
    assert contested.json()["id"] == again["id"]
    assert contested.headers["etag"] == f'"{contested.json()["version"]}"'
    fallen = await people.review(path, "overturned")
    assert (fallen.json()["id"], fallen.json()["state"]) == (again["id"], "registered")
    assert await state_of(svc, case) == (("verified", case["verified_at"]) if verified else ("done", None))
    (filed,), (back,) = await svc.events(ReboundObjected), await svc.events(ReboundOverturned)
    assert filed["subject"] == back["subject"] == f"plaques/{case['id']}"
    assert back["data"] == {
        "registered_again": again["id"], "counted_on": "2026-03-02", "settled": True, "after_baseline": False,
    }  # fmt: skip
    assert len(await svc.events(PlaqueUnflagged)) == 1


async def test_a_correction_by_the_county_takes_the_rebound_back_too(svc, people):
    case, again = await came_back(svc)
    body = {"reason": "系新挂的规范牌子，并非回潮"}
    path = f"/v1/plaques/{again['id']}/unflagging"
    assert (await people.send(Role.COUNTY_OFFICE, "judge", path, body, days=1)).is_success
    assert await state_of(svc, case) == ("verified", case["verified_at"])
    assert len(await svc.events(ReboundOverturned)) == 1


async def test_a_rebound_that_stands_keeps_its_case_open(svc, people):
    case, again = await came_back(svc)
    await people.object(f"/v1/plaques/{again['id']}")
    await people.review(f"/v1/plaques/{again['id']}", "upheld")
    assert (await state_of(svc, case))[0] == "reopened"
    assert len(await svc.events(ReboundUpheld)) == 1
    assert await svc.events(ReboundOverturned) == []


async def test_what_was_ordered_anew_is_settled_by_its_own_verification(svc, people):
    case, again = await came_back(svc)
    order = {"kind": "remove", "reason": "再次拆除"}
    await people.send(Role.TOWNSHIP, "clerk", f"/v1/plaques/{case['id']}/disposal", order, region=TOWNSHIP)
    await people.object(f"/v1/plaques/{again['id']}")
    await people.review(f"/v1/plaques/{again['id']}", "overturned")
    assert (await state_of(svc, case))[0] == "disposal_ordered"
    (back,) = await svc.events(ReboundOverturned)
    assert back["data"]["settled"] is False


async def test_a_mark_that_a_person_made_of_a_board_that_came_back_says_nothing_of_the_rebound(svc, people):
    _, again = await came_back(svc)
    path = f"/v1/plaques/{again['id']}"
    await people.send(Role.COUNTY_OFFICE, "judge", f"{path}/unflagging", {"reason": "并非回潮"}, days=1)
    flag = {"reason": "function_mismatch", "note": "功能不符"}
    await people.send(Role.INSPECTOR, "marker", f"{path}/flag", flag, days=2)
    assert (await people.object(path, days=3)).is_success
    assert len(await svc.events(ReboundObjected)) == 0
