"""What can be done with complaints."""

from uuid import UUID

from contracts.complaints import ComplaintRated, ComplaintReceived
from countykit import directory
from countykit.calendar import Deadline, calendar_of
from countykit.errors import require_past
from countykit.identity import Caller
from countykit.lateness import LastDays
from countykit.objections import objection_day
from countykit.questions import Accused, QuestionBody
from countykit.workdays import today
from servicekit.codes import code_hash, verification_code
from servicekit.ticks import Tick
from servicekit.transaction import Transaction

from supervision_svc.complaints import repository
from supervision_svc.complaints.errors import ComplaintNotAnswered, ComplaintRatedBefore, ComplaintRepeated
from supervision_svc.complaints.models import ANSWER_WORKDAYS, UNANSWERED, WORKFLOW, Complaint, State
from supervision_svc.complaints.schemas import ComplaintDecision, ComplaintReceipt, ComplaintToMake
from supervision_svc.questions import HEARING, QuestionView

LAST_DAYS = LastDays(Complaint, WORKFLOW, "complaint-overdue", awaited=UNANSWERED, noted="overdue_on")
CALENDAR = Tick("complaint-deadlines", every_seconds=5, run=LAST_DAYS.follow_the_calendar)
"""Once the day of the answer has passed, it waits for the approver too; a day that was promised never moves nearer."""


async def receive(tx: Transaction, body: ComplaintToMake) -> ComplaintReceipt:
    """Take a complaint; raises RegionUnknown, RegionEnded, RegionNotYetValid, DateInFuture, ComplaintRepeated."""
    day = today(tx.now)
    if body.occurred_on is not None:
        require_past(body.occurred_on, day)
    place = await directory.region(tx, body.region, "county", "township", "village")
    if body.page_key is not None and await repository.sent_by_page(tx, body.page_key):
        raise ComplaintRepeated
    due = Deadline.of(await calendar_of(tx, place.code), day, workdays=ANSWER_WORKDAYS)
    code = verification_code()
    row = Complaint(
        **body.model_dump(), code_sha256=code_hash(code), received_on=day, deadline=due.day,
        provisional=due.provisional, deadline_rule=due.rule,
    )  # fmt: skip
    tx.add(row)
    tx.target = None  # whoever complains knows the record by its code alone, not by a number
    tx.record(ComplaintReceived(action=row.action, deadline=due.day, provisional=due.provisional), about=row)
    LAST_DAYS.schedule(tx, row)
    shown = "-".join(code[start : start + 4] for start in range(0, len(code), 4))
    return ComplaintReceipt(code=shown, received_on=day, deadline=due.day, provisional=due.provisional)


async def rate(tx: Transaction, code: str, *, satisfied: bool) -> Complaint:
    """Whether the answer helped; raises ComplaintCodeUnknown, ComplaintNotAnswered, ComplaintRatedBefore."""
    row = await repository.by_code(tx, code)
    if row.answered_on is None:
        raise ComplaintNotAnswered
    if row.satisfied is not None:
        raise ComplaintRatedBefore
    row.satisfied = satisfied
    tx.record(ComplaintRated(satisfied=satisfied), about=row)
    return row


async def accept(tx: Transaction, caller: Caller, complaint_id: UUID, department: str) -> Complaint:
    """Take it up; raises NotFound, IllegalTransition, DepartmentUnknown, DepartmentEnded, DepartmentNotYetValid."""
    row = await repository.locked(tx, caller, complaint_id)
    taken = WORKFLOW.take(row, "acceptance", caller)
    found = await directory.department(tx, department, on=row.occurred_on or row.received_on)
    row.accused, row.charged_home, row.accepted_by = found.code, found.home, caller.sub
    tx.record(taken.event(row), about=row)
    LAST_DAYS.schedule(tx, row)
    return row


async def reject(tx: Transaction, caller: Caller, complaint_id: UUID, answer: str) -> Complaint:
    """Do not take it up, and say why; raises NotFound, IllegalTransition."""
    row = await repository.locked(tx, caller, complaint_id)
    taken = WORKFLOW.take(row, "rejection", caller)
    row.accepted_by, row.answer, row.answered_on = caller.sub, answer, today(tx.now)
    tx.record(taken.event(row), about=row)
    LAST_DAYS.schedule(tx, row)
    return row


async def judge(
    tx: Transaction, caller: Caller, complaint_id: UUID, action: str, body: ComplaintDecision
) -> Complaint:  # fmt: skip
    """Confirm, which charges the body, or dismiss.

    Raises NotFound, IllegalTransition, ComplaintSamePerson, StatementAwaited.
    """
    row = await repository.locked(tx, caller, complaint_id)
    if action == "confirmation":
        await HEARING.require_heard(tx, WORKFLOW, row)
    taken = WORKFLOW.take(row, action, caller)
    row.reason, row.judged_by, row.judged_at = body.reason, caller.sub, tx.now
    row.answer, row.answered_on = body.answer, today(tx.now)
    charged = row.accused if row.state is State.CONFIRMED else None
    if charged is not None:
        row.department, row.objection_due_on = charged, objection_day(tx)
    tx.record(taken.event(row), about=row, department=charged)
    LAST_DAYS.schedule(tx, row)
    return row


async def put_question(tx: Transaction, caller: Caller, complaint_id: UUID, body: QuestionBody) -> QuestionView:
    """Hear the body that it is about; raises IllegalTransition, ComplaintSamePerson, and QUESTION_REFUSALS."""
    row = await repository.locked(tx, caller, complaint_id)
    about = Accused(row.id, row.accused or "", row.charged_home or "")
    return await HEARING.put(tx, caller, WORKFLOW, row, body, about)
