"""The calendar of an arrangement: its periods."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.report import Frequency

from report_svc.arrangements.errors import TooManyPeriods

MOST_PERIODS = 60
_DAY = timedelta(days=1)


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
    if frequency is Frequency.CENSUS:
        # It has its own start and may end in the next year; its townships name it alike, whatever day they begin on.
        return [Span(f"{first.year}-C", first, last)]
    found: list[Span] = []
    for span in _following(frequency, first):
        if span.first_day > last:
            break
        if len(found) == MOST_PERIODS:
            raise TooManyPeriods
        found.append(span)
    return found


def _following(frequency: Frequency, day: date) -> Iterator[Span]:
    grid = _GRIDS[frequency]
    while True:
        span = grid.containing(day)
        yield span
        day = span.last_day + _DAY


@dataclass(frozen=True, slots=True)
class _Months:
    """Periods of whole months, counted from the month in which their year begins."""

    size: int
    letter: str
    begins_in: int = 1

    def containing(self, day: date) -> Span:
        year = day.year if day.month >= self.begins_in else day.year - 1
        months = (day.year - year) * 12 + day.month - self.begins_in
        part = months // self.size
        first = _month(year, self.begins_in + part * self.size)
        last = _month(year, self.begins_in + (part + 1) * self.size) - _DAY
        return Span(self._name(first, part), first, last)

    def _name(self, first: date, part: int) -> str:
        if self.size == 1:
            return f"{first:%Y-%m}"
        if self.size < 12:
            return f"{first.year}-{self.letter}{part + 1}"
        return f"{first.year}" if self.begins_in == 1 else f"{first.year}-{first.year + 1}"


@dataclass(frozen=True, slots=True)
class _PartsOfMonth:
    """Periods that begin on fixed days of every month; the last one takes what the month has left."""

    starts: tuple[int, ...]
    letter: str

    def containing(self, day: date) -> Span:
        part = max(number for number, start in enumerate(self.starts) if start <= day.day)
        last_part = part + 1 == len(self.starts)
        last = _month(day.year, day.month + 1) - _DAY if last_part else day.replace(day=self.starts[part + 1]) - _DAY
        return Span(f"{day:%Y-%m}-{self.letter}{part + 1}", day.replace(day=self.starts[part]), last)


class _Days:
    """Every day by itself: what only an emergency may ask for."""

    def containing(self, day: date) -> Span:
        return Span(day.isoformat(), day, day)


class _Weeks:
    """ISO weeks, Monday to Sunday; the week belongs to the year of its Thursday, so some years have 53."""

    def containing(self, day: date) -> Span:
        year, week, weekday = day.isocalendar()
        monday = day - timedelta(days=weekday - 1)
        return Span(f"{year}-W{week:02}", monday, monday + 6 * _DAY)


# 旬: the last one of a month has 8 to 11 days. 半月: to the 15th, and the rest. 学年: September to August.
_GRIDS: dict[Frequency, _Months | _PartsOfMonth | _Weeks | _Days] = {
    Frequency.DAILY: _Days(),
    Frequency.WEEKLY: _Weeks(),
    Frequency.TEN_DAY: _PartsOfMonth((1, 11, 21), "T"),
    Frequency.HALF_MONTH: _PartsOfMonth((1, 16), "H"),
    Frequency.MONTHLY: _Months(1, ""),
    Frequency.TWO_MONTHS: _Months(2, "B"),
    Frequency.QUARTERLY: _Months(3, "Q"),
    Frequency.HALF_YEAR: _Months(6, "H"),
    Frequency.YEARLY: _Months(12, ""),
    Frequency.SCHOOL_YEAR: _Months(12, "", begins_in=9),
}


def _month(year: int, month: int) -> date:
    """The first day of a month; months after December belong to the years that follow."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
