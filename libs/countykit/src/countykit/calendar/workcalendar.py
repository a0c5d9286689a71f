"""The one place that counts working days: a county's calendar, made of the law, the notices and the local holidays."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta

from countykit.calendar import statutory
from countykit.calendar.notices import COUNTRY, Notice, shipped

_DAY = timedelta(days=1)


class WorkCalendar:
    """Working days of one region as far as they are known.

    Days off by law are off in every year. A year without a notice is an assumption: Monday to Friday without the days
    of the law and those that the law makes up for them; `certain` tells which of its days no notice can change.
    """

    def __init__(self, notices: Iterable[Notice] = (), *, version: int = 0) -> None:
        """`notices` are those imported for the country and for the regions above a place; later ones hold."""
        self.version = version
        imported = list(notices)
        national = {**shipped(), **{notice.year: notice for notice in imported if notice.region == COUNTRY}}
        local = [notice for notice in imported if notice.region != COUNTRY]
        self._known = frozenset(national)
        self._first, self._last = min(national), max(*national, statutory.LAST_YEAR)
        self._off: set[date] = set()
        self._worked: set[date] = set()
        for notice in [*sorted(national.values(), key=lambda notice: notice.year), *local]:
            self._off = (self._off - notice.make_up_days) | notice.days_off
            self._worked = (self._worked - notice.days_off) | notice.make_up_days
        self._years: dict[int, tuple[list[date], list[date]]] = {}
        self._net = [0]

    def is_workday(self, day: date) -> bool:
        """Whether offices work on that day."""
        worked, free = self._year(day.year)
        return _among(day, worked) if day.weekday() >= 5 else not _among(day, free)

    def certain(self, day: date) -> bool:
        """Whether no notice that is still to come can change what kind of day it is."""
        if day.year > self._last:
            return False
        return not any(self._may_move(day, year) for year in (day.year, day.year + 1))

    def add(self, day: date, count: int) -> date:
        """The day `count` working days after `day`, or before it; the day itself does not count (民法典 art. 201)."""
        step = _DAY if count >= 0 else -_DAY
        while count:
            day += step
            if self.is_workday(day):
                count -= 1 if count > 0 else -1
        return day

    def between(self, first: date, last: date) -> int:
        """Working days after `first` up to and including `last`; negative when `last` lies before."""
        return self._worked_until(last) - self._worked_until(first)

    def on_or_after(self, day: date) -> date:
        """A period that ends on a rest day ends on the next working day (民法典 art. 203)."""
        while not self.is_workday(day):
            day += _DAY
        return day

    def on_or_before(self, day: date) -> date:
        """A notice that is counted backwards from a start moves to the working day before."""
        while not self.is_workday(day):
            day -= _DAY
        return day

    def unsettled(self, first: date, last: date) -> bool:
        """Whether a day after `first` up to and including `last` may still be changed by a notice."""
        return any(not self.certain(first + n * _DAY) for n in range(1, (last - first).days + 1))

    def _may_move(self, day: date, year: int) -> bool:
        return year not in self._known and day in statutory.movable_days(year)

    def _year(self, year: int) -> tuple[list[date], list[date]]:
        """The worked weekends and the free weekdays of a calendar year."""
        found = self._years.get(year)
        if found is None:
            off = {day for day in self._off if day.year == year} | statutory.statutory_days(year).keys()
            worked = {day for day in self._worked if day.year == year and day.weekday() >= 5}
            if year not in self._known:
                off |= statutory.assumed_rest(year) - worked
            free = sorted(day for day in off if day.weekday() < 5)
            found = self._years[year] = sorted(worked - statutory.statutory_days(year).keys()), free
        return found

    def _worked_until(self, day: date) -> int:
        """Working days since the calendar's first day, which was a Monday; counted, so that no date takes long."""
        weeks, rest = divmod(day.toordinal(), 7)
        net = self._net_before(day.year)
        if self._first <= day.year <= self._last:
            worked, free = self._year(day.year)
            net += bisect_right(worked, day) - bisect_right(free, day)
        return 5 * weeks + min(rest, 5) + net

    def _net_before(self, year: int) -> int:
        """Exchanged days of the years before: worked weekends less free weekdays."""
        wanted = max(0, min(year, self._last + 1) - self._first)
        while len(self._net) <= wanted:
            worked, free = self._year(self._first + len(self._net) - 1)
            self._net.append(self._net[-1] + len(worked) - len(free))
        return self._net[wanted]


def _among(day: date, days: list[date]) -> bool:
    place = bisect_right(days, day)
    return place > 0 and days[place - 1] == day


SHIPPED = WorkCalendar()
"""The calendar of an area that has no notices of its own: what is shipped, and the law."""
