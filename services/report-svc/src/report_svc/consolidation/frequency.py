"""How often a consolidated form is asked for: as its sources renew, within what was asked and approved before."""

from collections.abc import Iterable, Sequence
from datetime import date

from contracts.report import Frequency

from report_svc.consolidation.lines import Line, LineColumn
from report_svc.consolidation.subjects import REFRESHED, Subjects
from report_svc.forms.frequencies import PER_YEAR

_NAMED = {
    rate: each for each, rate in PER_YEAR.items() if rate and each is not Frequency.SCHOOL_YEAR
}  # fmt: skip


_RARE = (Frequency.CENSUS, Frequency.SCHOOL_YEAR, Frequency.TWO_MONTHS, Frequency.HALF_MONTH)
"""Frequencies that nobody is led to who did not have them."""


def base_of(members: Sequence[Line]) -> Sequence[Line]:
    """The forms that are asked for outside of seasons of danger; those of a season keep their own frequency."""
    return [line for line in members if not line.in_season] or members


def offered(members: Sequence[Line], on: date) -> list[Frequency]:
    """The frequencies that a person may choose, the most frequent first."""
    lead = members[0]
    if lead.frequency is Frequency.ON_EVENT or (len(members) == 1 and lead.in_season):
        return [lead.frequency]
    ceiling = max(PER_YEAR[line.frequency] for line in base_of(members))
    floor = max((PER_YEAR[line.frequency] for line in members if line.approved(on)), default=1)
    mine = {line.frequency for line in members}
    possible = [
        each for each, rate in PER_YEAR.items() if floor <= rate <= ceiling and (each not in _RARE or each in mine)
    ]
    return sorted(possible, key=lambda each: -PER_YEAR[each]) or [lead.frequency]


def suggested(members: Sequence[Line], columns: Iterable[LineColumn], subjects: Subjects, on: date) -> Frequency:
    """The frequency of the approved survey among them; otherwise how often half of the values change at their source.

    What changes with an event, or is in no dictionary, says nothing about periods.
    """
    lead = members[0]
    if lead.frequency is Frequency.ON_EVENT or (len(members) == 1 and lead.in_season):
        return lead.frequency
    surveys = [line for line in members if line.approved(on)]
    highest = max((line.frequency for line in surveys or base_of(members)), key=lambda each: PER_YEAR[each])
    refreshed = (subject.refresh for column in columns if (subject := subjects.get(column.element)))
    rates = sorted((REFRESHED[each] for each in refreshed if each in REFRESHED), reverse=True)
    if surveys or not rates:
        return highest
    rate = rates[(len(rates) - 1) // 2]
    return highest if rate >= PER_YEAR[highest] else _NAMED[rate]
