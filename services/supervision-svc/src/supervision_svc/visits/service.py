"""What can be done with visits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from contracts.supervision import VisitCompleted, VisitOffplanDetected, VisitOffplanReported
from contracts.visits import VisitCorrected
from countykit import directory, workdays
from countykit.errors import require_past
from countykit.identity import Caller, Role
from countykit.joining import Joining
from countykit.lateness import LastDays
from countykit.objections import objection_day
from countykit.questions import Accused, QuestionBody
from countykit.verdict_days import await_verdict
from servicekit.transaction import Transaction

from supervision_svc.plan import repository as plan_entries
from supervision_svc.plan import service as plan
from supervision_svc.plan.errors import NotTheFiler, PlanNumberMissing
from supervision_svc.questions import HEARING, QuestionView
from supervision_svc.visits import repository
from supervision_svc.visits.errors import AlreadyCharged, AlreadyReported, CorrectionEmpty, InvitedOnly, VisitCounts
from supervision_svc.visits.models import COUNTY_DIGITS, WORKFLOW, State, Visit
from supervision_svc.visits.schemas import OffplanReport, VisitCorrection, VisitDecision, VisitRecord

LAST_DAYS = LastDays(Visit, WORKFLOW, "visit-verdict-lateness", awaited={State.REPORTED}, noted="overdue_on")
JOINING = Joining(
    Visit, WORKFLOW, repository.seen, HEARING.require_heard, LAST_DAYS,
    day="visited_on", same=("reported_department", "region"),
)  # fmt: skip
"""Several reports of one body's visit to one village are one; to two villages it made two visits."""


@dataclass(frozen=True, slots=True)
class Team:
    """The team that made a visit: its people's accounts, the names of those who were there, the group that signs."""

    id: UUID
    accounts: Sequence[str]
    present: Sequence[str]
    group: tuple[UUID, str] | None


async def record(tx: Transaction, caller: Caller, body: VisitRecord) -> Visit:
    """Put a visit of our inspectors, or of a body by its plan, on the record.

    A body's visit goes by an entry of the plan that is in force for it, the village and the day. Raises DateInFuture,
    RegionUnknown, DepartmentUnknown, Forbidden, InvitedOnly, NotTheFiler, PlanNumberMissing, PlanEntryUnknown,
    PlanDoesNotCover.
    """
    by_body = Role.INSPECTOR not in caller.roles
    if by_body:
        body = _by_a_body(caller, body)
    caller.require_region(body.region)
    if Role.INSPECTOR in caller.roles and len(caller.region) < COUNTY_DIGITS:
        raise InvitedOnly
    return await complete(tx, caller, body, by_body=by_body)


async def complete(
    tx: Transaction, caller: Caller, body: VisitRecord, *, by_body: bool, team: Team | None = None
) -> Visit:  # fmt: skip
    """Put a visit on the record whose place and maker the caller has answered for.

    Raises DateInFuture, RegionUnknown, DepartmentUnknown, PlanEntryUnknown, PlanDoesNotCover.
    """
    require_past(body.visited_on, workdays.today(tx.now))
    await directory.region(tx, body.region, "village", on=body.visited_on)
    if body.department is not None:
        await directory.department(tx, body.department, on=body.visited_on)
    over_quota = await _over_quota(tx, body)
    untold = by_body or Role.INSPECTOR not in caller.roles
    place = await repository.place_in_week(tx, body.region, body.visited_on, by_body=untold)
    visit = tx.add(
        Visit(
            **body.model_dump(), state=State.COMPLETED, week_place=place, recorded_by=caller.sub, by_body=by_body,
            over_quota=over_quota,
        )
    )  # fmt: skip
    if team is not None:
        visit.team_id, visit.recorders, visit.team = team.id, list(team.accounts), list(team.present)
        visit.work_group_id, visit.work_group = team.group or (None, None)
    tx.record(
        VisitCompleted(planned=visit.planned, unannounced=visit.unannounced), about=visit, department=visit.department
    )
    return visit


async def correct(tx: Transaction, caller: Caller, visit_id: UUID, body: VisitCorrection) -> Visit:
    """Put right how a visit was recorded, as who recorded it; what it said before stays.

    Raises NotFound, Forbidden, IllegalTransition, DateInFuture, RegionUnknown, VisitCounts, CorrectionEmpty,
    PlanEntryUnknown, PlanDoesNotCover.
    """
    visit = await repository.locked(tx, caller, visit_id)
    WORKFLOW.take(visit, "correction", caller)
    before = {name: getattr(visit, name) for name in ("visited_on", "unannounced", "team_size")}
    after = body.model_dump(include=set(before))
    if after == before:
        raise CorrectionEmpty
    moved, changed = body.visited_on != visit.visited_on, body.unannounced != visit.unannounced
    fixed = visit.team_id is not None or await repository.counts(tx, visit.id)
    if (moved or changed) and fixed:
        raise VisitCounts
    if moved:
        await _move(tx, visit, body.visited_on)
    said = {**before, "visited_on": before["visited_on"].isoformat()}
    on = workdays.today(tx.now).isoformat()
    visit.corrections = [*visit.corrections, {**said, "corrected_on": on, "reason": body.reason}]
    visit.unannounced, visit.team_size, visit.correction = body.unannounced, body.team_size, body.reason
    became: Literal["unannounced", "announced"] = "unannounced" if body.unannounced else "announced"
    tx.record(
        VisitCorrected(
            visited_on=visit.visited_on, previous_visited_on=before["visited_on"], unannounced=visit.unannounced,
            became=became if changed else None, counted_on=workdays.today(visit.created_at),
        ),
        about=visit, department=visit.department,
    )  # fmt: skip
    return visit


async def _move(tx: Transaction, visit: Visit, day: date) -> None:
    """The visit was on another day, which its plan covers too."""
    require_past(day, workdays.today(tx.now))
    await directory.region(tx, visit.region, "village", on=day)
    if visit.by_body and visit.plan is not None and visit.department is not None:
        await plan.require_covering(tx, visit.plan, visit.department, visit.region, day)
    if day.isocalendar()[:2] != visit.visited_on.isocalendar()[:2]:
        visit.week_place = await repository.place_in_week(tx, visit.region, day, by_body=True)
    visit.visited_on = day


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
    await await_verdict(tx, LAST_DAYS, visit)
    tx.record(VisitOffplanReported(visited_on=visit.visited_on), about=visit)
    return visit


async def decide(tx: Transaction, caller: Caller, visit_id: UUID, action: str, body: VisitDecision) -> Visit:
    """Confirm a report, which charges the body that came (INS-01), or dismiss it; the reporter may not decide.

    Raises StatementAwaited, AlreadyCharged (the database holds the same rule for races).
    """
    visit = await repository.locked(tx, caller, visit_id)
    if action == "confirmation":
        await HEARING.require_heard(tx, WORKFLOW, visit)
        if WORKFLOW.step(action).fits(visit) and await repository.already_charged(tx, visit):
            raise AlreadyCharged
    taken = visit.decide(action, caller, body.reason)
    if visit.department is None:
        tx.record(taken.event(visit), about=visit)
    else:
        charged = await directory.department(tx, visit.department, on=visit.visited_on)
        visit.charged_home, visit.judged_at, visit.objection_due_on = charged.home, tx.now, objection_day(tx)
        tx.record(VisitOffplanDetected(charged_home=charged.home), about=visit, department=charged.code)
    return visit


async def put_question(tx: Transaction, caller: Caller, visit_id: UUID, body: QuestionBody) -> QuestionView:
    """Hear the body that is said to have come; raises IllegalTransition, ReporterCannotJudge, and QUESTION_REFUSALS."""
    visit = await repository.locked(tx, caller, visit_id)
    body_at_home = await directory.department(tx, visit.reported_department or "", on=visit.visited_on)
    about = Accused(visit.id, body_at_home.code, body_at_home.home)
    return await HEARING.put(tx, caller, WORKFLOW, visit, body, about)
