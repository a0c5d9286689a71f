"""Which places nobody has seen for how long."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from countykit.identity import Caller
from countykit.workdays import today
from servicekit.transaction import Transaction

from supervision_svc.coverage import repository
from supervision_svc.coverage.schemas import CoverageView, CoveredPlace

MOST = 500
_YEAR = timedelta(days=365)


async def coverage(
    tx: Transaction, caller: Caller, *, level: str, within: str | None, unseen_days: int
) -> CoverageView:  # fmt: skip
    """The county's townships or villages, the longest unseen first; raises Forbidden for another county's township."""
    if within is not None:
        caller.require_region(within)
    day = today(tx.now)
    villages = await repository.seen(tx, caller, day, day - _YEAR, within)
    since = day - timedelta(days=unseen_days)
    if level == "township":
        by_township: dict[str, list[Any]] = {}
        for each in villages:
            by_township.setdefault(each.township, []).append(each)
        places = [_place(code, rows, day, since) for code, rows in by_township.items()]
        places.sort(key=lambda one: (-one.unseen, one.last_inspected or date.min, one.region))
    else:
        places = [_place(each.code, [each], day, since) for each in villages]
    return CoverageView(
        unseen_days=unseen_days, townships=len({each.township for each in villages}), villages=len(villages),
        never=sum(each.last_inspected is None for each in villages), unseen=_unseen(villages, since),
        inquired=sum(each.last_inquired is not None and each.last_inquired >= since for each in villages),
        items=places[:MOST], more=max(0, len(places) - MOST),
    )  # fmt: skip


def _unseen(villages: Iterable[Any], since: date) -> int:
    return sum(each.last_inspected is None or each.last_inspected < since for each in villages)


def _place(code: str, villages: Sequence[Any], day: date, since: date) -> CoveredPlace:
    inspected = _last(each.last_inspected for each in villages)
    return CoveredPlace(
        region=code, visits=sum(each.visits for each in villages),
        last_visit=_last(each.last_visit for each in villages), last_inspected=inspected,
        last_inquired=_last(each.last_inquired for each in villages),
        days=None if inspected is None else (day - inspected).days,
        villages=len(villages), unseen=_unseen(villages, since),
    )  # fmt: skip


def _last(days: Iterable[date | None]) -> date | None:
    return max((each for each in days if each is not None), default=None)
