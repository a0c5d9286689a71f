"""Chinese working days, with the exchanged weekends (调休) of the State Council's yearly notice."""

from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar

CHINA = ZoneInfo("Asia/Shanghai")
_WORKED_WEEKENDS = sorted(day for day in chinese_calendar.workdays if day.weekday() >= 5)
_FREE_WEEKDAYS = sorted(day for day in chinese_calendar.holidays if day.weekday() < 5)


def is_workday(day: date) -> bool:
    """Whether offices work on that day; years whose notice is not out yet fall back to Monday to Friday."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def today(now: datetime) -> date:
    """The calendar day in China at an instant."""
    return now.astimezone(CHINA).date()


def add_workdays(day: date, count: int) -> date:
    """The day `count` working days after `day`; the day itself does not count (民法典 art. 201)."""
    step = timedelta(days=1 if count >= 0 else -1)
    while count:
        day += step
        if is_workday(day):
            count -= 1 if count > 0 else -1
    return day


def workdays_between(first: date, last: date) -> int:
    """Working days after `first` up to and including `last`; negative when `last` lies before."""
    return _worked_until(last) - _worked_until(first)


def _worked_until(day: date) -> int:
    """Working days since the calendar's first day, which was a Monday; counted, so that no date takes long."""
    weeks, rest = divmod(day.toordinal(), 7)
    exchanged = bisect_right(_WORKED_WEEKENDS, day) - bisect_right(_FREE_WEEKDAYS, day)
    return 5 * weeks + min(rest, 5) + exchanged


def end_of_day(day: date) -> datetime:
    """The instant at which a deadline of that day has passed."""
    return datetime.combine(day + timedelta(days=1), time(), CHINA).astimezone(UTC)
