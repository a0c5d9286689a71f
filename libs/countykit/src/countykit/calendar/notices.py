"""Yearly notices (国务院办公厅关于部分节假日安排的通知) and the local holidays of autonomous areas, as data."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from servicekit.shipped import shipped_data

COUNTRY = "000000000000"
"""The region of a notice for the whole country."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One publication: the days off (放假) and the weekends worked in exchange (上班) that it names.

    A notice for a year may name days of the December before. `region` is a 12-digit code: an autonomous area adds its
    own holidays to those of the country (全国年节及纪念日放假办法 art. 4).
    """

    region: str
    year: int
    days_off: frozenset[date]
    make_up_days: frozenset[date]


@cache
def shipped() -> dict[int, Notice]:
    """The notices that come with the product, by year."""
    return {year: _notice(year, days) for year, days in shipped_data(__package__, "notices.yaml").items()}


def _notice(year: int, days: dict[str, list[str]]) -> Notice:
    off, worked = (
        frozenset(date.fromisoformat(f"{year}-{day}") for day in days[name]) for name in ("days_off", "make_up_days")
    )
    return Notice(COUNTRY, year, off, worked)
