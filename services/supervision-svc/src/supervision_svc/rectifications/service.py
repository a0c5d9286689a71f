"""What can be done with rectifications, and what their deadlines do by themselves."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from contracts.rectifications import (
    Closing,
    LateExtensionRequested,
    RectificationAccepted,
    RectificationExtended,
    RectificationOpened,
    RectificationOverdue,
    RectificationReopened,
    RectificationRescheduled,
)
from countykit.calendar import Calendars, Deadline, calendar_of, calendars_now
from countykit.identity import EVERYTHING, Caller
from countykit.workdays import today
from servicekit.due import Job
from servicekit.ticks import Tick
from servicekit.transaction import Transaction

from supervision_svc.findings import service as findings
from supervision_svc.rectifications import repository
from supervision_svc.rectifications.errors import EvidenceUnknown, RecallTooLate, RepairInHand, VisitDoesNotShow
from supervision_svc.rectifications.models import UNREPAIRED, WORKFLOW, Rectification
from supervision_svc.rectifications.schemas import DeadlineExtension, RepairRecheck, RepairSubmission

_AT_ONCE = 500


def open_for_letter(tx: Transaction, row: Rectification) -> None:
    """Open the repair of one problem, in the transaction that sends its letter."""
    tx.add(row)
    tx.record(RectificationOpened(**row.standing), about=row)
    _schedule(tx, row)


async def start_of_letter(tx: Transaction, letter_id: UUID) -> None:
    """The township confirmed the letter's receipt: its repairs are in progress."""
    for row in await repository.locked_of_letter(tx, letter_id):
        _note_overdue(tx, row)
        tx.record(WORKFLOW.take(row, "start").event(row), about=row)
        _schedule(tx, row)


async def cancel_of_letter(tx: Transaction, letter_id: UUID) -> None:
    """The letter is recalled: its repairs are taken back. Raises RecallTooLate once one is overdue or was submitted."""
    for row in await repository.locked_of_letter(tx, letter_id):
        _note_overdue(tx, row)
        if row.rounds or row.overdue_deadline is not None or row.state not in UNREPAIRED:
            raise RecallTooLate
        tx.record(WORKFLOW.take(row, "cancellation").event(row), about=row)
        _schedule(tx, row)


async def submit(tx: Transaction, caller: Caller, rectification_id: UUID, body: RepairSubmission) -> Rectification:
    """Report the repair; raises IllegalTransition, EvidenceUnknown. A late one is published as overdue first."""
    row = await repository.locked(tx, caller.scope, rectification_id)
    await _require_files(tx, row, body.evidence)
    _note_overdue(tx, row)
    tx.record(row.submit(body.model_dump(mode="json"), by=caller.sub, at=tx.now), about=row)
    _schedule(tx, row)
    return row


async def recheck(tx: Transaction, caller: Caller, rectification_id: UUID, body: RepairRecheck) -> Rectification:
    """Close or reopen a submitted repair, by a visit or by files of who rechecks.

    Raises SamePerson, CheckerNotIndependent, IllegalTransition, EvidenceUnknown, VisitDoesNotShow.
    """
    row = await repository.locked(tx, caller.scope, rectification_id)
    accepted = body.decision == "accepted"
    closing = (body.closing or Closing.REPAIRED) if accepted else None
    found = {
        "accepted": accepted, "closing": closing, "note": body.reason, "files": [str(each) for each in body.evidence],
        **body.model_dump(mode="json", include={"false_evidence", "visit_id"}),
    }  # fmt: skip
    row.recheck(found, caller, tx.now)
    await _require_files(tx, row, body.evidence, by=caller)
    if body.visit_id is not None and not await repository.visit_shows(tx, body.visit_id, row):
        raise VisitDoesNotShow
    if accepted:
        await _accept(tx, row, closing)
    else:
        calendar = await calendar_of(tx, row.region)
        row.repair_again(Deadline.of(calendar, today(tx.now), workdays=body.workdays).day)
        fact = RectificationReopened(
            **row.standing, false_evidence=body.false_evidence, repair_by=row.repair_by, submitted_on=row.submitted_on
        )
        tx.record(fact, about=row)
        # The submission kept the deadline from passing; it was not a repair.
        _note_overdue(tx, row)
    _schedule(tx, row)
    return row


async def _require_files(
    tx: Transaction, row: Rectification, files: Sequence[UUID], *, by: Caller | None = None
) -> None:  # fmt: skip
    if not set(files) <= await repository.files_of(tx, row.id, by.logins if by else None):
        raise EvidenceUnknown


async def _accept(tx: Transaction, row: Rectification, closing: Closing | None) -> None:
    fact = RectificationAccepted(**row.standing, submitted_on=row.submitted_on, in_time=row.in_time, closing=closing)
    tx.record(fact, about=row)
    if row.finding_id is not None:
        await findings.close(tx, row.finding_id)


async def extend(tx: Transaction, caller: Caller, rectification_id: UUID, body: DeadlineExtension) -> Rectification:
    """Move a deadline that has not passed, or request time after one that has; raises RepairInHand."""
    row = await repository.locked(tx, caller.scope, rectification_id)
    if row.state not in UNREPAIRED:
        raise RepairInHand
    _note_overdue(tx, row)
    if row.is_overdue(tx.now):
        row.request_late_extension(body.workdays, body.reason, caller.sub)
        fact = LateExtensionRequested(letter=row.letter_id, action=row.action, deadline=row.deadline)
        tx.record(fact, about=row)
        return row
    before = _before(row)
    row.extend(body.workdays, body.reason, await calendar_of(tx, row.region))
    tx.record(RectificationExtended(**before, **row.standing), about=row)
    _schedule(tx, row)
    return row


async def grant_late_extension(tx: Transaction, caller: Caller, rectification_id: UUID) -> Rectification:
    """Give time after the deadline as a second person; raises SamePerson, IllegalTransition."""
    row = await repository.locked(tx, caller.scope, rectification_id)
    tx.record(row.grant_late_extension(caller, tx.now, await calendar_of(tx, row.region)), about=row)
    return row


def _before(row: Rectification) -> dict[str, Any]:
    return {
        "previous": row.deadline, "previous_provisional": row.provisional,
        "previous_long_overdue_on": row.long_overdue_on,
        "previous_long_overdue_provisional": row.long_overdue_provisional,
    }  # fmt: skip


async def follow_the_calendar(tx: Transaction) -> None:
    """Compute running deadlines again that were computed before the newest holiday notice; the later day holds.

    Found in the database, not in the event, so that a deadline set while the notice came in is not left behind.
    """
    calendars = await calendars_now(tx)
    for row in await repository.locked_of_older_calendar(tx, calendars.version, _AT_ONCE):
        _reschedule(tx, row, calendars)


def _reschedule(tx: Transaction, row: Rectification, calendars: Calendars) -> None:
    due, before, calendar = row.due, _before(row), calendars.of(row.region)
    if due is None or due.calendar >= calendars.version:
        return
    row.run_until(due.again(calendar), calendar)
    if _before(row) != before:
        tx.record(RectificationRescheduled(**before, **row.standing), about=row)
    _schedule(tx, row)


def _note_overdue(tx: Transaction, row: Rectification) -> None:
    """Publish the passing of a deadline, once per deadline.

    Every change of a row does this first, and the due-list does it for rows that nobody touches, so that the stream is
    the same whether the list was followed in between or not. The fact says nothing about when it was noticed.
    """
    if row.falls_overdue(tx.now):
        row.overdue_deadline, row.overdue_on = row.deadline, today(tx.now)
        fact = RectificationOverdue(letter=row.letter_id, action=row.action, deadline=row.deadline)
        tx.record(fact, about=row)


def _schedule(tx: Transaction, row: Rectification) -> None:
    tx.schedule(OVERDUE.name, row.id, row.overdue_at)


async def fall_overdue(tx: Transaction, key: str) -> None:
    """A deadline has passed. A notice comes first: nothing falls overdue by a day that the notice has moved."""
    row = await repository.locked(tx, EVERYTHING, UUID(key))
    if row.overdue_at is not None:
        _reschedule(tx, row, await calendars_now(tx))
        _note_overdue(tx, row)
    _schedule(tx, row)


OVERDUE = Job("rectification-overdue", fall_overdue, repository.PASSING)
CALENDAR = Tick("rectification-deadlines", every_seconds=5, run=follow_the_calendar)
