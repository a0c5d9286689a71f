"""Adds up what villages were asked for: minutes by month, source and place."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from countykit import directory, lineage
from countykit.identity import Caller
from countykit.workdays import today
from servicekit.transaction import Transaction

from checklist_svc.admissions.given_back import service as given_back
from checklist_svc.admissions.given_back.giving import Kind, Stretch, months, tallies
from checklist_svc.admissions.given_back.service import per_village, rounded
from checklist_svc.admissions.timings import service as timings
from checklist_svc.admissions.timings.schemas import WorkMinutes
from checklist_svc.admissions.village_minutes import repository
from checklist_svc.admissions.village_minutes.repository import Count
from checklist_svc.admissions.village_minutes.schemas import (
    MonthMinutes,
    PlaceMinutes,
    Source,
    SourceMinutes,
    VillageMinutes,
)
from checklist_svc.admissions.works import Work

_WORKS = {Work.VISIT: Source.VISIT, Work.BOARD: Source.BOARD, Work.CERTIFICATE: Source.CERTIFICATE}
_KINDS = {Kind.ADMISSION: Source.ADMISSION, Kind.FORM: Source.FORM}


@dataclass(slots=True)
class _Sum:
    minutes: dict[Source, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    counts: Counter[Source] = field(default_factory=Counter)

    @property
    def total(self) -> Fraction:
        return sum(self.minutes.values(), Fraction())


async def village_minutes(tx: Transaction, caller: Caller, prefix: str, first: date, last: date) -> VillageMinutes:
    """What was asked of the villages of a place between two days; raises RegionUnknown."""
    place = prefix.ljust(12, "0")
    await directory.known_region(tx, place)
    scope = replace(caller.scope, prefix=prefix[:6], also=(), without=())
    villages = [row.code for row in await directory.regions_within(tx, prefix, "village", first=first, last=last)]
    known = {code: village for village, codes in (await lineage.families(tx, villages)).items() for code in codes}
    stretches = [each async for each in given_back.stretches(tx, scope, prefix, villages, first, last)]
    counts = await repository.counts(tx, scope, known, first, last)
    each = {row.work: row for row in (await timings.table(tx, place, min(last, today(tx.now)))).works}
    by_month, by_village = _added(stretches, counts, known, each, first, last)
    span, whole = months(first, last), _whole(by_month.values())
    return VillageMinutes(
        region=place, first=first, last=last, villages=len(villages), months=rounded(span, "0.01"),
        minutes=rounded(whole.total), hours=per_village(whole.total, len(villages), span),
        sources=_sources(whole, each),
        by_month=[
            MonthMinutes(
                month=begin.replace(day=1), minutes=rounded(by_month[begin].total),
                hours=per_village(by_month[begin].total, len(villages), months(begin, end)),
                sources=_sources(by_month[begin], each),
            )
            for begin, end in _months(first, last)
        ],
        places=_places(prefix, villages, by_village, span),
    )  # fmt: skip


def _months(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The months of a window, the first and the last as far as they lie in it."""
    begin = first
    while begin <= last:
        following = (begin.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield begin, min(last, following - timedelta(days=1))
        begin = following


def _added(
    stretches: list[Stretch], counts: Iterable[Count], known: dict[str, str], each: dict[Work, WorkMinutes],
    first: date, last: date,
) -> tuple[dict[date, _Sum], dict[str, Fraction]]:  # fmt: skip
    by_month: dict[date, _Sum] = {}
    by_village: dict[str, Fraction] = defaultdict(Fraction)
    for begin, end in _months(first, last):
        month = by_month[begin] = _Sum()
        things, places = tallies(stretches, begin, end)
        for (kind, _), tally in things.items():
            month.minutes[_KINDS[kind]] += tally.still
        for village, tally in places.items():
            by_village[village] += tally.still
    for row in counts:
        month, source = by_month[max(row.month, first)], _WORKS[row.work]
        taken = Fraction(row.times * each[row.work].minutes)
        month.minutes[source] += taken
        month.counts[source] += row.times
        by_village[known[row.region]] += taken
    return by_month, by_village


def _whole(sums: Iterable[_Sum]) -> _Sum:
    whole = _Sum()
    for each in sums:
        whole.counts.update(each.counts)
        for source, minutes in each.minutes.items():
            whole.minutes[source] += minutes
    return whole


def _sources(found: _Sum, each: dict[Work, WorkMinutes]) -> list[SourceMinutes]:
    works = {source: each[work] for work, source in _WORKS.items()}
    return [
        SourceMinutes(
            source=source, count=found.counts[source] if source in works else None,
            minutes_each=works[source].minutes if source in works else None,
            measured=works[source].measured if source in works else None, minutes=rounded(found.minutes[source]),
        )
        for source in Source
    ]  # fmt: skip


def _places(prefix: str, villages: list[str], found: dict[str, Fraction], span: Fraction) -> list[PlaceMinutes]:
    if len(prefix) == 12:
        return []
    digits = 9 if len(prefix) == 6 else 12
    rows = []
    for part in sorted({code[:digits] for code in villages}):
        here = [code for code in villages if code.startswith(part)]
        minutes = sum((found[code] for code in here), Fraction())
        rows.append(PlaceMinutes(
            region=part.ljust(12, "0"), villages=len(here), minutes=rounded(minutes),
            hours=per_village(minutes, len(here), span),
        ))  # fmt: skip
    return rows
