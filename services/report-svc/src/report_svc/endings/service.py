"""What a township takes back of an arrangement: periods that are not due yet are lifted, what was due stays owed."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from contracts.arrangement_ends import ArrangementCancelled, ArrangementShortened, LiftedPeriod
from contracts.report import Frequency
from countykit.identity import Caller
from countykit.workdays import today
from servicekit.transaction import Transaction

from report_svc.arrangements import repository as arrangements
from report_svc.arrangements.models import WORKFLOW, Arrangement, ArrangementPeriod
from report_svc.closings.repository import lock_periods
from report_svc.endings import repository
from report_svc.endings.errors import NothingToLift, NotShorter
from report_svc.endings.schemas import Shortening

Changed = tuple[Arrangement, Sequence[ArrangementPeriod]]


async def shorten(tx: Transaction, caller: Caller, arrangement_id: UUID, given: Shortening) -> Changed:
    """Ask no more for what begins after a day; raises NotShorter, NothingToLift."""
    arrangement = await _locked(tx, caller, arrangement_id)
    WORKFLOW.take(arrangement, "shortening", caller)
    if not max(today(tx.now), arrangement.starts_on) <= given.until < arrangement.until:
        raise NotShorter
    periods = await arrangements.periods_of(tx, arrangement.id)
    lifted = await _lift(tx, arrangement, [each for each in periods if each.first_day > given.until])
    arrangement.until, arrangement.reason = given.until, given.reason
    _free(arrangement, periods, lifted)
    fact = ArrangementShortened(form=arrangement.form, until=given.until, periods=_taken_back(arrangement, lifted))
    tx.record(fact, about=arrangement, department=arrangement.department)
    return arrangement, periods


async def cancel(tx: Transaction, caller: Caller, arrangement_id: UUID, reason: str) -> Changed:
    """Ask for nothing more that is not due yet; raises NothingToLift."""
    arrangement = await _locked(tx, caller, arrangement_id)
    WORKFLOW.take(arrangement, "cancellation", caller)
    day = today(tx.now)
    periods = await arrangements.periods_of(tx, arrangement.id)
    lifted = await _lift(tx, arrangement, [each for each in periods if each.provisional or each.due_on >= day])
    if arrangement.frequency is Frequency.ON_EVENT:
        # What happened until today was still to be told.
        arrangement.until = min(arrangement.until, day)
    arrangement.reason = reason
    _free(arrangement, periods, lifted)
    fact = ArrangementCancelled(form=arrangement.form, periods=_taken_back(arrangement, lifted))
    tx.record(fact, about=arrangement, department=arrangement.department)
    return arrangement, periods


async def _locked(tx: Transaction, caller: Caller, arrangement_id: UUID) -> Arrangement:
    """The arrangement, after the filings that are under way: they hold the form's periods before they touch it."""
    seen = await arrangements.get(tx, caller.scope, arrangement_id)
    await lock_periods(tx, seen.form_id, alone=True)
    return await tx.locked(Arrangement, arrangement_id, caller.scope)


async def _lift(
    tx: Transaction, arrangement: Arrangement, periods: Sequence[ArrangementPeriod]
) -> list[tuple[ArrangementPeriod, int]]:
    """Lift these periods; each with how many villages had filed already. Those filings stay, and count.

    What is due no more while the form is suspended was taken back then; it will not come back with the form.
    """
    wanted = [each for each in periods if each.lifted_on is None or each.suspended]
    if not wanted and arrangement.frequency is not Frequency.ON_EVENT:
        raise NothingToLift
    filed = await repository.filed(tx, arrangement.id)
    for each in wanted:
        each.lifted_on = each.lifted_on or today(tx.now)
    return [(each, filed.get(each.period, 0)) for each in wanted]


def _free(
    arrangement: Arrangement, periods: Sequence[ArrangementPeriod], lifted: Sequence[tuple[ArrangementPeriod, int]]
) -> None:
    """What is addressed for no more may be arranged anew, but for periods in which somebody has filed."""
    free = {each.period for each, filed in lifted if not filed} | {
        each.period for each in periods if each.lifted_on is not None and each.last_day > arrangement.occupied_until
    }
    kept = [each.last_day for each in periods if each.period not in free]
    last: date = max(kept, default=arrangement.occupied_from - timedelta(days=1))
    if arrangement.frequency is Frequency.ON_EVENT:
        last = arrangement.until
    arrangement.occupied_until = min(arrangement.occupied_until, last)


def _taken_back(arrangement: Arrangement, lifted: Sequence[tuple[ArrangementPeriod, int]]) -> list[LiftedPeriod]:
    addressed = len(arrangement.villages)
    return [
        LiftedPeriod(
            period=each.period, due_on=each.due_on, fair_notice=each.fair_notice,
            villages=(addressed if each.villages is None else each.villages) - filed,
        )
        for each, filed in lifted
        if not each.suspended and (addressed if each.villages is None else each.villages) > filed
    ]  # fmt: skip
