"""Chinese working days, with the exchanged weekends (调休) of the State Council's yearly notice."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar

CHINA = ZoneInfo("Asia/Shanghai")


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
    if last < first:
        return -workdays_between(last, first)
    return sum(is_workday(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))


def end_of_day(day: date) -> datetime:
    """The instant at which a deadline of that day has passed."""
    return datetime.combine(day + timedelta(days=1), time(), CHINA).astimezone(UTC)
