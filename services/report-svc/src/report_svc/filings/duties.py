"""What a village is asked for: the arrangement, its form and the days of one period, judged in one place."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.report import Frequency
from countykit import directory, lineage
from countykit.calendar import calendar_of
from countykit.identity import Caller
from countykit.validity import valid_on
from countykit.workdays import today
from servicekit.transaction import Transaction

from report_svc.arrangements import repository as arrangements
from report_svc.arrangements.models import Arrangement
from report_svc.filings import repository
from report_svc.filings.errors import FormEnded, PeriodAhead, PeriodLifted, PeriodUnknown, VillageNotAsked
from report_svc.forms.errors import FormPaused
from report_svc.forms.models import Form


@dataclass(frozen=True, slots=True)
class Duty:
    """One village's duty for one period."""

    arrangement: Arrangement
    form: Form
    village: str
    period: str
    first_day: date
    last_day: date
    due_on: date
    provisional: bool


async def duty_of(tx: Transaction, caller: Caller, arrangement_id: UUID, village: str, period: str) -> Duty:
    """What the village is asked for; raises VillageNotAsked, PeriodUnknown, PeriodAhead, PeriodLifted, FormEnded,
    FormPaused.

    The arrangement is read without a lock.
    """
    caller.require_region(village)
    arrangement = await arrangements.get(tx, caller.scope, arrangement_id)
    taken_over = set(await lineage.heirs(tx, [village]))
    if taken_over.isdisjoint(arrangement.villages):
        raise VillageNotAsked
    region = await directory.region(tx, village, "village")
    form = await repository.form_of(tx, arrangement.form_id)
    first_day, last_day, due_on, provisional = await _days(tx, arrangement, form, period)
    if not valid_on(region, last_day) and not await lineage.on_duty(
        tx, taken_over.intersection(arrangement.villages), last_day, today(tx.now)
    ):
        raise VillageNotAsked
    if not form.owed(today(tx.now), last_day=last_day, due_on=due_on):
        raise FormEnded
    return Duty(arrangement, form, village, period, first_day, last_day, due_on, provisional)


async def require_owed(tx: Transaction, duty: Duty) -> None:
    """Raise PeriodLifted, PeriodUnknown, FormPaused for what was taken back since; that waits for this transaction."""
    arrangement = duty.arrangement
    if arrangement.frequency != Frequency.ON_EVENT:
        if await arrangements.lifted(tx, arrangement.id, duty.period):
            raise PeriodLifted
        return
    if duty.last_day > await arrangements.until(tx, arrangement.id):
        raise PeriodUnknown
    await tx.session.refresh(duty.form, ["pauses"])
    if duty.form.paused_within(duty.last_day, duty.last_day):
        raise FormPaused


async def _days(tx: Transaction, arrangement: Arrangement, form: Form, period: str) -> tuple[date, date, date, bool]:
    """The first and the last day of a period that has begun, its due day, and whether that is provisional.

    Raises PeriodUnknown, PeriodAhead, PeriodLifted, FormPaused.
    """
    if arrangement.frequency == Frequency.ON_EVENT:
        happened_on = _event_day(period)
        if not arrangement.starts_on <= happened_on <= arrangement.until:
            raise PeriodUnknown
        if form.paused_within(happened_on, happened_on):
            raise FormPaused
        due = arrangement.due_after(happened_on, await calendar_of(tx, arrangement.region))
        begins, last_day, due_on, provisional = happened_on, happened_on, due.day, due.provisional
    else:
        found = await arrangements.period_of(tx, arrangement.id, period)
        if found is None:
            raise PeriodUnknown
        if found.lifted_on is not None:
            raise FormPaused if found.suspended else PeriodLifted
        begins, last_day, due_on, provisional = found.first_day, found.last_day, found.due_on, found.provisional
    if begins > today(tx.now):
        raise PeriodAhead
    return begins, last_day, due_on, provisional


def _event_day(period: str) -> date:
    """The day of an event; a second event of the same day is about_element apart by a suffix: 2026-03-05-2."""
    day, _, number = period[:10], period[10:11], period[11:]
    try:
        happened_on = date.fromisoformat(day)
    except ValueError as error:
        raise PeriodUnknown from error
    if day != happened_on.isoformat() or (period != day and not (period[10] == "-" and number in _SECOND_EVENTS)):
        raise PeriodUnknown
    return happened_on


_SECOND_EVENTS = frozenset(str(number) for number in range(2, 100))
