"""Takes a repair back whose finding fell, with all that it was counted as, each on the day on which it lies.

The counts mirror `facts/repairs.py`: a deadline counts on the day after it, and a recheck on its own.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from contracts.contested_findings import CountedRepair, RectificationVoided, RepairCount
from countykit.workdays import today
from servicekit.transaction import Transaction

from supervision_svc.letters import repository as letters
from supervision_svc.rectifications import repository
from supervision_svc.rectifications.models import WORKFLOW, Rectification, State


async def lock_what_rests_on(tx: Transaction, finding_id: UUID) -> None:
    """Lock a finding's letters and repairs before the finding itself, in the order in which other steps take them."""
    await letters.locked_of_finding(tx, finding_id)
    await repository.locked_of_finding(tx, finding_id)


async def void_of_finding(tx: Transaction, finding_id: UUID) -> None:
    """Every repair of a finding falls, whatever has become of it, and its problem in every letter."""
    for letter in await letters.locked_of_finding(tx, finding_id):
        fell = letter.strike(finding_id, today(tx.now))
        if fell is not None:
            tx.record(fell, about=letter)
    for row in await repository.locked_of_finding(tx, finding_id):
        fact = RectificationVoided(letter=row.letter_id, action=row.action, finding=finding_id, counts=counts_of(row))
        WORKFLOW.take(row, "voiding")
        row.late_workdays = row.late_reason = row.late_requested_by = None
        tx.record(fact, about=row)
        tx.schedule("rectification-overdue", row.id, row.overdue_at)


def counts_of(row: Rectification) -> list[CountedRepair]:
    """What a repair has been counted as by now, and what its running deadline will count."""
    missed, closed = row.deadline + timedelta(days=1), row.state is State.CLOSED
    found = list[tuple[RepairCount, date]]()
    if closed or not row.provisional:
        # Closed before its deadline was certain, it was counted with its acceptance.
        found.append(
            (RepairCount.DUE, max(missed, _rechecked(row.rounds[-1]) or missed) if row.provisional else missed)
        )
    for each in row.rounds:
        day = _rechecked(each)
        if day is not None and not each["accepted"]:
            found.append((RepairCount.RETURNED, day))
            if each["false_evidence"]:
                found.append((RepairCount.FALSE_REPORT, day))
    if closed:
        accepted = _rechecked(row.rounds[-1]) or missed
        found.append((RepairCount.ACCEPTED, accepted))
        if row.in_time:
            found.append((RepairCount.IN_TIME, max(accepted, missed)))
    elif not row.provisional:
        found += _running(RepairCount.OVERDUE_OPEN, row, missed)
    if not closed and row.long_overdue_on is not None and not row.long_overdue_provisional:
        found += _running(RepairCount.LONG_OVERDUE, row, row.long_overdue_on + timedelta(days=1))
    if row.overdue_deadline is not None:
        found.append((RepairCount.GONE_OVERDUE, row.overdue_on or row.overdue_deadline + timedelta(days=1)))
    return [CountedRepair(kind=kind, taken_back_on=day) for kind, day in found]


def _running(kind: RepairCount, row: Rectification, end: date) -> list[tuple[RepairCount, date]]:
    """What counts from a day on until acceptance; a submission from before that day stops it until its recheck."""
    since = end
    for each in row.rounds:
        submitted = each.get("submitted_on")
        if submitted is None or date.fromisoformat(submitted) < end:
            day = _rechecked(each)
            if day is None:
                return []
            since = max(day, end)
    return [(kind, since)]


def _rechecked(submission: dict[str, Any]) -> date | None:
    """The county's day of a submission's recheck."""
    at = submission.get("rechecked_at")
    return None if at is None else today(datetime.fromisoformat(at) if isinstance(at, str) else at)
