"""HTTP about rules of checking."""

from typing import Annotated
from uuid import UUID

from countykit.directory import REGION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from servicekit.errors import Forbidden, NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals

from checklist_svc.number_rules import service
from checklist_svc.number_rules.errors import RuleBegun, RuleDayPassed
from checklist_svc.number_rules.models import WORKFLOW
from checklist_svc.number_rules.repository import RULES
from checklist_svc.number_rules.schemas import (
    NumberRuleApproval,
    NumberRuleProposal,
    NumberRuleReason,
    NumberRuleView,
)

router = Router(prefix="/v1/number-rules", tags=["lists"])
Office = Annotated[Caller, allow(Role.COUNTY_OFFICE)]


@router.post("", status_code=201, responses=refusals(Forbidden, RuleDayPassed, *REGION_REFUSALS))
async def propose_number_rule(proposal: NumberRuleProposal, tx: Tx, caller: Office) -> NumberRuleView:
    """Propose that an area is checked for its numbers from a day on: by advice only, or by refusal (LST-01, LST-02)."""
    return NumberRuleView.of(await service.propose(tx, caller, proposal), caller)


@router.get("")
async def list_number_rules(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, RULES.filters]
) -> Page[NumberRuleView]:
    """The rules of the caller's county."""
    return await RULES.page(tx, caller.scope, wanted, paging, lambda row: NumberRuleView.of(row, caller))


@router.get("/{rule_id}", responses=refusals(NotFound))
async def read_number_rule(rule_id: UUID, tx: Tx, caller: Anyone) -> NumberRuleView:
    """One rule."""
    return NumberRuleView.of(await RULES.get(tx, caller.scope, rule_id), caller)


@router.step(WORKFLOW, "approval", of="/{rule_id}", refused=(RuleBegun,))
async def approve_number_rule(rule_id: UUID, body: NumberRuleApproval, tx: Tx, caller: Anyone) -> NumberRuleView:
    """Approve a rule before its first day, as another person than who proposed it, or do not."""
    return NumberRuleView.of(await service.approve(tx, caller, rule_id, body.decision, body.reason), caller)


@router.step(WORKFLOW, "withdrawal", of="/{rule_id}", refused=(RuleBegun,))
async def withdraw_number_rule(rule_id: UUID, body: NumberRuleReason, tx: Tx, caller: Anyone) -> NumberRuleView:
    """Take a rule back before its first day; one in force is followed by another rule."""
    return NumberRuleView.of(await service.withdraw(tx, caller, rule_id, body.note), caller)
