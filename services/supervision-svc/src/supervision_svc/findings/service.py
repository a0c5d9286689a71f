"""What can be done with findings."""

from datetime import timedelta
from uuid import UUID

from contracts.supervision import FindingRaised
from countykit.identity import Caller
from countykit.marks import object_here, review_here
from countykit.regions import township_of
from countykit.workdays import today
from servicekit.transaction import Transaction

from supervision_svc.clauses import clause
from supervision_svc.demands import require_telling, require_undemanding
from supervision_svc.findings import repository
from supervision_svc.findings.errors import FindingUnderLetter, SettledAlone, SettlementLate
from supervision_svc.findings.models import WORKFLOW, Finding
from supervision_svc.findings.schemas import FindingRecord, FindingSettlement
from supervision_svc.visits import repository as visits
from supervision_svc.visits.models import WORKFLOW as VISIT_WORKFLOW

_RECORDED_WITHIN = timedelta(days=3)


async def record(tx: Transaction, caller: Caller, visit_id: UUID, body: FindingRecord) -> Finding:
    """Record what a visit found wrong.

    Raises ClauseUnknown, DEMAND_REFUSALS, Forbidden, and IllegalTransition for a visit that others made.
    """
    visit = await visits.get(tx, caller, visit_id)
    VISIT_WORKFLOW.take(visit, "findings", caller)
    clause(body.clause)
    require_telling(body.description)
    values = body.model_dump(mode="json", exclude={"concerns"})
    region = visit.region if body.concerns == "village" else township_of(visit.region)
    finding = tx.target = Finding(
        **values, visit_id=visit.id, region=region, recorded_by=caller.sub, recorders=visit.recorders
    )
    tx.add(finding)
    tx.record(FindingRaised(action=body.action, grade=body.grade.value), about=finding)
    return finding


async def settle(tx: Transaction, caller: Caller, finding_id: UUID, body: FindingSettlement) -> Finding:
    """Close what was put right on the spot, before two people.

    Raises NotFound, Forbidden, IllegalTransition, FindingTooGrave, SettlerNotIndependent, SettledAlone, SettlementLate,
    FindingUnderLetter, DEMAND_REFUSALS.
    """
    finding = await repository.locked(tx, caller.scope, finding_id)
    taken = WORKFLOW.take(finding, "settlement", caller)
    require_undemanding(body.measures)
    visit = await repository.visit_of(tx, finding)
    if (visit.team_size or 1) < 2 or body.witness == caller.name or (visit.team and body.witness not in visit.team):
        raise SettledAlone
    if today(tx.now) > visit.visited_on + _RECORDED_WITHIN:
        raise SettlementLate
    if await repository.under_letter(tx, finding.id):
        raise FindingUnderLetter
    finding.settlement, finding.settled_on = body.model_dump(), visit.visited_on
    tx.record(taken.event(finding), about=finding)
    return finding


async def reopen(tx: Transaction, caller: Caller, finding_id: UUID, reason: str) -> Finding:
    """A closed finding was found again; raises IllegalTransition."""
    finding = await repository.locked(tx, caller.scope, finding_id)
    tx.record(finding.apply("reopening", reason), about=finding)
    return finding


async def close(tx: Transaction, finding_id: UUID) -> None:
    """The rectification of a finding was accepted."""
    finding = await repository.locked_by_system(tx, finding_id)
    tx.record(finding.apply("closure"), about=finding)


async def object_to(tx: Transaction, caller: Caller, finding_id: UUID, grounds: str) -> Finding:
    """The township contests a finding within 30 days of its record; raises IllegalTransition, ObjectionLate."""
    finding = await repository.locked(tx, caller.scope, finding_id)
    counted_on = today(finding.created_at)
    fact = object_here(finding, WORKFLOW, caller, grounds, counted_on=counted_on, at=tx.now)
    tx.record(fact, about=finding)
    return finding


async def review(tx: Transaction, caller: Caller, finding_id: UUID, decision: str, reason: str) -> Finding:
    """Decide on an objection; raises JudgeCannotReview, IllegalTransition. The caller voids what rested on it."""
    finding = await repository.locked(tx, caller.scope, finding_id)
    tx.record(review_here(finding, WORKFLOW, caller, decision, reason, tx.now), about=finding)
    return finding
