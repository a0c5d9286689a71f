"""The calendar of arrangements: properties over leap years, year ends and holidays."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from contracts.report import Frequency
from countykit.calendar import SHIPPED, Deadline
from hypothesis import given
from hypothesis import strategies as st
from report_svc.arrangements.errors import TooManyPeriods
from report_svc.arrangements.periods import MOST_PERIODS, spans

UNCUT = (Frequency.ONCE, Frequency.ON_EVENT, Frequency.DAILY, Frequency.CENSUS)
"""What no grid cuts: it has the days that it is asked for, or each of them."""
GRIDS = [each for each in Frequency if each not in UNCUT]
days = st.dates(date(2019, 1, 1), date(2033, 12, 31))
DAY = timedelta(days=1)


def due_day(last_day, **rule):
    return Deadline.of(SHIPPED, last_day, **rule).day


def names(frequency, first, last):
    return [span.period for span in spans(frequency, first, last)]


@given(st.sampled_from(GRIDS), days, st.integers(0, 364))
def test_periods_cover_the_days_asked_for_without_gap_or_overlap(frequency, first, length):
    last = first + timedelta(days=length)
    found = spans(frequency, first, last)
    assert 1 <= len(found) <= MOST_PERIODS
    assert found[0].first_day <= first <= found[0].last_day
    assert found[-1].first_day <= last <= found[-1].last_day
    assert all(one.last_day + DAY == two.first_day for one, two in pairwise(found))
    assert len({span.period for span in found}) == len(found)


@given(st.sampled_from(GRIDS), days, days)
def test_two_townships_give_the_same_period_the_same_name(frequency, one, other):
    (a,), (b,) = spans(frequency, one, one), spans(frequency, other, other)
    assert (a == b) == (a.period == b.period)


@given(days, st.integers(0, 90), st.sampled_from(["days", "workdays"]))
def test_a_due_day_is_a_working_day_and_never_before_the_rule_says(last_day, count, unit):
    rule = {"days": None, "workdays": None, unit: count}
    due_on = due_day(last_day, **rule)
    assert SHIPPED.is_workday(due_on)
    if unit == "days":
        earliest = last_day + timedelta(days=count)
        assert due_on >= earliest
        assert not any(SHIPPED.is_workday(earliest + timedelta(days=n)) for n in range((due_on - earliest).days))
    else:
        assert SHIPPED.between(last_day, due_on) == max(count, 0 if SHIPPED.is_workday(last_day) else 1)


@given(st.sampled_from(GRIDS), days, st.integers(0, 20))
def test_due_days_follow_the_order_of_the_periods(frequency, first, count):
    due = [due_day(span.last_day, days=count, workdays=None) for span in spans(frequency, first, first + 200 * DAY)]
    assert due == sorted(due)


@given(st.sampled_from(GRIDS), days, st.integers(0, 3000))
def test_there_are_never_more_than_sixty_periods(frequency, first, length):
    try:
        assert len(spans(frequency, first, first + timedelta(days=length))) <= MOST_PERIODS
    except TooManyPeriods:
        assert length > 60 * 7 - 7


@pytest.mark.parametrize(("year", "last"), [(2023, 28), (2024, 29), (2028, 29), (2100, 28)])
def test_the_last_ten_days_of_february_follow_the_leap_year(year, last):
    found = spans(Frequency.TEN_DAY, date(year, 2, 1), date(year, 2, last))
    assert [span.period for span in found] == [f"{year}-02-T1", f"{year}-02-T2", f"{year}-02-T3"]
    assert (found[-1].first_day, found[-1].last_day) == (date(year, 2, 21), date(year, 2, last))


@pytest.mark.parametrize(
    ("frequency", "count"),
    [
        (Frequency.TEN_DAY, 36), (Frequency.HALF_MONTH, 24), (Frequency.MONTHLY, 12), (Frequency.TWO_MONTHS, 6),
        (Frequency.QUARTERLY, 4), (Frequency.HALF_YEAR, 2), (Frequency.YEARLY, 1), (Frequency.SCHOOL_YEAR, 2),
        (Frequency.ONCE, 1), (Frequency.ON_EVENT, 0),
    ],
)  # fmt: skip
@pytest.mark.parametrize("year", [2024, 2025, 2100])
def test_a_year_has_its_number_of_periods(frequency, count, year):
    assert len(spans(frequency, date(year, 1, 1), date(year, 12, 31))) == count


def test_weeks_are_named_by_the_iso_calendar_across_the_year_end():
    assert names(Frequency.WEEKLY, date(2025, 12, 29), date(2025, 12, 29)) == ["2026-W01"]
    assert names(Frequency.WEEKLY, date(2026, 12, 31), date(2027, 1, 4)) == ["2026-W53", "2027-W01"]


@pytest.mark.parametrize(("year", "weeks"), [(2020, 53), (2025, 52), (2026, 53), (2027, 52), (2032, 53)])
def test_a_year_has_as_many_weeks_as_thursdays(year, weeks):
    assert names(Frequency.WEEKLY, date(year, 12, 28), date(year, 12, 28)) == [f"{year}-W{weeks}"]


@pytest.mark.parametrize(
    ("frequency", "before", "after"),
    [
        (Frequency.WEEKLY, ("2026-W53", "2026-12-28", "2027-01-03"), ("2027-W01", "2027-01-04", "2027-01-10")),
        (Frequency.TEN_DAY, ("2026-12-T3", "2026-12-21", "2026-12-31"), ("2027-01-T1", "2027-01-01", "2027-01-10")),
        (Frequency.HALF_MONTH, ("2026-12-H2", "2026-12-16", "2026-12-31"), ("2027-01-H1", "2027-01-01", "2027-01-15")),
        (Frequency.TWO_MONTHS, ("2026-B6", "2026-11-01", "2026-12-31"), ("2027-B1", "2027-01-01", "2027-02-28")),
    ],
)
def test_the_first_period_of_a_year_follows_the_last_one(frequency, before, after):
    last, first = spans(frequency, date(2026, 12, 31), date.fromisoformat(after[1]))
    assert [(each.period, f"{each.first_day}", f"{each.last_day}") for each in (last, first)] == [before, after]


def test_a_school_year_crosses_the_new_year_and_turns_in_september():
    assert names(Frequency.SCHOOL_YEAR, date(2026, 12, 31), date(2027, 1, 1)) == ["2026-2027"]
    (span,) = spans(Frequency.SCHOOL_YEAR, date(2026, 9, 1), date(2027, 8, 31))
    assert (span.first_day, span.last_day) == (date(2026, 9, 1), date(2027, 8, 31))
    assert names(Frequency.SCHOOL_YEAR, date(2026, 8, 31), date(2026, 9, 1)) == ["2025-2026", "2026-2027"]
    assert due_day(span.last_day, days=None, workdays=3) == date(2027, 9, 3)


@pytest.mark.parametrize(
    ("frequency", "day", "workdays", "due_on"),
    [
        (Frequency.WEEKLY, date(2025, 12, 31), 1, date(2026, 1, 5)),  # the week ends on 4 January, made up, a Sunday
        (Frequency.HALF_MONTH, date(2025, 12, 31), 1, date(2026, 1, 4)),  # 1 to 3 January off, the 4th is worked
        (Frequency.TWO_MONTHS, date(2025, 1, 1), 2, date(2025, 3, 4)),
        (Frequency.TEN_DAY, date(2025, 1, 31), 1, date(2025, 2, 5)),  # the Spring Festival ends on 4 February
    ],
)
def test_a_period_is_due_in_working_days_after_its_end(frequency, day, workdays, due_on):
    (span,) = spans(frequency, day, day)
    assert due_day(span.last_day, days=None, workdays=workdays) == due_on


def test_periods_are_named_as_people_name_them():
    first, last = date(2025, 6, 30), date(2025, 7, 1)
    assert names(Frequency.MONTHLY, first, last) == ["2025-06", "2025-07"]
    assert names(Frequency.QUARTERLY, first, last) == ["2025-Q2", "2025-Q3"]
    assert names(Frequency.HALF_YEAR, first, last) == ["2025-H1", "2025-H2"]
    assert names(Frequency.TWO_MONTHS, first, last) == ["2025-B3", "2025-B4"]
    assert names(Frequency.HALF_MONTH, first, last) == ["2025-06-H2", "2025-07-H1"]
    assert names(Frequency.YEARLY, first, last) == ["2025"]
    assert names(Frequency.ONCE, first, last) == ["2025-06-30"]


@pytest.mark.parametrize(
    ("last_day", "count", "due_on"),
    [
        (date(2025, 9, 30), 1, date(2025, 10, 9)),  # National Day and Mid-Autumn, 1 to 8 October
        (date(2025, 1, 31), 5, date(2025, 2, 5)),  # the Spring Festival ends on 4 February
        (date(2025, 1, 24), 2, date(2025, 1, 26)),  # a Sunday that is worked instead
        (date(2025, 3, 31), 4, date(2025, 4, 7)),  # 清明 and the weekend
        (date(2027, 4, 30), 1, date(2027, 5, 5)),  # no notice for that year: 1 and 2 May are off by law, and made up
    ],
)
def test_a_due_day_on_a_holiday_moves_to_the_next_working_day(last_day, count, due_on):
    assert due_day(last_day, days=count, workdays=None) == due_on


def test_beyond_the_published_calendar_monday_to_friday_are_worked():
    far = [date(2150, 1, 1) + timedelta(days=n) for n in range(400)]
    assert all(SHIPPED.is_workday(day) == (day.weekday() < 5) for day in far)
    assert due_day(date(2150, 1, 2), days=0, workdays=None) == date(2150, 1, 2)
    assert due_day(date(2150, 1, 3), days=0, workdays=None) == date(2150, 1, 5)


def test_days_are_periods_of_their_own_for_two_months_at_most():
    assert names(Frequency.DAILY, date(2026, 2, 27), date(2026, 3, 1)) == ["2026-02-27", "2026-02-28", "2026-03-01"]
    with pytest.raises(TooManyPeriods):
        spans(Frequency.DAILY, date(2026, 1, 1), date(2026, 3, 2))


def test_a_census_has_its_own_days_and_one_name_in_all_townships():
    (one,), (other,) = (
        spans(Frequency.CENSUS, first, date(2027, 1, 31)) for first in (date(2026, 11, 1), date(2026, 11, 15))
    )
    assert (one.first_day, one.last_day) == (date(2026, 11, 1), date(2027, 1, 31))
    assert one.period == other.period == "2026-C"
