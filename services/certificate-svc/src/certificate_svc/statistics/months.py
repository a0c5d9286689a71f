"""Months of the calendar in China, each by its first day."""

from datetime import UTC, date, datetime, timedelta

from countykit.workdays import end_of_day, today


def month_of(moment: datetime) -> date:
    """The month of a moment."""
    return today(moment).replace(day=1)


def after(month: date) -> date:
    """The next month."""
    return (month + timedelta(days=31)).replace(day=1)


def before(month: date) -> date:
    """The month before."""
    return (month - timedelta(days=1)).replace(day=1)


def begin(month: date) -> datetime:
    """The moment at which it begins."""
    return end_of_day(month - timedelta(days=1)).astimezone(UTC)
