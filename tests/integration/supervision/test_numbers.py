"""An entry of the plan names the law, or the admission number of what is looked at."""

from datetime import date
from json import dumps

import pytest
from contracts.number_rules import NumberArea, NumberMode
from contracts.plans import PlanEntryGrounded
from countykit.identity import Role
from supervision_svc.consumers import consumers

from tests.integration.numbers import NUMBER, Numbers

from .test_plan import AGRICULTURE, ENTRY, OTHER_TOWNSHIP, Plan

VAGUE = {"basis": "本部门年度工作安排"}


@pytest.fixture
def plan(story):
    return Plan(story)


@pytest.fixture
def numbers(story):
    return Numbers(story.svc, consumers, first=date(2025, 1, 1), last=date(2025, 6, 30))


async def test_an_enforcing_county_refuses_an_entry_without_law_or_number(plan, numbers):
    await numbers.ruled(NumberArea.PLANS, NumberMode.ENFORCE, date(2025, 3, 1))
    assert await plan.refused(**VAGUE) == (422, "number_missing")
    assert await plan.refused(**VAGUE, admission=NUMBER) == (422, "number_unknown")
    admission = await numbers.granted("agriculture", by_assignment=True)
    entry = await plan.filed(**VAGUE, admission=NUMBER)
    assert (entry["ground"], entry["admission_name"]) == ("number", "村级防汛值守")
    assert await plan.refused(**VAGUE, admission=NUMBER, starts_on="2025-07-02", ends_on="2025-07-02") == (
        409, "number_other_day",
    )  # fmt: skip
    await numbers.withdrawn(admission, date(2025, 3, 3))
    assert await plan.refused(**VAGUE, admission=NUMBER) == (409, "number_other_day")
    assert (await plan.filed(basis="农业法第八条"))["ground"] == "law"


async def test_a_number_of_other_places_covers_no_visit(plan, numbers):
    await numbers.ruled(NumberArea.PLANS, NumberMode.ENFORCE, date(2025, 3, 1))
    await numbers.granted("agriculture", regions=(OTHER_TOWNSHIP,))
    assert await plan.refused(**VAGUE, admission=NUMBER) == (409, "number_other_place")


async def test_an_entry_that_was_let_through_is_mended_or_not_approved(plan, numbers, story):
    entry = await plan.filed(**VAGUE)
    assert entry["gap"] == "missing"
    await numbers.ruled(NumberArea.PLANS, NumberMode.ENFORCE, date(2025, 3, 3))
    path = f"/v1/plan-entries/{entry['id']}"
    await story.made(Role.COUNTY_OFFICE, f"{path}/review", {"decision": "accepted", "reason": "同意"}, sub="reviewer")
    approval = {"decision": "approved", "reason": "同意"}
    refused = await story.post(Role.APPROVER, f"{path}/approval", approval, sub="approver")
    assert (refused.status_code, refused.json()["code"]) == (422, "number_missing")
    todos = (await story.get(Role.DEPARTMENT, "/v1/todos", **AGRICULTURE)).json()["todos"]
    assert [todo["kind"] for todo in todos] == ["plan_grounding"]
    mended = await story.made(
        Role.DEPARTMENT, f"{path}/grounding", {"basis": "农业法第八条"}, sub="clerk", **AGRICULTURE
    )  # fmt: skip
    assert (mended["ground"], mended["gap"], mended["basis"]) == ("law", None, "农业法第八条")
    approved = await story.made(Role.APPROVER, f"{path}/approval", approval, sub="approver")
    assert approved["state"] == "approved"
    assert len(await story.svc.events(PlanEntryGrounded)) == 1


async def test_a_table_names_the_row_that_lacks_its_ground(story, numbers):
    await numbers.ruled(NumberArea.PLANS, NumberMode.ENFORCE, date(2025, 3, 1))
    rows = [{**ENTRY, "basis": "农业法第八条"}, {**ENTRY, **VAGUE, "title": "机井检查"}]
    files = {"file": ("plan.json", dumps(rows).encode(), "application/json")}
    answer = await story.ask(Role.DEPARTMENT, "POST", "/v1/plan-entries/import", files=files, **AGRICULTURE)
    assert answer.status_code == 422
    assert [error["code"] for error in answer.json()["errors"]] == ["number_missing"]
