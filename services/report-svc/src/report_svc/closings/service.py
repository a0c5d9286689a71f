"""What can be done with closings."""

from datetime import timedelta
from uuid import UUID

from contracts.report_tables import PeriodClosed, PeriodExceptionRequested
from countykit import directory
from countykit.identity import Caller, Role
from countykit.regions import county_of
from countykit.workdays import today
from servicekit.errors import Forbidden, NotFound
from servicekit.transaction import Transaction

from report_svc.closings import repository
from report_svc.closings.errors import (
    ExceptionPending,
    ExceptionTooLong,
    PeriodClosedAlready,
    PeriodNotArranged,
    PeriodNotClosed,
    PeriodShut,
    PeriodStillRunning,
)
from report_svc.closings.models import CLOSURES, EXCEPTIONS, PeriodClosure, PeriodException
from report_svc.closings.schemas import ExceptionDecision, ExceptionRequest, PeriodClosing
from report_svc.forms.models import Form

_LONGEST = timedelta(days=30)


async def require_open(tx: Transaction, form_id: UUID, period: str, village: str) -> None:
    """Raise PeriodShut where the period is closed and the village has no exception.

    The period cannot be closed before this transaction ends.
    """
    await repository.lock_periods(tx, form_id, alone=False)
    if not await repository.is_closed(tx, form_id, period):
        return
    if not await repository.excepted(tx, form_id, period, [village], on=today(tx.now)):
        raise PeriodShut(form_id=str(form_id), period=period)


async def close(tx: Transaction, caller: Caller, closing: PeriodClosing) -> PeriodClosure:
    """Close a period of a form; raises Forbidden, PeriodNotArranged, PeriodStillRunning, PeriodClosedAlready."""
    form = await _form(tx, caller, closing.form_id)
    if Role.COUNTY_OFFICE not in caller.roles and not caller.acts_for(form.department):
        raise Forbidden
    await repository.lock_periods(tx, form.id, alone=True)
    addressed = await repository.addressed(tx, form.id, closing.period)
    if not addressed:
        raise PeriodNotArranged
    running = [row.due_on for row in addressed if row.provisional or row.due_on >= today(tx.now)]
    if running:
        raise PeriodStillRunning(due_on=max(running).isoformat())
    if await repository.is_closed(tx, form.id, closing.period):
        raise PeriodClosedAlready
    row = tx.add(
        PeriodClosure(
            region=county_of(form.region), department=form.department, form_id=form.id, form=form.code,
            period=closing.period, requested_by=caller.sub, reason=closing.reason,
        )
    )  # fmt: skip
    tx.record(PeriodClosed(form=row.form, period=row.period), about=row, department=row.department)
    return row


async def reopen(tx: Transaction, caller: Caller, closure_id: UUID, reason: str) -> PeriodClosure:
    """Open a closed period again for everybody, as a second person; raises SecondPersonForPeriod."""
    row = await repository.CLOSURES.locked(tx, caller.scope, closure_id)
    taken = CLOSURES.take(row, "reopening", caller)
    row.reason = reason
    tx.record(taken.event(row), about=row, department=row.department)
    return row


async def request(tx: Transaction, caller: Caller, wanted: ExceptionRequest) -> PeriodException:
    """Ask for an exception.

    Raises RegionUnknown, Forbidden, PeriodNotArranged, PeriodNotClosed, ExceptionTooLong, ExceptionPending.
    """
    caller.require_region(wanted.village)
    village = await directory.region(tx, wanted.village, "village")
    form = await _form(tx, caller, wanted.form_id)
    day = today(tx.now)
    if not day <= wanted.until <= day + _LONGEST:
        raise ExceptionTooLong
    await repository.lock_periods(tx, form.id, alone=True)
    addressed = await repository.addressed(tx, form.id, wanted.period)
    if not any(village.code in row.villages for row in addressed):
        raise PeriodNotArranged
    if not await repository.is_closed(tx, form.id, wanted.period):
        raise PeriodNotClosed
    if await repository.excepted(tx, form.id, wanted.period, [village.code], on=day, waiting=True):
        raise ExceptionPending
    row = tx.add(
        PeriodException(
            region=village.code, department=form.department, form_id=form.id, form=form.code, period=wanted.period,
            until=wanted.until, requested_by=caller.sub, reason=wanted.reason,
        )
    )  # fmt: skip
    fact = PeriodExceptionRequested(form=row.form, period=row.period)
    tx.record(fact, about=row, department=row.department)
    return row


async def decide(tx: Transaction, caller: Caller, exception_id: UUID, given: ExceptionDecision) -> PeriodException:
    """Grant or refuse an exception as a second person; raises SecondPersonForPeriod."""
    row = await repository.EXCEPTIONS.locked(tx, caller.scope, exception_id)
    taken = EXCEPTIONS.take(row, "decision", caller, outcome=given.decision)
    row.decided_by, row.decided_at, row.decision_reason = caller.sub, tx.now, given.reason
    tx.record(taken.event(row), about=row, department=row.department)
    return row


async def _form(tx: Transaction, caller: Caller, form_id: UUID) -> Form:
    form = await repository.form_of(tx, form_id)
    foreign = caller.scope.department is not None and form is not None and not caller.acts_for(form.department)
    if form is None or not form.region.startswith(caller.region[:6]) or foreign:
        raise NotFound
    return form
