"""What can be done with rules of checking."""

from uuid import UUID

from contracts.number_rules import NumberRuleProposed
from countykit import directory
from countykit.identity import Caller
from countykit.regions import county_of
from countykit.workdays import today
from servicekit.errors import Forbidden
from servicekit.transaction import Transaction

from checklist_svc.number_rules.errors import RuleBegun, RuleDayPassed
from checklist_svc.number_rules.models import WORKFLOW, NumberRule
from checklist_svc.number_rules.repository import RULES
from checklist_svc.number_rules.schemas import NumberRuleProposal


async def propose(tx: Transaction, caller: Caller, proposal: NumberRuleProposal) -> NumberRule:
    """Propose how an area is checked; raises Forbidden, RuleDayPassed, RegionUnknown."""
    if len(caller.region) != 6:
        raise Forbidden("只有县级减负办可以提出本县的核验方式")
    county = await directory.region(tx, county_of(caller.region.ljust(12, "0")), "county")
    if proposal.starts_on <= today(tx.now):
        raise RuleDayPassed
    rule = tx.add(NumberRule(**proposal.model_dump(), region=county.code, proposed_by=caller.sub))
    fact = NumberRuleProposed(area=rule.area, mode=rule.mode, starts_on=rule.starts_on)
    tx.record(fact, about=rule)
    return rule


async def approve(tx: Transaction, caller: Caller, rule_id: UUID, decision: str, note: str) -> NumberRule:
    """Approve a rule before its first day, or not; raises RuleBegun, RuleSamePerson."""
    rule = await RULES.locked(tx, caller.scope, rule_id)
    taken = WORKFLOW.take(rule, "approval", caller, outcome=decision)
    if decision == "approved" and rule.starts_on <= today(tx.now):
        raise RuleBegun
    rule.note = note
    tx.record(taken.event(rule), about=rule)
    return rule


async def withdraw(tx: Transaction, caller: Caller, rule_id: UUID, note: str) -> NumberRule:
    """Take a rule back that nobody has been measured by; raises RuleBegun."""
    rule = await RULES.locked(tx, caller.scope, rule_id)
    approved = rule.state == "approved"
    taken = WORKFLOW.take(rule, "withdrawal", caller)
    if approved and rule.starts_on <= today(tx.now):
        raise RuleBegun
    rule.note = note
    tx.record(taken.event(rule), about=rule)
    return rule
