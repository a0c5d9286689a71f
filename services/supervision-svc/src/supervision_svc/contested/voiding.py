"""Takes a repair back whose finding or problem fell, with all that it was counted as."""

from uuid import UUID

from contracts.contested_findings import RectificationVoided
from countykit.identity import Caller
from countykit.marks import object_here, review_here
from countykit.workdays import today
from servicekit.transaction import Transaction

from supervision_svc.letters import repository as letters
from supervision_svc.rectifications import repository
from supervision_svc.rectifications.counts import counts_of
from supervision_svc.rectifications.models import WORKFLOW, Rectification, State


async def lock_what_rests_on(tx: Transaction, finding_id: UUID) -> None:
    """Lock a finding's letters and repairs before the finding itself, in the order in which other steps take them."""
    await letters.locked_of_finding(tx, finding_id)
    await repository.locked_of_finding(tx, finding_id)


async def void_of_finding(tx: Transaction, finding_id: UUID) -> None:
    """Every repair of a finding falls, whatever has become of it, and its problem in every letter."""
    for letter in await letters.locked_of_finding(tx, finding_id):
        fell = letter.strike("finding_id", finding_id, today(tx.now))
        if fell is not None:
            tx.record(fell, about=letter)
    for row in await repository.locked_of_finding(tx, finding_id):
        counts = counts_of(row, closed=row.state is State.CLOSED)
        fact = RectificationVoided(letter=row.letter_id, action=row.action, finding=finding_id, counts=counts)
        WORKFLOW.take(row, "voiding")
        row.late_workdays = row.late_reason = row.late_requested_by = None
        tx.record(fact, about=row)
        tx.schedule("rectification-overdue", row.id, row.overdue_at)


async def object_to_problem(tx: Transaction, caller: Caller, repair_id: UUID, grounds: str) -> Rectification:
    """Contest a problem that rests on no finding, within 30 days of the letter's receipt.

    Raises NotFound, IllegalTransition, ObjectionLate.
    """
    letter_id = (await repository.get(tx, caller.scope, repair_id)).letter_id
    letter = await letters.get(tx, caller.scope, letter_id)
    row = await repository.locked(tx, caller.scope, repair_id)
    counted_on = letter.received_on or today(tx.now)
    fact = object_here(row, WORKFLOW, caller, grounds, counted_on=counted_on, at=tx.now)
    tx.record(fact, about=row)
    return row


async def review_problem(
    tx: Transaction, caller: Caller, repair_id: UUID, decision: str, reason: str
) -> Rectification:  # fmt: skip
    """Decide on the objection; overturned, the repair falls with all that it counted, and its place in the letter.

    Raises NotFound, IllegalTransition, JudgeCannotReview, ServedThere.
    """
    first = await repository.get(tx, caller.scope, repair_id)
    letter = await letters.locked_by_system(tx, first.letter_id)  # letters come before repairs, as everywhere
    row = await repository.locked(tx, caller.scope, repair_id)
    tx.record(review_here(row, WORKFLOW, caller, decision, reason, tx.now), about=row)
    if row.state is State.CANCELLED:
        row.late_workdays = row.late_reason = row.late_requested_by = None
        fell = letter.strike("rectification_id", row.id, today(tx.now))
        if fell is not None:
            tx.record(fell, about=letter)
        tx.schedule("rectification-overdue", row.id, row.overdue_at)
    tx.target = row
    return row
