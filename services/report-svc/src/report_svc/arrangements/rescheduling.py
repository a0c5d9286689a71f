"""What a holiday notice does to due days."""

from contracts.report import ArrangementRescheduled, RescheduledPeriod
from countykit.calendar import Calendars, calendars_now
from countykit.workdays import today
from servicekit.ticks import Tick
from servicekit.transaction import Transaction

from report_svc.arrangements import repository
from report_svc.arrangements.models import Arrangement

_AT_ONCE = 100


async def follow_the_calendar(tx: Transaction) -> None:
    """Compute due days to come, and provisional ones, again after a holiday notice; the later day holds."""
    calendars = await calendars_now(tx)
    for arrangement in await repository.of_older_calendar(tx, calendars.version, today(tx.now), _AT_ONCE):
        await _reschedule(tx, arrangement, calendars)


async def _reschedule(tx: Transaction, arrangement: Arrangement, calendars: Calendars) -> None:
    day, calendar, moved = today(tx.now), calendars.of(arrangement.region), False
    rescheduled = []
    for period in await repository.periods_of(tx, arrangement.id):
        if period.lifted_on is not None:
            continue
        before = period.due
        previous = period.due_on
        if before is not None and (before.provisional or before.day >= day):
            period.set_deadline(before.again(calendar))
            moved = moved or (period.due_on, period.provisional) != (before.day, before.provisional)
        rescheduled.append(
            RescheduledPeriod(
                period=period.period,
                previous=previous,
                due_on=period.due_on,
                provisional=period.provisional,
                villages=period.villages,
                fair_notice=period.fair_notice,
            )
        )
    if moved:
        fact = ArrangementRescheduled(form=arrangement.form, villages=len(arrangement.villages), periods=rescheduled)
        tx.record(fact, about=arrangement, department=arrangement.department)


CALENDAR = Tick("due-days", every_seconds=5, run=follow_the_calendar)
