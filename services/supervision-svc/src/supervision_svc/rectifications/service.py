"""What can be done with rectifications, and what their deadlines do by themselves."""

from uuid import UUID

from contracts.supervision import (
    RectificationAccepted,
    RectificationExtended,
    RectificationOpened,
    RectificationOverdue,
    RectificationReopened,
    RectificationStarted,
    RectificationSubmitted,
)
from countykit.identity import Caller, Role
from countykit.workdays import add_workdays, today
from servicekit.ticks import Tick
from servicekit.transaction import Transaction

from supervision_svc.errors import SamePerson
from supervision_svc.findings import service as findings
from supervision_svc.rectifications import repository
from supervision_svc.rectifications.errors import CheckerNotIndependent, RepairInHand
from supervision_svc.rectifications.models import UNREPAIRED, Rectification, State
from supervision_svc.rectifications.schemas import DeadlineExtension, RepairRecheck, RepairSubmission

_AT_ONCE = 500


def open_for_letter(tx: Transaction, row: Rectification) -> None:
    """Open the repair of one problem, in the transaction that sends its letter."""
    tx.add(row)
    tx.record(RectificationOpened(letter=row.letter_id, action=row.action, deadline=row.deadline), about=row)


async def start_of_letter(tx: Transaction, letter_id: UUID) -> None:
    """The township confirmed the letter's receipt: its repairs are in progress."""
    for row in await repository.locked_of_letter(tx, letter_id):
        _note_overdue(tx, row)
        row.start()
        tx.record(RectificationStarted(letter=row.letter_id, action=row.action), about=row)


async def submit(tx: Transaction, caller: Caller, rectification_id: UUID, body: RepairSubmission) -> Rectification:
    """Report the repair; raises IllegalTransition. A late one is published as overdue first."""
    row = await repository.locked(tx, caller.scope, rectification_id)
    _note_overdue(tx, row)
    row.submit(body.measures, body.evidence, by=caller.sub, at=tx.now)
    tx.record(RectificationSubmitted(letter=row.letter_id, action=row.action, deadline=row.deadline), about=row)
    return row


async def recheck(tx: Transaction, caller: Caller, rectification_id: UUID, body: RepairRecheck) -> Rectification:
    """Close or reopen a submitted repair; raises SamePerson, CheckerNotIndependent, IllegalTransition."""
    row = await repository.locked(tx, caller.scope, rectification_id)
    if caller.sub in row.submitters:
        raise SamePerson
    if Role.TOWNSHIP in caller.roles:
        raise CheckerNotIndependent
    row.recheck(body.model_dump(include={"accepted", "false_evidence", "note"}), by=caller.sub, at=tx.now)
    if body.accepted:
        await _accept(tx, row)
    else:
        previous = row.deadline
        row.grant_until(add_workdays(today(tx.now), body.workdays))
        fact = RectificationReopened(
            letter=row.letter_id, action=row.action, false_evidence=body.false_evidence, deadline=row.deadline,
            previous=previous,
        )  # fmt: skip
        tx.record(fact, about=row)
    return row


async def _accept(tx: Transaction, row: Rectification) -> None:
    fact = RectificationAccepted(letter=row.letter_id, action=row.action, deadline=row.deadline, in_time=row.in_time)
    tx.record(fact, about=row)
    if row.finding_id is not None:
        await findings.close(tx, row.finding_id)


async def extend(tx: Transaction, caller: Caller, rectification_id: UUID, body: DeadlineExtension) -> Rectification:
    """Move the deadline; one that has passed is published as overdue first. Raises RepairInHand."""
    row = await repository.locked(tx, caller.scope, rectification_id)
    if State(row.state) not in UNREPAIRED:
        raise RepairInHand
    _note_overdue(tx, row)
    previous = row.deadline
    row.extend(body.workdays, body.reason, now=tx.now)
    fact = RectificationExtended(letter=row.letter_id, action=row.action, previous=previous, deadline=row.deadline)
    tx.record(fact, about=row)
    return row


def _note_overdue(tx: Transaction, row: Rectification) -> None:
    """Publish the passing of a deadline, once per deadline.

    Every change of a row does this first, and the tick does it for rows that nobody touches, so that the stream is the
    same whether the tick ran in between or not. The fact says nothing about when it was noticed.
    """
    if row.falls_overdue(tx.now):
        row.overdue_deadline = row.deadline
        fact = RectificationOverdue(letter=row.letter_id, action=row.action, deadline=row.deadline)
        tx.record(fact, about=row)


async def mark_overdue(tx: Transaction) -> None:
    """Find the deadlines that have passed since anybody looked; nothing is remembered between two looks."""
    for row in await repository.locked_fallen_due(tx, today(tx.now), _AT_ONCE):
        _note_overdue(tx, row)


OVERDUE = Tick("overdue", every_seconds=5, run=mark_overdue)
