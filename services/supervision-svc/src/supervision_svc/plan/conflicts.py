"""Where a new entry stands in the way of others, and with which it could go together. Pure: entries in, findings out.

Days and weeks are compared where both entries say them to within a week; a longer window is a quota, whose visits are
compared when they are registered (`visits`). Advice for the reviewers: nothing here refuses an entry.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from contracts.plans import PlanKind
from contracts.titles import TitledEnum
from countykit.regions import significant

from supervision_svc.plan.words import demanding_words, inspecting_words, packed_matters

DATED_DAYS = 7
"""An entry of at most so many days says when it comes; a longer one is a quota."""
WEEKLY_LIMIT = 2
"""Visits to a village in a week (INS-06)."""
NEAR = timedelta(days=31)
"""How far apart visits may be planned that could be made as one."""
ALIKE = 0.45
"""From this share of common pairs of characters two matters are proposed as one (Dice coefficient)."""
SAME = 0.65
"""From this share two entries of one body are parts of the same inspection."""
MOST_PLACES = 20
"""So many places of a finding are named."""
_SIGNS = re.compile(r"[\W_]+")
_VILLAGE = 12
_LEVELS = (6, 9, 12)
_RESEARCH = frozenset({PlanKind.RESEARCH, PlanKind.OBSERVATION})


class ConflictKind(TitledEnum, name="plan_conflict_kind", title_zh="计划冲突"):
    """What is found about an entry."""

    SAME_DAY = "same_day", "同日扎堆"
    SAME_WEEK = "same_week", "一周超过两次"
    SECOND_COMPREHENSIVE = "second_comprehensive", "综合性督检考超过一项"
    SPLIT = "split", "拆分申报"
    PACKED = "packed", "打包申报"
    DISGUISED = "disguised", "变相督查检查"
    DEMANDING = "demanding", "要求陪同汇报、填表报材料"
    MERGE = "merge", "建议合并"


RULES = {
    ConflictKind.SAME_DAY: "INS-05", ConflictKind.SAME_WEEK: "INS-06", ConflictKind.SECOND_COMPREHENSIVE: "INS-03",
    ConflictKind.SPLIT: "INS-02", ConflictKind.PACKED: "INS-02", ConflictKind.DISGUISED: "INS-04",
    ConflictKind.DEMANDING: "INS-07",
    ConflictKind.MERGE: "INS-05",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planned:
    """An entry as far as others can stand in its way."""

    id: UUID
    department: str
    kind: PlanKind
    comprehensive: bool
    year: int
    title: str
    content: str
    subject: str
    places: Sequence[str]
    starts_on: date
    ends_on: date
    joint: Sequence[str] = ()

    @property
    def dated(self) -> bool:
        """Whether it says when it comes, to within a week."""
        return (self.ends_on - self.starts_on).days < DATED_DAYS

    @property
    def bodies(self) -> set[str]:
        """Who goes."""
        return {self.department, *self.joint}


@dataclass(frozen=True, slots=True)
class Conflict:
    """One finding: with which entries, where, when; `words` are what it was seen by."""

    kind: ConflictKind
    entries: list[UUID] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    likeness: float | None = None

    @property
    def rule(self) -> str:
        """The code of the rule."""
        return RULES[self.kind]


def conflicts(new: Planned, others: Iterable[Planned]) -> list[Conflict]:
    """All findings about a new entry beside others, the gravest kinds first."""
    reach = _Reach(new.places)
    near: list[tuple[Planned, list[str]]] = []
    found: list[Conflict] = [*_of_words(new)]
    comprehensive: list[UUID] = []
    for other in others:
        if other.id == new.id:
            continue
        own = new.department in other.bodies
        if own and new.comprehensive and other.comprehensive and other.year == new.year:
            comprehensive.append(other.id)
        apart = max(other.starts_on - new.ends_on, new.starts_on - other.ends_on)
        shared = reach.shared(other.places) if own or apart <= NEAR else []
        if own and not (new.comprehensive or other.comprehensive) and other.year == new.year:
            found += _alike(new, other, shared, SAME, ConflictKind.SPLIT)
        if not own and shared and (new.kind in _RESEARCH) == (other.kind in _RESEARCH):
            found += _alike(new, other, shared, ALIKE, ConflictKind.MERGE)
        if shared and new.dated and other.dated and apart <= timedelta(days=DATED_DAYS):
            near.append((other, shared))
    if comprehensive:
        found.append(Conflict(ConflictKind.SECOND_COMPREHENSIVE, comprehensive))
    found += [*_same_day(new, near), *_same_week(new, near)]
    order = list(ConflictKind)
    return sorted(found, key=lambda each: (order.index(each.kind), -(each.likeness or 0)))


class _Reach:
    """The places of an entry, for asking quickly where it meets another one."""

    def __init__(self, places: Sequence[str]) -> None:
        self.own = {significant(place) for place in places}
        self.above = {place[:length] for place in self.own for length in _LEVELS if length < len(place)}
        self.coarse = [place for place in self.own if len(place) < _VILLAGE]

    def shared(self, places: Sequence[str]) -> list[str]:
        """Where the two meet, at the finer of both levels; prefixes of codes."""
        theirs = set(map(_significant, places))
        met = theirs & self.own
        for whole in self.coarse:
            met.update(place for place in theirs if place.startswith(whole))
        for whole in theirs & self.above:
            met.update(own for own in self.own if own.startswith(whole))
        return sorted(met)


_significant = lru_cache(100_000)(significant)


def _of_words(new: Planned) -> Iterator[Conflict]:
    if new.kind in _RESEARCH and (words := inspecting_words(new.title, new.content, new.subject)):
        yield Conflict(ConflictKind.DISGUISED, words=words)
    if words := demanding_words(new.title, new.content, new.subject):
        yield Conflict(ConflictKind.DEMANDING, words=words)
    if not new.comprehensive and (matters := packed_matters(new.content)):
        yield Conflict(ConflictKind.PACKED, words=matters)


def _alike(new: Planned, other: Planned, shared: list[str], least: float, kind: ConflictKind) -> Iterator[Conflict]:
    likeness = dice(new.content + new.subject, other.content + other.subject)
    if likeness >= least:
        yield Conflict(kind, [other.id], _named(shared), likeness=round(likeness, 2))


def _same_day(new: Planned, near: list[tuple[Planned, list[str]]]) -> Iterator[Conflict]:
    met = [
        (other, shared) for other, shared in near
        if other.starts_on <= new.ends_on and new.starts_on <= other.ends_on and new.department not in other.bodies
    ]  # fmt: skip
    if met:
        spans = [(max(other.starts_on, new.starts_on), min(other.ends_on, new.ends_on)) for other, _ in met]
        days = {day for first, last in spans for day in _days(first, last)}
        places = sorted({place for _, shared in met for place in shared})
        yield Conflict(ConflictKind.SAME_DAY, [other.id for other, _ in met], _named(places), sorted(days))


def _same_week(new: Planned, near: list[tuple[Planned, list[str]]]) -> Iterator[Conflict]:
    """A village that already has as many visits planned in a week of the new entry as it may have."""
    weeks = sorted({_monday(day) for day in _days(new.starts_on, new.ends_on)})
    crowded: dict[str, set[date]] = defaultdict(set)
    with_whom: dict[UUID, None] = {}
    for monday in weeks:
        going: dict[str, set[UUID]] = defaultdict(set)
        for other, shared in near:
            if _touches(other, monday):
                for place in shared:
                    going[place].add(other.id)
        for place in list(going):
            # Who goes to the whole township goes to this village too.
            there = set().union(*(going[place[:length]] for length in _LEVELS if place[:length] in going))
            if len(there) >= WEEKLY_LIMIT:
                crowded[place].add(monday)
                with_whom.update(dict.fromkeys(sorted(there)))
    if crowded:
        days = sorted(set().union(*crowded.values()))
        yield Conflict(ConflictKind.SAME_WEEK, list(with_whom), _named(sorted(crowded)), days)


def _touches(entry: Planned, monday: date) -> bool:
    return entry.starts_on <= monday + timedelta(days=6) and monday <= entry.ends_on


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _named(places: list[str]) -> list[str]:
    return [place.ljust(12, "0") for place in places[:MOST_PLACES]]


def dice(one: str, other: str) -> float:
    """How much two texts have in common: 0 nothing, 1 all pairs of neighbouring characters."""
    left, right = _pairs(one), _pairs(other)
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


@lru_cache(20_000)
def _pairs(text: str) -> frozenset[str]:
    # Not the folding of names: over a year's plan that takes seconds, and nobody hides words from a proposal to merge.
    plain = _SIGNS.sub("", unicodedata.normalize("NFKC", text).lower())
    return frozenset(plain[n : n + 2] for n in range(len(plain) - 1))
