"""What can be done with arrangements."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from contracts.report import ArrangedPeriod, ArrangementIssued, Frequency
from countykit import directory, lineage
from countykit.calendar import WorkCalendar, calendar_of
from countykit.identity import EVERYTHING, Caller
from countykit.numbers import mend, require
from countykit.workdays import today
from servicekit.errors import Forbidden
from servicekit.transaction import Transaction

from report_svc.arrangements import repository
from report_svc.arrangements.errors import (
    AcrossYears,
    ArrangedTwice,
    DailyWithoutBasis,
    DuePassed,
    NotCatalogued,
    NotForVillages,
    NoVillages,
    ShortNotice,
    TooOften,
)
from report_svc.arrangements.models import WORKFLOW, Arrangement, ArrangementPeriod
from report_svc.arrangements.periods import Span, spans
from report_svc.arrangements.schemas import ArrangementOrder
from report_svc.catalogues import repository as catalogues
from report_svc.forms import repository as forms
from report_svc.forms.errors import FormExpired, FormPaused
from report_svc.forms.frequencies import permits
from report_svc.forms.grounds import demand_of
from report_svc.forms.models import Form, State, TargetLevel


async def issue(
    tx: Transaction, caller: Caller, order: ArrangementOrder, *, notice_workdays: int
) -> tuple[Arrangement, Sequence[ArrangementPeriod]]:
    """Ask villages for a catalogued form; raises the refusals of this room, FormExpired, and NUMBER_REFUSALS."""
    if len(caller.region) != 9:
        raise Forbidden("填报由乡镇统一安排")
    township = caller.region.ljust(12, "0")
    await directory.region(tx, township, "township")
    form = await forms.held(tx, caller.scope, order.form_id)
    until = order.until or min(date(order.starts_on.year, 12, 31), form.valid_until)
    villages = await _villages(tx, township, order, until)
    arrangement = Arrangement(
        region=township, department=form.department, form_id=form.id, form=form.code, title=form.title,
        year=order.starts_on.year, frequency=order.frequency, villages=[village.code for village in villages],
        starts_on=order.starts_on, until=until, due=order.due.model_dump(exclude_none=True),
        emergency_basis=order.emergency_basis, admission=form.admission,
        occupied_from=order.starts_on, occupied_until=until,
    )  # fmt: skip
    plan = spans(order.frequency, order.starts_on, until)
    await _require_arrangeable(tx, form, arrangement, today(tx.now))
    # A period that outlasts the approval could be refused by every village, so it is not asked for.
    plan = [span for span in plan if span.last_day <= form.valid_until]
    if not plan and order.frequency is not Frequency.ON_EVENT:
        raise FormExpired
    await _occupy(tx, form, arrangement, plan)
    calendar = await calendar_of(tx, township)
    periods = _periods(arrangement, plan, calendar, today(tx.now), notice_workdays)
    for period in periods:
        period.villages = sum(village.is_there(period.last_day, period.due_on) for village in villages)
    _require_notice(arrangement, periods, calendar, today(tx.now), notice_workdays)
    demand = demand_of(form, villages=arrangement.villages, first=arrangement.starts_on, last=until)
    (await require(tx, demand)).keep(arrangement)
    await _add(tx, arrangement, periods)
    return arrangement, periods


async def state_ground(
    tx: Transaction, caller: Caller, arrangement_id: UUID, number: str | None
) -> tuple[Arrangement, Sequence[ArrangementPeriod]]:
    """Say what covers an arrangement by now; raises NUMBER_REFUSALS where it still lacks a ground."""
    arrangement = await tx.locked(Arrangement, arrangement_id, caller.scope)
    taken = WORKFLOW.take(arrangement, "grounding", caller)
    form = await forms.get(tx, EVERYTHING, arrangement.form_id)
    demand = demand_of(
        form, villages=arrangement.villages, first=arrangement.starts_on, last=arrangement.until, number=number
    )
    (await mend(tx, demand)).keep(arrangement)
    arrangement.admission = demand.number
    tx.record(taken.event(arrangement), about=arrangement, department=arrangement.department)
    return arrangement, await repository.periods_of(tx, arrangement.id)


async def read(
    tx: Transaction, caller: Caller, arrangement_id: UUID
) -> tuple[Arrangement, Sequence[ArrangementPeriod]]:
    """One arrangement with its periods."""
    arrangement = await repository.get(tx, caller.scope, arrangement_id)
    return arrangement, await repository.periods_of(tx, arrangement.id)


async def _villages(tx: Transaction, township: str, order: ArrangementOrder, until: date) -> list[directory.Region]:
    """The villages that are there for some of the time; each period asks those of its own days."""
    found = await directory.regions_within(tx, township[:9], "village", first=order.starts_on, last=until)
    known = {village.code: village for village in found}
    wanted = sorted(known if order.villages == "all" else set(order.villages))
    strangers = set(wanted).difference(known)
    if strangers or not wanted:
        raise NoVillages(villages=sorted(strangers)) if strangers else NoVillages
    return [known[code] for code in wanted]


async def _occupy(tx: Transaction, form: Form, arrangement: Arrangement, plan: Sequence[Span]) -> None:
    """Take up whole periods of the approved frequency, so that nobody asks a village twice for the same."""
    approved = Frequency(form.frequency)
    if approved in (Frequency.ONCE, Frequency.CENSUS):
        first, last = date(arrangement.year, 1, 1), max(arrangement.until, date(arrangement.year, 12, 31))
    else:
        # Days need no grid, and a year has more of them than an arrangement has periods.
        approved_grid = [] if approved is Frequency.DAILY else spans(
            approved, arrangement.starts_on, arrangement.until
        )  # fmt: skip
        grid = [*approved_grid, *plan]
        first = min((span.first_day for span in grid), default=arrangement.starts_on)
        last = max((span.last_day for span in grid), default=arrangement.until)
    families = await lineage.heirs(tx, arrangement.villages)
    if await repository.occupied(tx, await forms.versions(tx, form), list(families), first, last):
        raise ArrangedTwice
    arrangement.occupied_from, arrangement.occupied_until = first, last


def _periods(
    arrangement: Arrangement, plan: Sequence[Span], calendar: WorkCalendar, day: date, notice_workdays: int
) -> list[ArrangementPeriod]:
    planned = []
    for span in plan:
        due = arrangement.due_after(span.last_day, calendar)
        planned.append(
            ArrangementPeriod(
                arrangement_id=arrangement.id, period=span.period, first_day=span.first_day, last_day=span.last_day,
                due_on=due.day, provisional=due.provisional, deadline_rule=due.rule,
                fair_notice=calendar.between(day, due.day) >= notice_workdays,
            )
        )  # fmt: skip
    return planned


async def _require_arrangeable(tx: Transaction, form: Form, arrangement: Arrangement, day: date) -> None:
    first, last = arrangement.starts_on, arrangement.until
    if last < first or last.year > first.year + (arrangement.frequency is Frequency.CENSUS):
        raise AcrossYears
    county = arrangement.region[:6].ljust(12, "0")
    listed = await catalogues.lists(tx, county, arrangement.year, form.id)
    if not listed or form.state not in (State.APPROVED, State.EXPIRED):
        raise NotCatalogued
    if form.state == State.EXPIRED or form.valid_until < last:
        raise FormExpired
    if form.target_level != TargetLevel.VILLAGE:
        raise NotForVillages
    if form.paused_within(max(first, day), last):
        raise FormPaused
    if not permits(form.frequency, arrangement.frequency):
        raise TooOften(approved=form.frequency, requested=arrangement.frequency)
    if arrangement.frequency is Frequency.DAILY and arrangement.emergency_basis is None:
        raise DailyWithoutBasis


def _require_notice(
    arrangement: Arrangement, periods: Sequence[ArrangementPeriod], calendar: WorkCalendar, day: date,
    notice_workdays: int,
) -> None:  # fmt: skip
    # A form filed on event has no periods yet: its rule must leave the notice after each event, the first one for sure.
    since = day if periods else max(day, arrangement.starts_on)
    first_due = periods[0].due_on if periods else arrangement.due_after(since, calendar).day
    if first_due < day:
        raise DuePassed(due_on=first_due.isoformat())
    notice = calendar.between(since, first_due)
    if notice < notice_workdays and arrangement.emergency_basis is None:
        # Counted backwards from the due day, which moves a rest day to the working day before.
        latest = calendar.add(first_due, -notice_workdays)
        raise ShortNotice(due_on=first_due.isoformat(), notice_workdays=notice, latest_notice=latest.isoformat())


async def _add(tx: Transaction, arrangement: Arrangement, periods: Sequence[ArrangementPeriod]) -> None:
    tx.add(arrangement)
    # The periods refer to the arrangement, and the session does not know the order of tables without a relationship.
    await tx.session.flush()
    for period in periods:
        tx.add(period)
    fact = ArrangementIssued(
        form=arrangement.form, frequency=arrangement.frequency, villages=len(arrangement.villages),
        periods=[
            ArrangedPeriod(
                period=period.period, due_on=period.due_on, fair_notice=period.fair_notice,
                provisional=period.provisional, villages=period.villages,
            )
            for period in periods
        ],
    )  # fmt: skip
    tx.record(fact, about=arrangement, department=arrangement.department)
