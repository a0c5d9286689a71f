"""From timings to minutes: a median of villages, with how many stand behind it and how far they lie apart."""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from math import ceil
from statistics import median, quantiles

from checklist_svc.admissions.months import months_between
from checklist_svc.admissions.states import Frequency
from checklist_svc.admissions.timings.schemas import Effort, WorkMinutes
from checklist_svc.admissions.works import LEAST_VILLAGES, START, Work

Sample = tuple[Work, str, int]
"""The kind of work, the village, and the minutes."""


def measured(samples: Iterable[Sample]) -> dict[Work, WorkMinutes]:
    """What one time of each work takes one person: the median of the villages' medians, so that none outweighs others.

    The range is the middle half of the villages: the ends would show one village.
    """
    found: dict[Work, dict[str, list[int]]] = {work: defaultdict(list) for work in Work}
    for work, village, minutes in samples:
        found[work][village].append(minutes)
    return {work: _of(work, villages) for work, villages in found.items()}


def _of(work: Work, villages: dict[str, list[int]]) -> WorkMinutes:
    samples, medians = sum(map(len, villages.values())), [median(each) for each in villages.values()]
    enough = len(villages) >= LEAST_VILLAGES
    low, _, high = quantiles(medians, n=4, method="inclusive") if enough else (None, None, None)
    return WorkMinutes(
        work=work, minutes=ceil(median(medians)) if enough else START[work], measured=enough, samples=samples,
        villages=len(villages), low=low, high=high,
    )  # fmt: skip


def monthly(effort: Effort, minutes: int) -> int:
    """What a village is to give in a month: minutes × people × times; what comes once is spread over its months."""
    return ceil(minutes * effort.people * _times_a_month(effort))


def _times_a_month(effort: Effort) -> Fraction:
    if effort.times_a_month is not None:
        return Fraction(effort.times_a_month)
    if effort.frequency is Frequency.ONCE:
        return Fraction(1, months_between(effort.starts_on, effort.ends_on))
    return Fraction(effort.frequency.times_a_year, 12)
