"""Days off by law, in years for which no notice is known."""

from datetime import date, timedelta

import pytest
from countykit.calendar import SHIPPED, notices, statutory

# 2027, computed by three lunar libraries that agree, and classified by hand before the year's notice was out.
OFF_2027 = "01-01 02-05 02-06 02-07 02-08 04-05 05-01 05-02 06-09 09-15 10-01 10-02 10-03"
MOVABLE_2027 = {"weekdays": 54 - 5, "weekends": 35 - 2}  # without the last days of December, which 2028 may move


def test_the_days_of_2027_are_those_of_the_law():
    assert sorted(f"{day:%m-%d}" for day in statutory.statutory_days(2027)) == OFF_2027.split()


def test_a_day_by_law_is_off_without_a_notice():
    assert not SHIPPED.is_workday(date(2027, 2, 5))
    assert not SHIPPED.is_workday(date(2044, 10, 3))
    assert SHIPPED.is_workday(date(2027, 1, 4))


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_known_notice_gives_every_day_of_the_law(year):
    assert not [day for day in statutory.statutory_days(year) if SHIPPED.is_workday(day)]
    assert statutory.statutory_days(year).keys() <= notices.shipped()[year].days_off


def test_days_on_a_weekend_are_made_up_on_the_first_working_days_after_the_festival():
    made_up = statutory.assumed_rest(2027) - statutory.statutory_days(2027).keys()
    assert sorted(f"{day:%m-%d}" for day in made_up) == ["02-09", "02-10", "05-03", "05-04", "10-04", "10-05"]


def test_a_day_that_two_festivals_share_is_made_up_too():
    """2028: the Mid-Autumn Festival is 3 October, and 1 October is a Sunday."""
    assert {date(2028, 10, 4), date(2028, 10, 5)} <= statutory.assumed_rest(2028)


def test_what_a_notice_may_move_lies_around_the_festivals():
    days = [day for day in statutory.movable_days(2027) if day.year == 2027]
    assert sum(day.weekday() < 5 for day in days) == MOVABLE_2027["weekdays"]
    assert sum(day.weekday() >= 5 for day in days) == MOVABLE_2027["weekends"]
    assert date(2026, 12, 31) in statutory.movable_days(2027)


def test_no_known_notice_moved_a_day_outside_of_what_is_movable():
    for year, notice in notices.shipped().items():
        if year < statutory.FIRST_YEAR:
            continue
        weekdays_off = {day for day in notice.days_off if day.weekday() < 5} - statutory.statutory_days(year).keys()
        near = statutory.movable_days(year) | statutory.movable_days(year + 1)
        assert weekdays_off | notice.make_up_days <= near


def test_the_year_has_248_working_days_with_or_without_a_notice():
    """365 days without 104 of weekends and 13 by law; exchanges move days and do not change their number."""
    for year in (2025, 2026, 2027):
        last = date(year - 1, 12, 31)
        assert SHIPPED.between(last, date(year, 12, 31)) == 248, year
        assert sum(SHIPPED.is_workday(last + timedelta(days=n)) for n in range(1, 366)) == 248
