"""What a repair was counted as, each on the day on which it lies, so that it can be taken back.

The counts mirror `facts/repairs.py`: a deadline counts on the day after it, and a recheck on its own.
"""

from datetime import date, datetime, timedelta
from typing import Any

from contracts.contested_findings import CountedRepair, RepairCount
from countykit.workdays import today


def counts_of(row: Any, *, closed: bool) -> list[CountedRepair]:
    """What a repair has been counted as by now, and what its running deadline will count."""
    missed = row.deadline + timedelta(days=1)
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


def _running(kind: RepairCount, row: Any, end: date) -> list[tuple[RepairCount, date]]:
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
