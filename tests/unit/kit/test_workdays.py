"""Chinese working days, with exchanged weekends."""

from datetime import UTC, date, datetime, timedelta

import pytest
from countykit.workdays import add_workdays, end_of_day, is_workday, today, workdays_between
from hypothesis import given
from hypothesis import strategies as st

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


def test_an_exchanged_sunday_is_a_working_day_and_a_holiday_monday_is_not():
    assert is_workday(date(2026, 2, 14))  # Saturday, exchanged for the Spring Festival of 2026
    assert not is_workday(date(2026, 2, 16))


def test_a_year_without_a_notice_yet_counts_monday_to_friday():
    assert is_workday(date(2044, 3, 1))
    assert not is_workday(date(2044, 3, 5))


def test_the_deadline_over_the_national_day_week_skips_it():
    assert add_workdays(date(2025, 9, 30), 1) == date(2025, 10, 9)


@given(DAYS, st.integers(0, 60))
def test_adding_working_days_and_counting_them_agree(day, count):
    assert workdays_between(day, add_workdays(day, count)) == count


@given(DAYS, st.integers(1, 60))
def test_a_deadline_is_always_a_working_day(day, count):
    assert is_workday(add_workdays(day, count))


@given(DAYS, DAYS)
def test_counting_backwards_is_the_negative(first, last):
    assert workdays_between(first, last) == -workdays_between(last, first)


def test_a_day_ends_at_midnight_in_china():
    assert end_of_day(date(2026, 3, 2)) == datetime(2026, 3, 2, 16, tzinfo=UTC)
    assert today(datetime(2026, 3, 2, 16, tzinfo=UTC)) == date(2026, 3, 3)


@pytest.mark.parametrize("count", [-1, -5])
def test_reminders_count_backwards(count):
    day = date(2026, 3, 13)
    assert workdays_between(day, add_workdays(day, count)) == count


@given(DAYS, st.integers(0, 120))
def test_counting_is_the_same_as_looking_at_every_day(first, days):
    last = first + timedelta(days=days)
    assert workdays_between(first, last) == sum(is_workday(first + timedelta(days=n)) for n in range(1, days + 1))


def test_the_whole_calendar_is_counted_at_once():
    """A loop over every day of it would hold a service up for minutes."""
    before_the_notices, after_them = date(2003, 12, 31), date(2099, 12, 31)
    assert workdays_between(date.min, before_the_notices) == 522_557
    assert workdays_between(after_them, date.max) > 2_000_000
