"""Work that goes with a visit names the visit's entry in the plan (INS-01), of which events tell."""

from uuid import uuid4

import pytest
from checklist_svc.consumers import consumers
from contracts.lineage import ChangeSubject
from contracts.plans import (
    PlanEntryApproved,
    PlanEntryCancelled,
    PlanEntryJoined,
    PlanEntryPublished,
    PlanEntrySuperseded,
    PlanKind,
)

from tests.integration.checklist.conftest import COUNTY, effort
from tests.integration.territory import became

NUMBER = "JH990101-2026-0007"
VISIT = {"title": "陪同查看管护情况", **effort(10), "work": "visit"}
MISSING = (422, "plan_entry_missing")


async def planned(svc, kind=PlanEntryApproved, *, key=None, sequence=3, **changes):
    said = {"year": 2026, "kind": PlanKind.INSPECTION, "single": False, "number": NUMBER, "bodies": ["NYJ"]}
    key = key or uuid4()
    await svc.hear(consumers, kind(**said | changes), region=COUNTY, subject_id=key, sequence=sequence)
    return key


async def submission(people, number=NUMBER, code="NYJ", **changes):
    """What becomes of an application: its state, or status and code of the refusal."""
    draft = await people.drafted(code, **VISIT | changes, plan_number=number)
    async with people.department(code) as client:
        answer = await client.post(f"/v1/admissions/{draft['id']}/submission", json={})
    return answer.json()["state"] if answer.status_code == 200 else (answer.status_code, answer.json()["code"])


async def test_a_task_around_a_visit_is_taken_with_the_entry_of_its_own_body_only(svc, people):
    assert await submission(people) == MISSING
    await planned(svc)
    assert await submission(people, number=None) == MISSING
    assert await submission(people, number="JH990101-2026-0008") == MISSING
    assert await submission(people, code="WLJ") == MISSING
    assert await submission(people) == "submitted"
    assert await submission(people, number=None, work="patrol", title="巡堤查险") == "submitted"  # goes with no visit


async def test_the_entry_is_one_of_the_years_of_the_task(svc, people):
    await planned(svc, year=2025)
    assert await submission(people) == MISSING
    await planned(svc, number="JH990101-2027-0001", year=2027)
    assert await submission(people, "JH990101-2027-0001", starts_on="2026-11-02", ends_on="2027-02-28") == "submitted"


@pytest.mark.parametrize("end", [PlanEntryCancelled, PlanEntrySuperseded])
async def test_nobody_goes_by_an_entry_that_has_ended_whichever_event_comes_first(svc, people, end):
    key = await planned(svc)
    await planned(svc, PlanEntryPublished, key=key, sequence=4)
    await planned(svc, end, key=key, sequence=6)
    await planned(svc, PlanEntryPublished, key=key, sequence=5)
    assert await submission(people) == MISSING


async def test_a_body_that_goes_along_and_one_that_took_over_go_by_the_entry(svc, people):
    key = await planned(svc, PlanEntryJoined, number=None, bodies=["NYJ", "WLJ"], sequence=2)
    assert await submission(people, code="WLJ") == MISSING  # not approved yet
    await planned(svc, key=key, bodies=["NYJ", "WLJ"])
    assert await submission(people, code="WLJ") == "submitted"
    await planned(svc, number="JH990101-2026-0009", bodies=["OLD"])
    assert await submission(people, "JH990101-2026-0009", title="陪同查看农机") == MISSING
    await became(svc, consumers, {"OLD": "NYJ"}, subject=ChangeSubject.DEPARTMENT)
    assert await submission(people, "JH990101-2026-0009", title="陪同查看农机库") == "submitted"
