"""What villages were to do and need not do any more: minutes given back, counted by days.

A task costs its minutes a month, so a day costs its share of its month; sums over adjoining days add up exactly.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

from contracts.titles import TitledEnum


class Kind(TitledEnum, name="given_back_kind", title_zh="退还来源"):
    """What asks something of villages."""

    ADMISSION = "admission", "准入事项"
    FORM = "form", "报表"


@dataclass(frozen=True, slots=True)
class Stretch:
    """What was to be asked of one or more villages from a day until another, and the day from which it is not."""

    kind: Kind
    id: UUID
    title: str
    department: str
    number: str | None
    minutes: Fraction
    """Of each village in a month."""
    first: date
    until: date
    ended_on: date | None
    villages: tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """Minutes of one thing, or of one place."""

    given_back: Fraction = Fraction()
    still: Fraction = Fraction()
    stretches: list[Stretch] = field(default_factory=list)
    villages: set[str] = field(default_factory=set)


def tallies(
    stretches: Iterable[Stretch], first: date, last: date
) -> tuple[dict[tuple[Kind, UUID], Tally], dict[str, Tally]]:
    """What each thing gave back and what it asked for in `first` … `last`; and the same of each village.

    A day on which the same thing is asked of the same village after all is not given back, and none twice.
    """
    things: dict[tuple[Kind, UUID], Tally] = {}
    places: dict[str, Tally] = {}
    for (kind, id, village), same in _by_village(stretches).items():
        busy, free = _days(same, first, last)
        thing, place = things.setdefault((kind, id), Tally()), places.setdefault(village, Tally())
        still, given_back = (_minutes(same[0].minutes, days) for days in (busy, free - busy))
        for tally in (thing, place):
            tally.still += still
            tally.given_back += given_back
        if given_back:
            thing.stretches += same
            thing.villages.add(village)
    return things, places


def _by_village(stretches: Iterable[Stretch]) -> Mapping[tuple[Kind, UUID, str], Sequence[Stretch]]:
    found: dict[tuple[Kind, UUID, str], list[Stretch]] = {}
    for stretch in stretches:
        for village in stretch.villages:
            found.setdefault((stretch.kind, stretch.id, village), []).append(stretch)
    return found


def _days(same: Iterable[Stretch], first: date, last: date) -> tuple[set[int], set[int]]:
    """The days of a window on which something is asked, and those on which it would have been but for its end."""
    busy: set[int] = set()
    free: set[int] = set()
    for stretch in same:
        end = stretch.until + timedelta(days=1) if stretch.ended_on is None else stretch.ended_on
        busy.update(_between(stretch.first, min(end, stretch.until + timedelta(days=1)), first, last))
        # What ended before it began was never taken, so nothing of it is given back.
        if stretch.ended_on is not None and stretch.ended_on > stretch.first:
            free.update(_between(stretch.ended_on, stretch.until + timedelta(days=1), first, last))
    return busy, free


def _between(begin: date, end: date, first: date, last: date) -> range:
    """The ordinals of the days from `begin` to the day before `end` within a window."""
    return range(max(begin, first).toordinal(), min(end.toordinal(), last.toordinal() + 1))


def _minutes(monthly: Fraction, days: set[int]) -> Fraction:
    months = Counter((day.year, day.month) for day in map(date.fromordinal, days))
    return sum((monthly * count / monthrange(*month)[1] for month, count in months.items()), Fraction())


def months(first: date, last: date) -> Fraction:
    """How many months a window is, a day being its share of its month."""
    return _minutes(Fraction(1), set(_between(first, last + timedelta(days=1), first, last)))
