"""For which places and days a number is good: one rule for checklist-svc, which gives numbers, and for all others."""

from collections.abc import Sequence
from datetime import date

from countykit.regions import significant


def within(places: Sequence[str], region: str, place: str) -> bool:
    """Whether a place lies in what a number names; where it names none, in all of its region."""
    return any(place.startswith(significant(code)) for code in places or [region])


def good_on(starts_on: date, valid_until: date, ended_on: date | None, day: date) -> bool:
    """Whether a number is good on a day; the day on which it was ended is none."""
    return starts_on <= day <= valid_until and (ended_on is None or day < ended_on)
