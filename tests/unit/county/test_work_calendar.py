"""Counting working days: one calendar, of the law, the notices and the local holidays."""

import time
from datetime import date, timedelta

import pytest
from countykit.calendar import SHIPPED, WorkCalendar
from countykit.calendar.notices import COUNTRY, Notice
from hypothesis import given
from hypothesis import strategies as st

DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
GUANGXI = "450000000000"


def notice(year: int, off: str = "", worked: str = "", region: str = COUNTRY) -> Notice:
    days_off, make_up_days = (frozenset(map(date.fromisoformat, text.split())) for text in (off, worked))
    return Notice(region, year, days_off, make_up_days)


def test_an_exchanged_sunday_is_a_working_day_and_a_holiday_monday_is_not():
    assert SHIPPED.is_workday(date(2026, 2, 14))  # Saturday, exchanged for the Spring Festival of 2026
    assert not SHIPPED.is_workday(date(2026, 2, 16))


def test_the_deadline_over_the_national_day_week_skips_it():
    assert SHIPPED.add(date(2025, 9, 30), 1) == date(2025, 10, 9)


def test_an_imported_notice_holds_in_place_of_what_was_assumed():
    calendar = WorkCalendar([notice(2027, "2027-01-01 2027-01-04 2027-02-05", "2027-01-09")], version=1)
    assert not calendar.is_workday(date(2027, 1, 4))
    assert calendar.is_workday(date(2027, 1, 9))
    assert calendar.is_workday(date(2027, 2, 9)), "made up elsewhere, or not at all: the notice decides"
    assert not calendar.is_workday(date(2027, 2, 8)), "by law, although this notice forgot it"
    assert calendar.certain(date(2027, 1, 4))


def test_a_notice_may_move_the_last_days_of_the_december_before():
    calendar = WorkCalendar([notice(2027, "2026-12-31 2027-01-01", "2026-12-27")])
    assert not calendar.is_workday(date(2026, 12, 31))
    assert calendar.is_workday(date(2026, 12, 27))
    assert SHIPPED.is_workday(date(2026, 12, 31))
    assert not SHIPPED.certain(date(2026, 12, 31)), "the year is known, but its last days depend on the next notice"
    assert SHIPPED.certain(date(2026, 12, 24))


def test_local_holidays_are_added_for_their_area():
    local = notice(2027, "2027-04-09", region=GUANGXI)
    assert not WorkCalendar([local]).is_workday(date(2027, 4, 9))
    assert not WorkCalendar([local]).certain(date(2027, 4, 6)), "the country's notice is still to come"
    assert SHIPPED.is_workday(date(2027, 4, 9))


def test_a_period_moves_on_to_a_working_day_and_a_notice_back():
    assert SHIPPED.on_or_after(date(2026, 10, 1)) == date(2026, 10, 8)
    assert SHIPPED.on_or_before(date(2026, 10, 7)) == date(2026, 9, 30)


def test_far_years_are_counted_by_the_law_and_never_certain():
    assert SHIPPED.is_workday(date(2044, 3, 1))
    assert not SHIPPED.is_workday(date(2044, 3, 5))
    assert not SHIPPED.certain(date(2090, 3, 1))


@given(DAYS, st.integers(-60, 60))
def test_adding_working_days_and_counting_them_agree(day, count):
    if count < 0:
        day = SHIPPED.on_or_after(day)  # a rest day lies nearer to the day after than to the day before
    assert SHIPPED.between(day, SHIPPED.add(day, count)) == count


@given(DAYS, st.integers(1, 60))
def test_a_deadline_is_always_a_working_day(day, count):
    assert SHIPPED.is_workday(SHIPPED.add(day, count))


@given(DAYS, DAYS)
def test_counting_backwards_is_the_negative(first, last):
    assert SHIPPED.between(first, last) == -SHIPPED.between(last, first)


@given(DAYS, st.integers(0, 120))
def test_counting_is_the_same_as_looking_at_every_day(first, days):
    last = first + timedelta(days=days)
    assert SHIPPED.between(first, last) == sum(
        SHIPPED.is_workday(first + timedelta(days=n)) for n in range(1, days + 1)
    )


def test_the_whole_calendar_is_counted_at_once():
    """A loop over every day of it would hold a service up for minutes."""
    began = time.process_time()
    assert SHIPPED.between(date.min, date(2003, 12, 31)) == 522_557
    assert SHIPPED.between(date(2099, 12, 31), date.max) > 2_000_000
    assert time.process_time() - began < 5


@pytest.mark.parametrize("count", [-1, -5])
def test_reminders_count_backwards(count):
    day = date(2026, 3, 13)
    assert SHIPPED.between(day, SHIPPED.add(day, count)) == count
