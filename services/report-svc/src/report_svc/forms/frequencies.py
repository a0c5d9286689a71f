"""How often a form is filed in a year, and which frequency an approval covers."""

from fractions import Fraction
from math import ceil

from contracts.report import Frequency

# Once lies below yearly: what was approved for one time only must not come back every year.
PER_YEAR = {
    Frequency.CENSUS: 0,
    Frequency.ONCE: 0, Frequency.YEARLY: 1, Frequency.SCHOOL_YEAR: 1, Frequency.HALF_YEAR: 2, Frequency.QUARTERLY: 4,
    Frequency.TWO_MONTHS: 6, Frequency.MONTHLY: 12, Frequency.HALF_MONTH: 24, Frequency.TEN_DAY: 36,
    Frequency.WEEKLY: 52, Frequency.DAILY: 365,
}  # fmt: skip

_APART = frozenset({Frequency.ON_EVENT, Frequency.CENSUS})
"""What no other frequency stands for: an event has no rhythm, and a census is ordered with its own days."""


def permits(approved: Frequency, wanted: Frequency) -> bool:
    """Whether an approval at one frequency covers asking at another: as often or less often."""
    if not _APART.isdisjoint((approved, wanted)):
        return approved == wanted
    return PER_YEAR[wanted] <= PER_YEAR[approved]


def filings(frequency: Frequency, months: int = 12, *, events: int = 0) -> int:
    """How many filings a village owes in a year of which so many months count.

    A week is a 52nd of the year, a day a 365th. A form filed on event counts the `events` of a usual year, one filed
    once counts once, and so does a census in its year.
    """
    if frequency is Frequency.ON_EVENT:
        return events
    return ceil(Fraction(PER_YEAR[frequency] * months, 12)) or 1
