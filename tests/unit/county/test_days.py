"""Days in China."""

from datetime import UTC, date, datetime

from countykit.workdays import end_of_day, today


def test_a_day_ends_at_midnight_in_china():
    assert end_of_day(date(2026, 3, 2)) == datetime(2026, 3, 2, 16, tzinfo=UTC)
    assert today(datetime(2026, 3, 2, 16, tzinfo=UTC)) == date(2026, 3, 3)
