"""For which places and days a number is good: one rule for checklist-svc, which gives numbers, and for all others."""

from collections.abc import Iterable, Sequence
from datetime import date

from countykit.regions import significant


def within(places: Sequence[str], region: str, known_as: Iterable[str]) -> bool:
    """Whether a place lies in what a number names, under any of its codes; where it names none, in all of its region.

    `known_as` is the place's `lineage.family`: a number follows a village that was moved or got another code.
    """
    prefixes = tuple(significant(code) for code in places or [region])
    return any(code.startswith(prefixes) for code in known_as)


def good_on(starts_on: date, valid_until: date, ended_on: date | None, day: date) -> bool:
    """Whether a number is good on a day; the day on which it was ended is none."""
    return starts_on <= day <= valid_until and (ended_on is None or day < ended_on)
