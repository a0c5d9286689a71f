"""What suspending and resuming a form does to it, to its catalogues and to what villages were asked for."""

from uuid import UUID

from contracts.arrangement_ends import LiftedPeriod
from contracts.form_suspensions import ArrangementResumed, ArrangementSuspended, RevisionKind
from countykit.calendar import calendar_of
from countykit.identity import Caller, Role
from countykit.workdays import today
from servicekit.transaction import Transaction

from report_svc.arrangements import repository as arrangements
from report_svc.arrangements.models import Arrangement, ArrangementPeriod
from report_svc.catalogues.errors import FormUncatalogued
from report_svc.catalogues.revising import revise
from report_svc.closings.repository import lock_periods
from report_svc.endings import repository as endings
from report_svc.forms import repository as forms
from report_svc.forms.models import WORKFLOW, Form
from report_svc.forms.pauses import Pause
from report_svc.suspensions.errors import ResumptionDay, SuspensionDay
from report_svc.suspensions.schemas import FormResumption, FormSuspension


async def suspend(tx: Transaction, caller: Caller, form_id: UUID, given: FormSuspension) -> Form:
    """Ask nobody for the form from a day on; raises FormUncatalogued, SuspensionDay.

    A period whose time for filing, from its last day until its due day, touches the suspension is due no more.
    """
    form = await _locked(tx, caller, form_id)
    taken = WORKFLOW.take(form, "suspension", caller)
    before = form.pause.resumes_on if form.pause is not None else None
    if not max(today(tx.now), before or today(tx.now)) <= given.starts_on <= form.valid_until:
        raise SuspensionDay
    pause = Pause(first=given.starts_on, reason=given.reason, by_office=Role.COUNTY_OFFICE in caller.roles)
    form.pauses = [*form.pauses, pause.model_dump(mode="json")]
    revised = await revise(tx, form, RevisionKind.SUSPENDED, effective_on=given.starts_on, reason=given.reason)
    if not revised:
        raise FormUncatalogued
    tx.record(taken.event(form), about=form, department=form.department)
    for arrangement in await arrangements.of_form(tx, form.id, given.starts_on):
        await _take_back(tx, arrangement, pause)
    return form


async def resume(
    tx: Transaction, caller: Caller, form_id: UUID, given: FormResumption, *, notice_workdays: int
) -> Form:
    """Ask for the form again from a day on; raises ResumptionDay.

    Periods that end from that day on are due again, but for those that the township took back meanwhile, and those
    whose due day is nearer than the notice that every demand gives (FRM-05).
    """
    form = await _locked(tx, caller, form_id)
    taken, pause = WORKFLOW.take(form, "resumption", caller), form.pause
    assert pause is not None, "the step is offered while the form is suspended"  # noqa: S101
    if not max(today(tx.now), pause.first) <= given.resumes_on <= form.valid_until:
        raise ResumptionDay
    pause = pause.model_copy(update={"resumes_on": given.resumes_on})
    form.pauses = [*form.pauses[:-1], pause.model_dump(mode="json")]
    await revise(tx, form, RevisionKind.RESUMED, effective_on=given.resumes_on, reason=given.reason)
    tx.record(taken.event(form), about=form, department=form.department)
    for arrangement in await arrangements.of_form(tx, form.id, pause.first):
        await _demand_again(tx, arrangement, pause, given.reason, notice_workdays)
    return form


async def _locked(tx: Transaction, caller: Caller, form_id: UUID) -> Form:
    """The form, after the filings that are under way: they share its periods before they touch it."""
    seen = await forms.get(tx, caller.scope, form_id)
    await lock_periods(tx, seen.id, alone=True)
    return await forms.locked(tx, caller.scope, form_id)


async def _take_back(tx: Transaction, arrangement: Arrangement, pause: Pause) -> None:
    periods = [
        each for each in await arrangements.periods_of(tx, arrangement.id)
        if each.lifted_on is None and pause.touches(each.last_day, each.due_on)
    ]  # fmt: skip
    for each in periods:
        each.lifted_on, each.suspended = pause.first, True
    arrangement.reason = pause.reason
    fact = ArrangementSuspended(
        form=arrangement.form, starts_on=pause.first, periods=await _unfiled(tx, arrangement, periods)
    )
    tx.record(fact, about=arrangement, department=arrangement.department)


async def _demand_again(
    tx: Transaction, arrangement: Arrangement, pause: Pause, reason: str, notice_workdays: int
) -> None:  # fmt: skip
    calendar, day = await calendar_of(tx, arrangement.region), today(tx.now)
    periods = [
        each for each in await arrangements.periods_of(tx, arrangement.id)
        if each.suspended and each.first_day <= arrangement.until
        and not pause.touches(each.last_day, each.due_on)
        and calendar.between(day, each.due_on) >= notice_workdays
    ]  # fmt: skip
    for each in periods:
        each.lifted_on, each.suspended = None, False
    arrangement.reason = reason
    fact = ArrangementResumed(
        form=arrangement.form, resumes_on=pause.resumes_on, periods=await _unfiled(tx, arrangement, periods)
    )
    tx.record(fact, about=arrangement, department=arrangement.department)


async def _unfiled(
    tx: Transaction, arrangement: Arrangement, periods: list[ArrangementPeriod]
) -> list[LiftedPeriod]:  # fmt: skip
    """What of these periods nobody has filed, as the board counts it; a filing that came in stays, and counts."""
    filed = await endings.filed(tx, arrangement.id)
    open_ = {
        each.period: (len(arrangement.villages) if each.villages is None else each.villages) - filed.get(each.period, 0)
        for each in periods
    }
    return [
        LiftedPeriod(
            period=each.period, due_on=each.due_on, fair_notice=each.fair_notice, villages=open_[each.period]
        )
        for each in periods if open_[each.period] > 0
    ]  # fmt: skip
