"""What can be done with calendars."""

from collections import Counter
from datetime import date

import sqlalchemy as sa
from contracts.gateway import CalendarPublished
from countykit.calendar import WorkCalendar, notices, statutory
from countykit.identity import Caller
from countykit.regions import above
from servicekit.transaction import Transaction
from sqlmodel import col

from gateway.directory.calendars.errors import (
    DayNamedTwice,
    DayOutsideYear,
    MakeUpDayNotWeekend,
    StatutoryDayWorked,
)
from gateway.directory.calendars.models import PublishedCalendar
from gateway.directory.calendars.schemas import CalendarBody, CalendarView, StatutoryDay

_SHIPPED = "随产品提供的历年国务院办公厅节假日安排"
_IMPORT_LOCK = 0x50B0_0012


async def publish(tx: Transaction, caller: Caller, year: int, region: str, body: CalendarBody) -> CalendarView:
    """Take a notice in; the same one again changes nothing.

    Raises Forbidden, DayOutsideYear, DayNamedTwice, MakeUpDayNotWeekend, StatutoryDayWorked.
    """
    caller.require_region(region)
    _check(year, body)
    await tx.session.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _IMPORT_LOCK})
    row = await _find(tx, year, region)
    days_off, make_up_days = sorted(body.days_off), sorted(body.make_up_days)
    if row is None:
        row = tx.add(PublishedCalendar(region=region, year=year, days_off=[], make_up_days=[], source=""))
    if (row.days_off, row.make_up_days, row.source) != (days_off, make_up_days, body.source):
        row.days_off, row.make_up_days, row.source = days_off, make_up_days, body.source
        fact = CalendarPublished(year=year, days_off=days_off, make_up_days=make_up_days, source=body.source)
        tx.record(fact, about=row)
    return _view(row, year, region)


async def read(tx: Transaction, year: int, region: str) -> CalendarView:
    """The calendar of a year: what was imported, else what is shipped, else what the law says."""
    return _view(await _find(tx, year, region), year, region)


async def work_calendar(tx: Transaction, region: str) -> WorkCalendar:
    """The calendar that offices of a region work by: of the country, and of the areas above the region."""
    areas = [*above(region.ljust(12, "0")), region]
    rows = await tx.session.execute(sa.select(PublishedCalendar).where(col(PublishedCalendar.region).in_(areas)))
    return WorkCalendar(
        notices.Notice(row.region, row.year, frozenset(row.days_off), frozenset(row.make_up_days))
        for row in rows.scalars()
    )


async def _find(tx: Transaction, year: int, region: str) -> PublishedCalendar | None:
    statement = sa.select(PublishedCalendar).where(
        col(PublishedCalendar.region) == region, col(PublishedCalendar.year) == year
    )
    return (await tx.session.execute(statement)).scalar_one_or_none()


def _check(year: int, body: CalendarBody) -> None:
    named = [*body.days_off, *body.make_up_days]
    outside = [day for day in named if not date(year - 1, 12, 22) <= day <= date(year, 12, 31)]
    if outside:
        raise DayOutsideYear(days=sorted(outside))
    twice = [day for day, times in Counter(named).items() if times > 1]
    if twice:
        raise DayNamedTwice(days=sorted(twice))
    on_weekdays = [day for day in body.make_up_days if day.weekday() < 5]
    if on_weekdays:
        raise MakeUpDayNotWeekend(days=sorted(on_weekdays))
    worked = statutory.statutory_days(year).keys() & body.make_up_days
    if worked:
        raise StatutoryDayWorked(days=sorted(worked))


def _view(row: PublishedCalendar | None, year: int, region: str) -> CalendarView:
    fixed = statutory.statutory_days(year) if region == notices.COUNTRY else {}
    statutory_days = [StatutoryDay(day=day, name=name) for day, name in sorted(fixed.items())]
    shipped = notices.shipped().get(year) if region == notices.COUNTRY else None
    if row is not None:
        version, source, days = row.version, row.source, (row.days_off, row.make_up_days)
    elif shipped is not None:
        version, source, days = 0, _SHIPPED, (sorted(shipped.days_off), sorted(shipped.make_up_days))
    else:
        version, source, days = 0, "", ([], [])
    return CalendarView(
        region=region, year=year, published=row is not None or shipped is not None, version=version, source=source,
        days_off=days[0], make_up_days=days[1], statutory_days=statutory_days,
    )  # fmt: skip
