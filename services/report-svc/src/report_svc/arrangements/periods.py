"""The calendar of an arrangement: its periods."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.report import Frequency

from report_svc.arrangements.errors import TooManyPeriods

MOST_PERIODS = 60
_DAY = timedelta(days=1)
_MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.HALF_YEAR: 6, Frequency.YEARLY: 12}


@dataclass(frozen=True, slots=True)
class Span:
    """One period: its name, its first and its last day."""

    period: str
    first_day: date
    last_day: date


def spans(frequency: Frequency, first: date, last: date) -> list[Span]:
    """The calendar's periods that touch the days from `first` to `last`; none for forms filed on event."""
    if frequency is Frequency.ON_EVENT:
        return []
    if frequency is Frequency.ONCE:
        return [Span(first.isoformat(), first, last)]
    found: list[Span] = []
    for span in _following(frequency, first):
        if span.first_day > last:
            break
        if len(found) == MOST_PERIODS:
            raise TooManyPeriods
        found.append(span)
    return found


def _following(frequency: Frequency, day: date) -> Iterator[Span]:
    while True:
        span = _containing(frequency, day)
        yield span
        day = span.last_day + _DAY


def _containing(frequency: Frequency, day: date) -> Span:
    if frequency is Frequency.WEEKLY:
        year, week, weekday = day.isocalendar()
        monday = day - timedelta(days=weekday - 1)
        return Span(f"{year}-W{week:02}", monday, monday + 6 * _DAY)
    if frequency is Frequency.TEN_DAY:
        return _ten_days(day)
    return _months(_MONTHS[frequency], day)


def _ten_days(day: date) -> Span:
    """上旬, 中旬 and 下旬: the last one takes what the month has left, 8 to 11 days."""
    part = min((day.day - 1) // 10, 2)
    first = day.replace(day=part * 10 + 1)
    last = _month_end(day.year, day.month) if part == 2 else first + 9 * _DAY
    return Span(f"{day:%Y-%m}-T{part + 1}", first, last)


def _months(size: int, day: date) -> Span:
    part = (day.month - 1) // size
    first = date(day.year, part * size + 1, 1)
    name = {1: f"{day:%Y-%m}", 3: f"{day.year}-Q{part + 1}", 6: f"{day.year}-H{part + 1}", 12: f"{day.year}"}[size]
    return Span(name, first, _month_end(day.year, part * size + size))


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
