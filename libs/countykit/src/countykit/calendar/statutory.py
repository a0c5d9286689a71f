"""Public holidays that are certain by law, in every year, also before the year's notice is out.

全国年节及纪念日放假办法, fourth revision of 2024-11-10, in force since 2025-01-01, articles 2 and 6. Holidays of a part
of the citizens (妇女节, 青年节 …) do not change an office's working days.
"""

from datetime import date, timedelta
from functools import lru_cache
from itertools import count, islice

from lunar_python import LunarYear, Solar

FIRST_YEAR, LAST_YEAR = 2025, 2060
"""The years for which the law's days are computed. Nobody sets a deadline beyond them."""
_DAY = timedelta(days=1)
# A weekday that was exchanged lay at most 5 days from its holiday, a worked weekend at most 10 (2014 to 2026, measured
# on the notices; the one exception is the single day of 2015-09-03, which was no yearly holiday).
_WEEKDAYS_MOVE, _WEEKENDS_MOVE = 5, 10


@lru_cache(maxsize=256)
def festivals(year: int) -> tuple[tuple[str, tuple[date, ...]], ...]:
    """The festivals of a year with their days off; empty outside of the years of the law."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return ()
    lunar = LunarYear.fromYear(year)
    new_year = _lunar(lunar, 1, 1)
    return (
        ("元旦", (date(year, 1, 1),)),
        ("春节", tuple(new_year + n * _DAY for n in range(-1, 3))),
        ("清明节", (_qingming(year),)),
        ("劳动节", (date(year, 5, 1), date(year, 5, 2))),
        ("端午节", (_lunar(lunar, 5, 5),)),
        ("中秋节", (_lunar(lunar, 8, 15),)),
        ("国庆节", (date(year, 10, 1), date(year, 10, 2), date(year, 10, 3))),
    )


def statutory_days(year: int) -> dict[date, str]:
    """Every day off by law with the festival's name; two festivals may share a day."""
    return {day: name for name, days in festivals(year) for day in days}


@lru_cache(maxsize=256)
def assumed_rest(year: int) -> frozenset[date]:
    """The days off that are assumed while no notice is out.

    By law the days of a festival that fall on a weekend are made up on working days (article 6), and so is a day that
    two festivals share. On which ones is for the notice to say; the first working days after the festival are assumed,
    as the notices have mostly done.
    """
    off = set(statutory_days(year))
    seen: set[date] = set()
    for _, days in festivals(year):
        owed = sum(day.weekday() >= 5 or day in seen for day in days)
        seen.update(days)
        following = (days[-1] + n * _DAY for n in count(1))
        off.update(islice((day for day in following if day.weekday() < 5 and day not in off), owed))
    return frozenset(off)


@lru_cache(maxsize=256)
def movable_days(year: int) -> frozenset[date]:
    """The days on which the notice of a year may yet decide otherwise; some lie in December of the year before."""
    fixed = statutory_days(year)
    near = set()
    for day in fixed:
        for n in range(-_WEEKENDS_MOVE, _WEEKENDS_MOVE + 1):
            other = day + n * _DAY
            if other.weekday() >= 5 or abs(n) <= _WEEKDAYS_MOVE:
                near.add(other)
    return frozenset(day for day in near if day not in fixed and day.year <= year)


def _lunar(year: LunarYear, month: int, day: int) -> date:
    return _date(year.getMonth(month).getFirstJulianDay() + day - 1)


def _qingming(year: int) -> date:
    """The solar term at which the sun stands at 15 degrees: 4 to 6 April."""
    table = LunarYear.fromYear(year).getJieQiJulianDays()
    terms = (_date(julian) for julian in table)
    return next(day for day in terms if day.year == year and day.month == 4 and day.day <= 6)


def _date(julian: float) -> date:
    solar = Solar.fromJulianDay(julian)
    return date(solar.getYear(), solar.getMonth(), solar.getDay())
