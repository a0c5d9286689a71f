"""How firm a place is and what would help: what-ifs of one township, computed as the board itself is.

Each asks for one thing: another event more or fewer, one weight a fifth heavier or lighter, open records closed. All
other townships stay as they are, and which indicators are rated is as on the board.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Literal

from contracts.titles import coded
from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import View
from servicekit.transaction import Transaction

from supervision_svc.board import repository
from supervision_svc.board.burdens import burdened
from supervision_svc.board.evidence import Known
from supervision_svc.board.explained import EventView
from supervision_svc.board.lines import blame_of, event_view, known_of
from supervision_svc.board.lists import arrange
from supervision_svc.board.schemas import ListName
from supervision_svc.board.score import HUNDRED, ZERO, Row, Scored, Township, cents, score
from supervision_svc.board.service import Board, Question
from supervision_svc.measures import MEASURES, Measure, Span
from supervision_svc.schemes.document import Indicator

MOST_HELPS = 5
"""So many records are named to be closed; the next ones show once these are."""
_FIFTH = Decimal("0.2")
OneEvent = Annotated[Literal["more", "fewer"], coded("one_event", "增减一件", more="再多一件", fewer="少一件")]
_EVENTS: Sequence[tuple[OneEvent, int]] = (("more", 1), ("fewer", -1))


class BandView(View):
    """Between which ranks the township would stand if one event or one weight were a little different."""

    best: int
    worst: int


class TippingView(View):
    """One event that would put the township on another list."""

    indicator: str
    name: str
    event: OneEvent = Field(description="one burden event more, or one fewer")
    score: Decimal
    rank: int
    list: ListName


class HelpView(View):
    """An open record whose closing gives points back, and the score when it and those above it are closed."""

    indicator: str
    name: str
    record: EventView
    score: Decimal
    rank: int
    list: ListName


class FadeView(View):
    """The day on whose board the oldest event of an indicator no longer counts, and the score without it."""

    indicator: str
    name: str
    on: date
    score: Decimal


class OutlookView(View):
    """How firm a place is, and what would help; nothing is told of a township without a score."""

    region: RegionCode
    as_of: date
    score: Decimal | None
    rank: int | None
    list: ListName
    band: BandView | None
    tipping: Sequence[TippingView]
    helps: Sequence[HelpView]
    fades: Sequence[FadeView]


@dataclass(frozen=True, slots=True)
class _County:
    """One township among the scored rows of its county."""

    own: Township
    rows: Sequence[Row]
    question: Question

    def standing(self, township: Township) -> Row:
        """The township's row if it were like this."""
        changed = score(township, self.question.document, self.question.window_days)
        others = [replace(row) for row in self.rows if row.region != township.region]
        return next(row for row in arrange([*others, changed], self.question.document) if row.region == township.region)


async def outlook(tx: Transaction, board: Board, row: Row) -> OutlookView:
    """What would change a township's place among its county on a board."""
    question, region = board.question, row.region
    (own,) = await repository.townships(tx, region[:9], question.as_of, question.window_days)
    near = _County(own, [each for each in board.rows if each.region[:6] == region[:6]], question)
    now = near.standing(own)
    found = OutlookView(
        region=region, as_of=question.as_of, score=now.score, rank=now.rank, list=now.place,
        band=None, tipping=[], helps=[], fades=[],
    )  # fmt: skip
    if now.score is None or now.rank is None:
        return found
    events = list(_by_one_event(near))
    ranks = [now.rank, *_by_weights(near, now), *(each.rank for _, _, each in events if each.rank is not None)]
    found.band = BandView(best=min(ranks), worst=max(ranks))
    found.tipping = [
        TippingView(
            indicator=indicator.code, name=indicator.name, event=event, score=each.score, rank=each.rank,
            list=each.place,
        )
        for indicator, event, each in events
        if each.place != now.place and each.score is not None and each.rank is not None
    ]  # fmt: skip
    facts = await known_of(tx, region, question)
    found.helps = _helps(facts, near)
    found.fades = _fades(facts, near, now)
    return found


def _rated(near: _County) -> Iterator[tuple[Indicator, Measure]]:
    row = next(each for each in near.rows if each.region == near.own.region)
    for item, indicator in zip(row.indicators, near.question.document.indicators, strict=True):
        if item.rated:
            yield indicator, MEASURES[indicator.code]


def _by_one_event(near: _County) -> Iterator[tuple[Indicator, OneEvent, Row]]:
    for indicator, measure in _rated(near):
        for event, by in _EVENTS:
            changed = _with_burden(near.own, measure, by)
            if changed is not None:
                yield indicator, event, near.standing(changed)


def _with_burden(township: Township, measure: Measure, by: int) -> Township | None:
    """The township with so many burden events more of one kind; None where there are not so many."""
    sums = burdened(township.sums, measure, by)
    return None if sums is None else replace(township, sums=sums)


def _by_weights(near: _County, row: Row) -> Iterator[int]:
    """The township's rank if one weight were a fifth heavier or lighter, for everybody."""
    for item in row.indicators:
        for factor in (1 - _FIFTH, 1 + _FIFTH):
            scores = [_weighed(each, item.code, factor) for each in near.rows if each.score is not None]
            own = _weighed(row, item.code, factor)
            yield 1 + sum(other > own for other in scores)


def _weighed(row: Row, code: str, factor: Decimal) -> Decimal:
    parts = [(_weight(item, code, factor), item.score) for item in row.indicators if item.score is not None]
    whole = sum((weight for weight, _ in parts), ZERO)
    mean = sum((weight * part for weight, part in parts), ZERO) / whole * HUNDRED
    return cents(min(HUNDRED, mean + row.bonus))


def _weight(item: Scored, code: str, factor: Decimal) -> Decimal:
    return item.weight * factor if item.code == code else item.weight


def _helps(facts: Known, near: _County) -> list[HelpView]:
    """Open records of what there is to complete, those first whose closing gives most; the score grows line by line."""
    waiting: dict[str, list[EventView]] = {}
    for indicator, measure in _rated(near):
        if measure.completion and measure.excused_by and measure.numerator.span is Span.EVER:
            blamed = facts.blamed(blame_of(near.question, indicator.code))
            waiting[indicator.code] = [event_view(fact) for fact in blamed[:MOST_HELPS]]
    named = {indicator.code: indicator for indicator, _ in _rated(near)}
    township, found = near.own, list[HelpView]()
    while len(found) < MOST_HELPS:
        tried = [
            (near.standing(changed), code, changed)
            for code, records in waiting.items()
            if records and (changed := _with_burden(township, MEASURES[code], -1)) is not None
        ]
        best = max(tried, key=lambda each: (each[0].score or ZERO, each[1]), default=None)
        if best is None or best[0].score is None or best[0].rank is None:
            break
        then, code, township = best
        found.append(HelpView(
            indicator=code, name=named[code].name, record=waiting[code].pop(0), score=then.score or ZERO,
            rank=then.rank or 0, list=then.place,
        ))  # fmt: skip
    return found


def _fades(facts: Known, near: _County, row: Row) -> list[FadeView]:
    """For each indicator of the window that lost points: when its oldest event leaves it, and what that gives."""
    found = []
    lost = {item.code for item in row.indicators if item.points_lost}
    for indicator, measure in _rated(near):
        if indicator.code not in lost or measure.completion or measure.numerator.span is Span.EVER:
            continue
        blamed = facts.blamed(blame_of(near.question, indicator.code))
        first = min((fact.day for fact in blamed), default=None)
        leaving = sum(fact.delta for fact in blamed if fact.day == first)
        changed = None if first is None else _with_burden(near.own, measure, -leaving)
        if first is None or changed is None:
            continue
        on = first + timedelta(days=near.question.window_days)
        then = near.standing(changed).score
        if then is not None and row.score is not None and then > row.score:
            found.append(FadeView(indicator=indicator.code, name=indicator.name, on=on, score=then))
    return sorted(found, key=lambda each: each.on)
