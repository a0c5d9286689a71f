"""What can be done with decisions of meetings, and what their deadlines do by themselves."""

from datetime import date, timedelta
from uuid import UUID

from contracts.work_groups import DecisionMade, DecisionOverdue, DecisionPostponed, DecisionProposed
from countykit import directory
from countykit.identity import Caller
from countykit.regions import TOWNSHIP_DIGITS, county_of, significant
from countykit.workdays import end_of_day, today
from servicekit.due import Job
from servicekit.transaction import Transaction

from supervision_svc.decisions import repository
from supervision_svc.decisions.errors import DecisionBodyUnfit, DecisionDayUnfit, DecisionPersonUnfit
from supervision_svc.decisions.models import WORKFLOW, Decision, State
from supervision_svc.decisions.schemas import (
    DecisionConfirmation,
    DecisionPostponement,
    DecisionRecheck,
    DecisionReport,
    DecisionToMake,
)
from supervision_svc.demands import require_undemanding
from supervision_svc.work_groups.models import WorkGroup, owns

_LONGEST = timedelta(days=366)


async def make(
    tx: Transaction, caller: Caller, group: WorkGroup, meeting_id: UUID, body: DecisionToMake
) -> Decision:  # fmt: skip
    """Give a task to one body, in the transaction that records the meeting.

    What a body's minutes give to a township, or to a unit of one, is a task once somebody of another body confirmed it.

    Raises DecisionBodyUnfit, DecisionPersonUnfit, DecisionDayUnfit, DEMAND_REFUSALS and the refusals of regions and
    departments.
    """
    _require_day(body.deadline, today(tx.now))
    require_undemanding(body.title)
    if body.person is not None and body.person not in group.names:
        raise DecisionPersonUnfit(person=body.person)
    row = Decision(
        region=await _place(tx, group, body), group_id=group.id, meeting_id=meeting_id, group_region=group.region,
        title=body.title, department=body.department, person=body.person, deadline=body.deadline, rounds=[],
    )  # fmt: skip
    if not owns(group, caller) and len(significant(row.region)) >= TOWNSHIP_DIGITS:
        row.state, row.proposed_by, row.proposed_department = State.PENDING, caller.sub, caller.department
    tx.add(row)
    kind = DecisionProposed if row.state is State.PENDING else DecisionMade
    tx.record(kind(**row.standing), about=row, department=row.department)
    _schedule(tx, row)
    return row


async def confirm(tx: Transaction, caller: Caller, decision_id: UUID, body: DecisionConfirmation) -> Decision:
    """Let a proposed task stand, or not; raises Forbidden, IllegalTransition, DecisionOwnProposal, DecisionDayUnfit."""
    row = await repository.locked(tx, caller, decision_id)
    taken = WORKFLOW.take(row, "confirmation", caller, outcome=body.decision)
    if row.state is State.OPEN:
        _require_day(row.deadline, today(tx.now))
    row.note = body.reason
    tx.record(taken.event(row), about=row, department=row.department)
    _schedule(tx, row)
    return row


def _require_day(deadline: date, day: date) -> None:
    if not day <= deadline <= day + _LONGEST:
        raise DecisionDayUnfit


async def _place(tx: Transaction, group: WorkGroup, body: DecisionToMake) -> str:
    """Where the body belongs that has to do it; a township's group reaches no further than its township."""
    if (body.department is None) == (body.township is None):
        raise DecisionBodyUnfit
    if body.township is not None:
        place = (await directory.region(tx, body.township, "township")).code
    else:
        place = (await directory.department(tx, body.department or "")).home
    if not place.startswith(significant(group.region)) or county_of(place) != county_of(group.region):
        raise DecisionBodyUnfit
    return place


async def report(tx: Transaction, caller: Caller, decision_id: UUID, body: DecisionReport) -> Decision:
    """Report it as done; raises Forbidden, IllegalTransition. A late report is published as overdue first."""
    row = await repository.locked(tx, caller, decision_id)
    _note_overdue(tx, row)
    taken = WORKFLOW.take(row, "report", caller)
    said = {"reported_on": today(tx.now).isoformat(), "reported_by": caller.sub, **body.model_dump()}
    row.rounds = [*row.rounds, said]
    tx.record(taken.event(row), about=row, department=row.department)
    _schedule(tx, row)
    return row


async def recheck(tx: Transaction, caller: Caller, decision_id: UUID, body: DecisionRecheck) -> Decision:
    """Find it done or not; raises Forbidden, IllegalTransition, DecisionSamePerson."""
    row = await repository.locked(tx, caller, decision_id)
    taken = WORKFLOW.take(row, "recheck", caller, outcome=body.decision)
    row.note = body.reason
    found = {
        "rechecked_on": today(tx.now).isoformat(), "rechecked_by": caller.sub,
        "decision": body.decision, "note": body.reason,
    }  # fmt: skip
    row.rounds = [*row.rounds[:-1], {**row.rounds[-1], **found}]
    tx.record(taken.event(row), about=row, department=row.department)
    _note_overdue(tx, row)
    _schedule(tx, row)
    return row


async def postpone(tx: Transaction, caller: Caller, decision_id: UUID, body: DecisionPostponement) -> Decision:
    """Give another, later deadline; raises Forbidden, IllegalTransition, DecisionSamePerson, DecisionDayUnfit."""
    row = await repository.locked(tx, caller, decision_id)
    _note_overdue(tx, row)
    WORKFLOW.take(row, "postponement", caller)
    _require_day(body.deadline, today(tx.now))
    if body.deadline <= row.deadline:
        raise DecisionDayUnfit
    previous, row.deadline, row.note = row.deadline, body.deadline, body.note
    tx.record(DecisionPostponed(**row.standing, previous=previous), about=row, department=row.department)
    _schedule(tx, row)
    return row


async def cancel(tx: Transaction, caller: Caller, decision_id: UUID, note: str) -> Decision:
    """It need not be done any more; raises Forbidden, IllegalTransition, DecisionSamePerson."""
    row = await repository.locked(tx, caller, decision_id)
    taken = WORKFLOW.take(row, "cancellation", caller)
    row.note = note
    tx.record(taken.event(row), about=row, department=row.department)
    _schedule(tx, row)
    return row


def _note_overdue(tx: Transaction, row: Decision) -> None:
    """Publish the passing of a deadline, once per deadline, before anything else changes the row."""
    if row.is_overdue(tx.now) and row.overdue_deadline != row.deadline:
        row.overdue_deadline = row.deadline
        tx.record(DecisionOverdue(**row.standing), about=row, department=row.department)


def _schedule(tx: Transaction, row: Decision) -> None:
    waits = row.state is State.OPEN and row.overdue_deadline != row.deadline
    tx.schedule(OVERDUE.name, row.id, end_of_day(row.deadline) if waits else None)


async def fall_overdue(tx: Transaction, key: str) -> None:
    """A deadline has passed."""
    row = await repository.by_system(tx, UUID(key))
    _note_overdue(tx, row)
    _schedule(tx, row)


OVERDUE = Job("meeting-decisions-overdue", fall_overdue, repository.PASSING)
