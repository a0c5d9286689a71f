"""When a demand becomes a charge, and how the charge is judged and contested."""

import asyncio
from datetime import UTC, datetime

import pytest
from contracts.certificate import DemandCharged
from contracts.demand_charges import (
    DemandChargeConfirmed,
    DemandChargeDismissalProposed,
    DemandChargeDismissed,
    DemandChargeJoined,
    DemandChargeObjected,
    DemandChargeOverdue,
    DemandChargeParted,
    DemandChargeReported,
    DemandChargeRetracted,
    DemandChargeUpheld,
)
from countykit.identity import Role
from countykit.testing import open_actions

from .story import COUNTY, NEIGHBOUR, OTHER_TOWNSHIP, STRANGER, TOWNSHIP, VILLAGE

WRITTEN = {"written": "《贷款资料清单》第3项"}
DAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
FOUND = {"reason": "书面要求属实"}
GROUNDS = {"grounds": "系法律规定的公证前置材料"}


async def recorded(svc, *, region=VILLAGE, role=Role.VILLAGE, day="2026-03-02", **changes):
    body = {"item": "FC05", "demander": {"department": "GA"}, "demanded_on": day, **changes}
    async with svc.client(role, region=region, at=DAY) as client:
        answer = await client.post("/v1/demands", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def charge(svc, demand, body, *, region=VILLAGE, role=Role.VILLAGE, sub=None, status=200):
    async with svc.client(role, region=region, sub=sub, at=DAY) as client:
        answer = await client.post(f"/v1/demands/{demand['id']}/charge", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def act(svc, charge_id, step, body, *, role=Role.COUNTY_OFFICE, sub="judge", department=None, status=200):
    async with svc.client(role, region=COUNTY, sub=sub, department=department, at=DAY) as client:
        answer = await client.post(f"/v1/demand-charges/{charge_id}/{step}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def read(svc, charge_id, role, *, region=COUNTY, department=None, sub=None):
    async with svc.client(role, region=region, department=department, sub=sub) as client:
        return await client.get(f"/v1/demand-charges/{charge_id}")


async def confirmed(svc, **demander):
    demand = await recorded(svc, **({"demander": demander} if demander else {}))
    charged = await charge(svc, demand, WRITTEN)
    await act(svc, charged["charge_id"], "confirmation", FOUND)
    return charged["charge_id"]


async def test_a_record_alone_charges_nobody(svc):
    demand = await recorded(svc)
    assert open_actions(demand) == ["charge"]
    problem = await charge(svc, demand, {}, status=409)
    assert (problem["code"], problem["rule"]) == ("demand_unproven", "CER-01")
    assert await svc.events(DemandChargeReported) == []


async def test_the_demanders_paper_makes_a_charge_that_the_office_judges(svc):
    demand = await recorded(svc)
    charged = await charge(svc, demand, WRITTEN)
    assert (charged["state"], charged["written"], open_actions(charged)) == ("charged", WRITTEN["written"], [])
    (told,) = await svc.events(DemandChargeReported)
    assert told["data"] == {"item": "FC05", "title": "无犯罪记录证明", "charged_home": COUNTY}
    assert await svc.events(DemandChargeConfirmed) == []
    judged = await act(svc, charged["charge_id"], "confirmation", FOUND)
    assert (judged["state"], judged["objection_due_on"], judged["reports"]) == ("confirmed", "2026-04-01", 1)
    (counted,) = await svc.events(DemandChargeConfirmed)
    assert (counted["department"], counted["region"]) == ("GA", VILLAGE)
    assert counted["data"] == {"item": "FC05", "title": "无犯罪记录证明", "charged_home": COUNTY}


async def test_a_demand_is_charged_once(svc):
    demand = await recorded(svc)
    await charge(svc, demand, WRITTEN)
    assert (await charge(svc, demand, WRITTEN, status=409))["code"] == "illegal_transition"


@pytest.mark.parametrize(
    ("other", "independent"),
    [
        ({"region": NEIGHBOUR}, True),
        ({"region": STRANGER}, True),
        ({"region": VILLAGE}, False),  # a repetition by the same village is the same report
        ({"region": NEIGHBOUR, "anonymous": True}, False),  # it may be the very same village
        ({"region": STRANGER, "anonymous": True}, True),  # some village of another township
        ({"region": TOWNSHIP, "role": Role.TOWNSHIP}, False),
        ({"region": NEIGHBOUR, "day": "2026-01-30"}, False),  # 31 days before
        ({"region": NEIGHBOUR, "day": "2026-01-31"}, True),
        ({"region": NEIGHBOUR, "item": "FC08"}, False),
        ({"region": NEIGHBOUR, "demander": {"department": "SF1"}}, False),
    ],
)
async def test_without_a_paper_it_takes_a_second_independent_report(svc, other, independent):
    demand = await recorded(svc)
    await recorded(svc, **other)
    await charge(svc, demand, {}, status=200 if independent else 409)
    assert len(await svc.events(DemandChargeReported)) == independent


async def test_demands_about_one_matter_are_one_charge(svc):
    first, second = await recorded(svc), await recorded(svc, region=NEIGHBOUR)
    late = await recorded(svc, region=STRANGER, day="2026-01-30")
    one = await charge(svc, first, WRITTEN)
    two = await charge(svc, second, {}, region=NEIGHBOUR)
    other = await charge(svc, late, WRITTEN, region=STRANGER)
    assert one["charge_id"] == two["charge_id"] != other["charge_id"]
    judged = await act(svc, one["charge_id"], "confirmation", FOUND)
    assert (judged["reports"], judged["version"]) == (2, 3)
    assert len(await svc.events(DemandChargeConfirmed)) == 1
    assert len(await svc.events(DemandCharged)) == 3
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY) as office:
        of_charge = (await office.get("/v1/demands", params={"charge": one["charge_id"]})).json()["items"]
    assert {demand["id"] for demand in of_charge} == {first["id"], second["id"]}


async def test_many_at_once_are_one_charge(svc):
    demands = [await recorded(svc, region=region) for region in (VILLAGE, NEIGHBOUR, STRANGER)]
    charged = await asyncio.gather(
        *(charge(svc, demand, WRITTEN, role=Role.COUNTY_OFFICE, region=COUNTY) for demand in demands)
    )
    assert len({demand["charge_id"] for demand in charged}) == 1
    assert len(await svc.events(DemandChargeReported)) == 1
    judged = await act(svc, charged[0]["charge_id"], "confirmation", FOUND)
    assert judged["reports"] == 3


async def test_a_dismissed_charge_takes_no_more_demands(svc):
    first = await charge(svc, await recorded(svc), WRITTEN)
    await act(svc, first["charge_id"], "dismissal", {"reason": "材料并非该局出具"})
    assert len(await svc.events(DemandChargeDismissed)) == 1
    again = await charge(svc, await recorded(svc, region=NEIGHBOUR), WRITTEN, region=NEIGHBOUR)
    assert again["charge_id"] != first["charge_id"]


async def test_only_bodies_of_the_county_and_what_the_list_forbids_are_charged(svc):
    bank = await recorded(svc, demander={"name": "某农村商业银行"})
    problem = await charge(svc, bank, WRITTEN, status=409)
    assert problem["code"] == "demand_outside_county"
    (offered,) = bank["allowed_actions"]
    assert [obstacle["code"] for obstacle in offered["blocked_by"]] == ["demand_outside_county"]
    unlisted = await recorded(svc, item=None, name="饮水机使用情况证明")
    assert (await charge(svc, unlisted, WRITTEN, status=409))["code"] == "demand_unlisted"


async def test_who_put_it_forward_does_not_judge_it(svc):
    demand = await recorded(svc)
    charged = await charge(svc, demand, WRITTEN, role=Role.COUNTY_OFFICE, region=COUNTY, sub="officer")
    problem = await act(svc, charged["charge_id"], "confirmation", FOUND, sub="officer", status=409)
    assert (problem["code"], problem["rule"]) == ("reporter_cannot_judge", "INS-14")
    for sub, expected in (("officer", []), ("judge", ["demand_charge_judgement"])):
        async with svc.client(Role.COUNTY_OFFICE, region=COUNTY, sub=sub) as client:
            todos = (await client.get("/v1/todos")).json()["todos"]
        assert [todo["kind"] for todo in todos] == expected


async def test_who_joined_a_further_demand_to_a_charge_does_not_judge_it(svc):
    first, second = await recorded(svc), await recorded(svc, region=NEIGHBOUR)
    opened = await charge(svc, first, WRITTEN)
    await charge(svc, second, {}, role=Role.COUNTY_OFFICE, region=COUNTY, sub="joiner")
    for step in ("confirmation", "dismissal-proposal"):
        problem = await act(svc, opened["charge_id"], step, FOUND, sub="joiner", status=409)
        assert problem["code"] == "reporter_cannot_judge"
    for sub, expected in (("joiner", []), ("judge", ["demand_charge_judgement"])):
        async with svc.client(Role.COUNTY_OFFICE, region=COUNTY, sub=sub) as client:
            todos = (await client.get("/v1/todos")).json()["todos"]
        assert [todo["kind"] for todo in todos] == expected
    await act(svc, opened["charge_id"], "confirmation", FOUND)
    await act(svc, opened["charge_id"], "objection", GROUNDS, role=Role.DEPARTMENT, department="GA")
    upheld = {"decision": "upheld", "reason": "认定无误"}
    problem = await act(svc, opened["charge_id"], "review", upheld, sub="joiner", status=409)
    assert problem["code"] == "judge_cannot_review"
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY, sub="joiner") as client:
        assert (await client.get("/v1/todos")).json()["todos"] == []


async def test_who_recorded_a_demand_does_not_judge_it_although_another_put_it_forward(svc):
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP, sub="moved", at=DAY) as client:
        body = {"item": "FC05", "demander": {"department": "GA"}, "demanded_on": "2026-03-02"}
        demand = (await client.post("/v1/demands", json=body)).json()
    charged = await charge(svc, demand, WRITTEN, role=Role.COUNTY_OFFICE, region=COUNTY, sub="officer")
    problem = await act(svc, charged["charge_id"], "confirmation", FOUND, sub="moved", status=409)
    assert problem["code"] == "reporter_cannot_judge"


async def test_several_reports_are_dismissed_by_two_people(svc):
    first, second = await recorded(svc), await recorded(svc, region=NEIGHBOUR)
    charge_id = (await charge(svc, first, WRITTEN))["charge_id"]
    await act(svc, charge_id, "dismissal-proposal", {"reason": "只有一次"}, status=409)
    await charge(svc, second, {}, region=NEIGHBOUR)
    reason = {"reason": "材料并非该局出具"}
    assert (await act(svc, charge_id, "dismissal", reason, status=409))["code"] == "dismissal_needs_two"
    proposed = await act(svc, charge_id, "dismissal-proposal", reason)
    assert (proposed["state"], proposed["dismissal_reason"]) == ("reported", "材料并非该局出具")
    assert (await act(svc, charge_id, "dismissal", reason, status=409))["code"] == "dismissal_needs_two"
    await act(svc, charge_id, "dismissal-proposal", reason, sub="colleague", status=409)
    # A further report is none that the first person knew.
    await charge(svc, await recorded(svc, region=STRANGER), {}, region=STRANGER)
    assert (await act(svc, charge_id, "dismissal", reason, sub="colleague", status=409))[
        "code"
    ] == "dismissal_needs_two"
    await act(svc, charge_id, "dismissal-proposal", reason)
    assert (await act(svc, charge_id, "dismissal", reason, sub="colleague"))["state"] == "dismissed"
    assert len(await svc.events(DemandChargeDismissalProposed)) == 2
    assert len(await svc.events(DemandChargeDismissed)) == 1


async def test_charges_of_one_body_are_joined_and_their_demands_go_with_the_one_that_answers(svc):
    first = (await charge(svc, await recorded(svc), WRITTEN))["charge_id"]
    other = await recorded(svc, region=NEIGHBOUR, item="FC08")
    second = (await charge(svc, other, WRITTEN, region=NEIGHBOUR))["charge_id"]
    async with svc.client(Role.COUNTY_OFFICE, region=COUNTY, sub="joiner", at=DAY) as office:
        offered = (await office.get(f"/v1/demand-charges/{second}/alike")).json()["items"]
    assert [each["id"] for each in offered] == [first]
    into = {"into": first}
    assert (await act(svc, second, "joining", into, sub="joiner"))["state"] == "joined"
    assert (await act(svc, second, "parting", None, sub="joiner"))["state"] == "reported"
    await act(svc, second, "joining", into, sub="joiner")
    further = await recorded(svc, region=STRANGER, item="FC08")
    assert (await charge(svc, further, WRITTEN, region=STRANGER))["charge_id"] == first
    judged = await act(svc, first, "confirmation", FOUND)
    assert (judged["state"], judged["reports"]) == ("confirmed", 3)
    assert len(await svc.events(DemandChargeConfirmed)) == 1
    async with svc.client(Role.VILLAGE, region=NEIGHBOUR) as village:
        told = (await village.get(f"/v1/demands/{other['id']}")).json()
    assert told["outcome"] == "confirmed"
    assert (await read(svc, second, Role.COUNTY_OFFICE)).json()["joined_outcome"] == "confirmed"
    assert len(await svc.events(DemandChargeJoined)) == 2
    assert len(await svc.events(DemandChargeParted)) == 1


async def test_a_charge_that_nobody_judged_in_ten_working_days_waits_for_the_approver(svc):
    charge_id = (await charge(svc, await recorded(svc), WRITTEN))["charge_id"]
    await act(svc, charge_id, "confirmation", FOUND, role=Role.APPROVER, sub="chief", status=403)
    assert (await read(svc, charge_id, Role.COUNTY_OFFICE)).json()["judge_by"] == "2026-03-16"
    await svc.do_due(datetime(2026, 3, 17, 2, tzinfo=UTC))
    (event,) = await svc.events(DemandChargeOverdue)
    assert event["data"]["judge_by"] == "2026-03-16"
    async with svc.client(Role.APPROVER, region=COUNTY, sub="chief") as client:
        (todo,) = (await client.get("/v1/todos")).json()["todos"]
    assert (todo["kind"], todo["due"]) == ("demand_charge_overdue_judgement", "2026-03-16")
    assert (await act(svc, charge_id, "confirmation", FOUND, role=Role.APPROVER, sub="chief"))["state"] == "confirmed"


async def test_the_accused_learns_the_verdict_and_not_who_said_so(svc):
    demand = await recorded(svc)
    charge_id = (await charge(svc, demand, WRITTEN))["charge_id"]
    assert (await read(svc, charge_id, Role.DEPARTMENT, department="GA")).status_code == 404
    await act(svc, charge_id, "confirmation", FOUND)
    seen = (await read(svc, charge_id, Role.DEPARTMENT, department="GA")).json()
    assert (seen["title"], seen["region"], open_actions(seen)) == ("无犯罪记录证明", COUNTY, ["objection"])
    assert (seen["reported_by"], seen["written"], seen["reports"]) == (None, None, None)
    assert (await read(svc, charge_id, Role.DEPARTMENT, department="SF1")).status_code == 404
    for answer in (seen, (await read(svc, f"{charge_id}/history", Role.DEPARTMENT, department="GA")).json()):
        assert VILLAGE not in str(answer)


async def test_the_accused_objects_and_what_is_overturned_counts_no_more(svc):
    charge_id = await confirmed(svc)
    await act(svc, charge_id, "objection", GROUNDS, role=Role.DEPARTMENT, department="GA")
    (event,) = await svc.events(DemandChargeObjected)
    assert event["data"] == {"charged_home": COUNTY}
    body = {"decision": "overturned", "reason": "系公证机构依法要求"}
    assert (await act(svc, charge_id, "review", body, status=409))["code"] == "judge_cannot_review"
    fallen = await act(svc, charge_id, "review", body, sub="colleague")
    assert (fallen["state"], fallen["review"]) == ("overturned", "系公证机构依法要求")
    (event,) = await svc.events(DemandChargeRetracted)
    assert event["data"] == {"charged_home": COUNTY, "counted_on": "2026-03-02", "by_objection": True}


async def test_what_is_upheld_stays(svc):
    charge_id = await confirmed(svc, department="SF1")
    async with svc.client(Role.TOWNSHIP, region=OTHER_TOWNSHIP, at=DAY) as other:
        assert (await other.post(f"/v1/demand-charges/{charge_id}/objection", json=GROUNDS)).status_code == 404
    async with svc.client(Role.TOWNSHIP, region=TOWNSHIP, at=DAY) as own:
        assert (await own.post(f"/v1/demand-charges/{charge_id}/objection", json=GROUNDS)).status_code == 200
    body = {"decision": "upheld", "reason": "并非法定材料"}
    assert (await act(svc, charge_id, "review", body, sub="colleague"))["state"] == "upheld"
    assert len(await svc.events(DemandChargeUpheld)) == 1
    assert await svc.events(DemandChargeRetracted) == []


async def test_the_office_takes_its_own_error_back_by_a_second_person(svc):
    charge_id = await confirmed(svc)
    assert (await act(svc, charge_id, "withdrawal", FOUND, status=409))["code"] == "judge_cannot_review"
    await act(svc, charge_id, "withdrawal", {"reason": "查错了单位"}, sub="colleague")
    (event,) = await svc.events(DemandChargeRetracted)
    assert event["data"]["by_objection"] is False
