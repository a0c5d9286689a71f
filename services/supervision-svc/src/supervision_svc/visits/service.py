"""What can be done with visits."""

from uuid import UUID

from contracts.supervision import VisitCompleted, VisitOffplanDetected, VisitOffplanReported
from countykit import directory, workdays
from countykit.errors import require_past
from countykit.identity import Caller
from servicekit.transaction import Transaction

from supervision_svc.visits import repository
from supervision_svc.visits.errors import AlreadyReported
from supervision_svc.visits.models import State, Visit
from supervision_svc.visits.schemas import OffplanReport, VisitDecision, VisitRecord


async def record(tx: Transaction, caller: Caller, body: VisitRecord) -> Visit:
    """Put a visit of our inspectors on the record; raises DateInFuture, RegionUnknown, DepartmentUnknown, Forbidden."""
    caller.require_region(body.region)
    require_past(body.visited_on, workdays.today(tx.now))
    await directory.region(tx, body.region, "village", on=body.visited_on)
    if body.department is not None:
        await directory.department(tx, body.department, on=body.visited_on)
    place = await repository.place_in_week(tx, body.region, body.visited_on)
    visit = tx.add(Visit(**body.model_dump(), state=State.COMPLETED, week_place=place, recorded_by=caller.sub))
    tx.record(
        VisitCompleted(planned=visit.planned, unannounced=visit.unannounced), about=visit, department=visit.department
    )
    return visit


async def report_offplan(tx: Transaction, caller: Caller, body: OffplanReport) -> Visit:
    """Report a visit outside of the plan; raises AlreadyReported (the database holds the same rule for races)."""
    caller.require_region(body.region)
    require_past(body.visited_on, workdays.today(tx.now))
    await directory.region(tx, body.region, "village", on=body.visited_on)
    await directory.department(tx, body.department, on=body.visited_on)
    place = await repository.place_in_week(tx, body.region, body.visited_on)
    if await repository.already_reported(tx, body.region, body.department, body.visited_on):
        raise AlreadyReported
    visit = tx.add(
        Visit(
            region=body.region, visited_on=body.visited_on, demanded=body.demanded, state=State.REPORTED,
            reported_department=body.department, week_place=place, recorded_by=caller.sub,
        )
    )  # fmt: skip
    tx.record(VisitOffplanReported(visited_on=visit.visited_on), about=visit)
    return visit


async def decide(tx: Transaction, caller: Caller, visit_id: UUID, action: str, body: VisitDecision) -> Visit:
    """Confirm a report, which charges the body that came (INS-01), or dismiss it; the reporter may not decide."""
    visit = await repository.locked(tx, caller.scope, visit_id)
    taken = visit.decide(action, caller, body.note)
    if visit.department is None:
        tx.record(taken.event(visit), about=visit)
    else:
        charged = await directory.department(tx, visit.department, on=visit.visited_on)
        tx.record(VisitOffplanDetected(charged_home=charged.home), about=visit, department=charged.code)
    return visit
