"""Months that something touches: minutes are those of a village in a month."""

from datetime import date


def months_in(year: int, first: date, last: date) -> int:
    """How many months of a year something touches that lasts from one day to another."""
    begin, end = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
    return end.month - begin.month + 1 if end >= begin else 0


def months_between(first: date, last: date) -> int:
    """How many calendar months lie from one day to another, both counted."""
    return (last.year - first.year) * 12 + last.month - first.month + 1
