"""Deadlines that know their rule."""

from datetime import date

import pytest
from countykit.calendar import SHIPPED, Deadline, WorkCalendar
from countykit.calendar.notices import COUNTRY, Notice

SATURDAY = date(2026, 11, 28)


def with_notice(*days_off: date) -> WorkCalendar:
    return WorkCalendar([Notice(COUNTRY, 2027, frozenset({date(2027, 1, 1), *days_off}), frozenset())], version=1)


def test_a_letter_of_a_saturday_with_25_working_days_is_due_on_4_january_provisionally():
    deadline = Deadline.of(SHIPPED, SATURDAY, workdays=25)
    assert (deadline.day, deadline.provisional) == (date(2027, 1, 4), True)
    assert deadline.rule == {"from": "2026-11-28", "workdays": 25, "calendar": 0}


@pytest.mark.parametrize(
    ("start", "due", "provisional"),
    [
        ("2027-03-01", "2027-03-15", False), ("2027-01-28", "2027-02-17", True), ("2027-04-26", "2027-05-12", True),
        ("2027-09-24", "2027-10-13", True), ("2026-11-30", "2026-12-14", False),
    ],
)  # fmt: skip
def test_ten_working_days_in_a_year_without_a_notice(start, due, provisional):
    deadline = Deadline.of(SHIPPED, date.fromisoformat(start), workdays=10)
    assert (deadline.day.isoformat(), deadline.provisional) == (due, provisional)


def test_the_notice_makes_it_certain_and_the_later_of_the_two_days_holds():
    provisional = Deadline.of(SHIPPED, SATURDAY, workdays=25)
    later = provisional.again(with_notice(date(2027, 1, 4)))
    assert (later.day, later.provisional, later.calendar) == (date(2027, 1, 5), False, 1)
    announced = Deadline.of(SHIPPED, date(2027, 1, 28), workdays=10)
    kept = announced.again(with_notice(date(2027, 2, 5)))
    assert (kept.day, kept.provisional) == (announced.day, False), "fewer days off: what was announced is kept"


def test_calendar_days_end_on_the_next_working_day_and_depend_on_that_day_alone():
    assert Deadline.of(SHIPPED, date(2026, 9, 1), days=30).day == date(2026, 10, 8)
    over_new_year = Deadline.of(SHIPPED, date(2026, 12, 20), days=30)
    assert (over_new_year.day, over_new_year.provisional) == (date(2027, 1, 19), False)
    assert Deadline.of(SHIPPED, date(2026, 12, 10), days=22).provisional, "1 January falls on the 4th, if nothing moves"


def test_more_time_is_one_period_with_the_time_before():
    longer = Deadline.of(SHIPPED, SATURDAY, workdays=25).longer(SHIPPED, 5)
    assert (longer.day, longer.workdays) == (date(2027, 1, 11), 30)
    assert longer.again(with_notice(date(2027, 1, 4))).day == date(2027, 1, 12)


def test_a_stored_rule_is_read_back():
    deadline = Deadline.of(SHIPPED, SATURDAY, workdays=25)
    assert Deadline.stored(deadline.day, deadline.rule, provisional=True) == deadline
    counted = Deadline.of(SHIPPED, SATURDAY, days=3)
    assert Deadline.stored(counted.day, counted.rule, provisional=False) == counted
