"""How strictly a county checks numbers: proposed by the office, approved by another person, from a day to come."""

from datetime import UTC, date, datetime

import pytest
from checklist_svc.consumers import consumers
from contracts.gateway import RegionRegistered
from contracts.number_rules import NumberRuleApproved, NumberRuleWithdrawn
from countykit.identity import Role

COUNTY = "990101000000"
NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
RULE = {"area": "forms", "mode": "enforce", "starts_on": "2026-03-09", "reason": "先从报表开始"}


@pytest.fixture
async def svc(start_service):
    service = await start_service("checklist_svc")
    county = RegionRegistered(code=COUNTY, name="松安县", level="county", valid_from=date(2020, 1, 1))
    await service.hear(consumers, county, region=COUNTY)
    return service


def office(svc, sub="office", at=NOW, role=Role.COUNTY_OFFICE, region=COUNTY):
    return svc.client(role, region=region, sub=sub, at=at)


async def proposed(svc, **changes):
    async with office(svc) as client:
        answer = await client.post("/v1/number-rules", json={**RULE, **changes})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def decided(svc, rule, sub="approver", at=NOW, decision="approved"):
    async with office(svc, sub, at, Role.APPROVER) as client:
        return await client.post(
            f"/v1/number-rules/{rule['id']}/approval", json={"decision": decision, "reason": "同意"}
        )  # fmt: skip


async def test_a_rule_is_proposed_approved_by_another_person_and_told(svc):
    rule = await proposed(svc)
    async with office(svc, "approver", role=Role.APPROVER) as client:
        todos = (await client.get("/v1/todos")).json()["todos"]
    assert [(todo["kind"], todo["due"]) for todo in todos] == [("number_rule_approval", "2026-03-09")]
    assert (await decided(svc, rule, sub="office")).json()["code"] == "number_rule_same_person"
    assert (await decided(svc, rule)).json()["state"] == "approved"
    (event,) = await svc.events(NumberRuleApproved)
    assert (event["region"], event["data"]) == (
        COUNTY, {"area": "forms", "mode": "enforce", "starts_on": "2026-03-09"},
    )  # fmt: skip


async def test_nobody_is_measured_by_a_rule_of_yesterday(svc):
    async with office(svc) as client:
        answer = await client.post("/v1/number-rules", json={**RULE, "starts_on": "2026-03-02"})
    assert (answer.status_code, answer.json()["code"]) == (422, "number_rule_day_passed")
    rule = await proposed(svc)
    late = datetime(2026, 3, 9, 2, tzinfo=UTC)
    assert (await decided(svc, rule, at=late)).json()["code"] == "number_rule_begun"
    assert (await decided(svc, rule, at=late, decision="rejected")).json()["state"] == "rejected"


async def test_a_rule_is_taken_back_before_its_day_and_not_after(svc):
    for at, status in ((NOW, 200), (datetime(2026, 3, 9, 2, tzinfo=UTC), 409)):
        rule = await proposed(svc)
        await decided(svc, rule)
        async with office(svc, at=at) as client:
            answer = await client.post(f"/v1/number-rules/{rule['id']}/withdrawal", json={"note": "再研究"})
        assert answer.status_code == status, answer.text
    assert len(await svc.events(NumberRuleWithdrawn)) == 1


async def test_neither_townships_nor_other_roles_make_rules(svc):
    for role, region in ((Role.COUNTY_OFFICE, "990101001000"), (Role.TOWNSHIP, COUNTY), (Role.DEPARTMENT, COUNTY)):
        async with office(svc, role=role, region=region) as client:
            assert (await client.post("/v1/number-rules", json=RULE)).status_code == 403
