"""Completeness and timeliness of filings per township and period, always computed, never kept."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from countykit.identity import Caller
from countykit.regions import significant
from countykit.workdays import today
from servicekit.transaction import Transaction

from report_svc.filings import repository
from report_svc.filings.errors import RegionTooWide
from report_svc.filings.schemas import FilingStatistics, PeriodTally, Tally

_RATE = Decimal("0.0001")


async def statistics(
    tx: Transaction, caller: Caller, *, region: str | None, year: int | None, form: str | None, closed: bool | None
) -> FilingStatistics:
    """The periods begun so far within a region; `closed` limits them to those whose due day has or has not passed."""
    prefix = significant(region) if region else caller.region
    if len(prefix) < 6:
        raise RegionTooWide
    code = prefix.ljust(12, "0")
    caller.require_region(code)
    day = today(tx.now)
    year = year or day.year
    rows = await repository.tallies(tx, caller.scope, prefix=prefix, year=year, form=form, today=day)
    items = [item for item in (_of_period(row, day) for row in rows) if closed is None or closed == item.closed]
    return FilingStatistics(region=code, year=year, form=form, items=items, total=_sum(items))


def rate(part: int, whole: int) -> Decimal | None:
    """A share with four decimals, or nothing where there is nothing to share."""
    return (Decimal(part) / whole).quantize(_RATE, ROUND_HALF_UP) if whole else None


def _of_period(row: Any, day: date) -> PeriodTally:
    return PeriodTally(
        township=row.region, period=row.period, due_on=row.due_on, provisional=row.provisional,
        closed=row.due_on < day and not row.provisional,
        expected=row.expected, actual=row.actual, on_time=row.on_time, complete=row.complete,
        completeness=rate(row.complete, row.expected), timeliness=rate(row.on_time, row.expected),
    )  # fmt: skip


def _sum(items: Iterable[PeriodTally]) -> Tally:
    counts = {"expected": 0, "actual": 0, "on_time": 0, "complete": 0}
    for item in items:
        for name in counts:
            counts[name] += getattr(item, name)
    return Tally(
        **counts,
        completeness=rate(counts["complete"], counts["expected"]),
        timeliness=rate(counts["on_time"], counts["expected"]),
    )
