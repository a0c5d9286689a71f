"""When a region or a department is there."""

from datetime import date, timedelta

import pytest
from countykit.directory import Department, DepartmentEnded, Region, RegionEnded, RegionNotYetValid
from countykit.validity import ended_by, valid_on

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)


def village(first: date = date(2020, 1, 1), end: date | None = None) -> Region:
    return Region("990101001201", "柳湾村", "village", first, end)


def test_it_is_there_from_its_first_day_up_to_its_end():
    place = village(MONDAY, MONDAY + 2 * DAY)
    assert [valid_on(place, MONDAY + n * DAY) for n in (-1, 0, 1, 2)] == [False, True, True, False]
    assert [ended_by(place, MONDAY + n * DAY) for n in (-1, 1, 2, 9)] == [False, False, True, True]


def test_a_future_end_changes_nothing_until_it_comes():
    village(end=MONDAY + DAY).require_valid(MONDAY)
    with pytest.raises(RegionEnded) as refused:
        village(end=MONDAY).require_valid(MONDAY)
    assert refused.value.extra == {"region": "990101001201", "ended_on": MONDAY}


def test_a_future_village_is_not_asked_yet():
    with pytest.raises(RegionNotYetValid):
        village(MONDAY + DAY).require_valid(MONDAY)


def test_what_is_told_of_a_day_before_the_end_is_still_taken():
    """A demand of last week by a body that ended on Monday is reportable."""
    body = Department("NYJ", "农业农村局", "990101000000", date(2020, 1, 1), MONDAY)
    body.require_valid(MONDAY, on=MONDAY - DAY)
    with pytest.raises(DepartmentEnded):
        body.require_valid(MONDAY)


def test_what_came_into_the_directory_lately_takes_what_is_told_of_the_days_before():
    village(MONDAY).require_valid(MONDAY, on=MONDAY - 7 * DAY)
