"""What can be done with visits."""

from uuid import UUID

from contracts.supervision import VisitCompleted, VisitOffplanDetected, VisitOffplanReported
from countykit import directory, workdays
from countykit.errors import require_past
from countykit.identity import Caller, Role
from countykit.objections import objection_day
from servicekit.transaction import Transaction

from supervision_svc.plan import repository as plan_entries
from supervision_svc.plan import service as plan
from supervision_svc.plan.errors import NotTheFiler, PlanNumberMissing
from supervision_svc.visits import repository
from supervision_svc.visits.errors import AlreadyCharged, AlreadyReported
from supervision_svc.visits.models import WORKFLOW, State, Visit
from supervision_svc.visits.schemas import OffplanReport, VisitDecision, VisitRecord


async def record(tx: Transaction, caller: Caller, body: VisitRecord) -> Visit:
    """Put a visit of our inspectors, or of a body by its plan, on the record.

    A body's visit goes by an entry of the plan that is in force for it, the village and the day. Raises DateInFuture,
    RegionUnknown, DepartmentUnknown, Forbidden, NotTheFiler, PlanNumberMissing, PlanEntryUnknown, PlanDoesNotCover.
    """
    by_body = Role.INSPECTOR not in caller.roles
    if by_body:
        body = _by_a_body(caller, body)
    caller.require_region(body.region)
    require_past(body.visited_on, workdays.today(tx.now))
    await directory.region(tx, body.region, "village", on=body.visited_on)
    if body.department is not None:
        await directory.department(tx, body.department, on=body.visited_on)
    over_quota = await _over_quota(tx, body)
    place = await repository.place_in_week(tx, body.region, body.visited_on, by_body=by_body)
    visit = tx.add(
        Visit(
            **body.model_dump(), state=State.COMPLETED, week_place=place, recorded_by=caller.sub, by_body=by_body,
            over_quota=over_quota,
        )
    )  # fmt: skip
    tx.record(
        VisitCompleted(planned=visit.planned, unannounced=visit.unannounced), about=visit, department=visit.department
    )
    return visit


def _by_a_body(caller: Caller, body: VisitRecord) -> VisitRecord:
    """What a body registers is its own visit, and names its number in the plan."""
    if body.department not in (None, caller.department):
        raise NotTheFiler
    if body.plan is None:
        raise PlanNumberMissing
    return body.model_copy(update={"department": caller.department})


async def _over_quota(tx: Transaction, body: VisitRecord) -> bool:
    """Whether the plan entry of a body's visit has had all its visits."""
    if body.department is None or body.plan is None:
        return False
    entry = await plan.require_covering(tx, body.plan, body.department, body.region, body.visited_on)
    return await plan_entries.visits_under(tx, body.plan) >= entry.quota


async def report_offplan(tx: Transaction, caller: Caller, body: OffplanReport) -> Visit:
    """Report a visit outside of the plan; raises AlreadyReported for a repetition.

    Somebody else's report is no reason to refuse: the refusal would tell of it. The visit is charged once.
    """
    caller.require_region(body.region)
    require_past(body.visited_on, workdays.today(tx.now))
    await directory.region(tx, body.region, "village", on=body.visited_on)
    await directory.department(tx, body.department, on=body.visited_on)
    place = await repository.place_in_week(tx, body.region, body.visited_on)
    if await repository.already_reported(tx, caller, body.region, body.department, body.visited_on):
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
    """Confirm a report, which charges the body that came (INS-01), or dismiss it; the reporter may not decide.

    Raises AlreadyCharged (the database holds the same rule for races).
    """
    visit = await repository.locked(tx, caller, visit_id)
    if action == "confirmation" and WORKFLOW.step(action).fits(visit) and await repository.already_charged(tx, visit):
        raise AlreadyCharged
    taken = visit.decide(action, caller, body.note)
    if visit.department is None:
        tx.record(taken.event(visit), about=visit)
    else:
        charged = await directory.department(tx, visit.department, on=visit.visited_on)
        visit.charged_home, visit.judged_at, visit.objection_due_on = charged.home, tx.now, objection_day(tx)
        tx.record(VisitOffplanDetected(charged_home=charged.home), about=visit, department=charged.code)
    return visit
