"""Lost and gained points by the records behind them: what each is called and costs, and whether it may change."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from contracts.envelope import source_of
from countykit.identity import Role
from countykit.objections import ACCUSED, DAYS
from servicekit.pages import CursorInvalid, Paging
from servicekit.transaction import Transaction

from supervision_svc.board.evidence import Blame, Known, known, letter_numbers
from supervision_svc.board.explained import (
    ContestView,
    EventView,
    GainView,
    LossView,
    RecordLineView,
    RecordState,
)
from supervision_svc.board.schemas import IndicatorView
from supervision_svc.board.score import HUNDRED, ZERO, Row, cents
from supervision_svc.board.service import Question
from supervision_svc.facts.labels import kind_of
from supervision_svc.facts.table import CONTESTED
from supervision_svc.measures import MEASURES, VETO_BLAME, Span

BEGINNING = date.min
EVENTS_EACH = 5
"""So many events of one record are shown, the newest first."""
BONUS = "bonus"
"""How a gain is called that belongs to no indicator: verified good practices, where a scheme has a bonus for them."""


def start_of(question: Question) -> date:
    """The day before the window begins."""
    return question.as_of - timedelta(days=question.window_days)


def blame_of(question: Question, indicator: str) -> Blame:
    """Which evidence costs points at an indicator."""
    measure = MEASURES[indicator]
    spans = measure.denominator or measure.numerator
    stock = spans.span is Span.EVER and measure.excused_by
    return Blame(measure.blame, measure.excused_by, BEGINNING if stock else start_of(question))


async def known_of(tx: Transaction, region: str, question: Question, codes: Collection[str] | None = None) -> Known:
    """The facts behind the indicators of a question, or some of them, and behind its vetoes and praise."""
    measures = [MEASURES[item.code] for item in question.document.indicators if item.code in MEASURES]
    if codes is not None:
        measures = [MEASURES[code] for code in codes if code in MEASURES]
    figures = {
        figure for each in measures for figure in (*each.blame, *each.excused_by, *each.earned, *each.earned_not)
    } | {"good_practices"} | {figure for parts in VETO_BLAME.values() for part in parts for figure in part}  # fmt: skip
    return await known(tx, region, figures, question.as_of, question.known)


class Lines:
    """The records behind the points of one township on one board, read page by page."""

    def __init__(self, tx: Transaction, region: str, question: Question, facts: Known, paging: Paging) -> None:
        self._tx = tx
        self._region = region
        self._facts = facts
        self._question = question
        self._paging = paging
        self._after = _position(paging)

    async def loss(self, indicator: IndicatorView, *, first: bool) -> LossView:
        """What one indicator lost; `first` begins at its newest record whatever the page."""
        code = indicator.code
        blame = blame_of(self._question, code)
        closable = bool(MEASURES[code].excused_by)
        part = await self._part(blame, indicator.points_lost or ZERO, first=first, closable=closable, indicator=code)
        return LossView(indicator=indicator, **part)

    async def gains(self, row: Row, indicators: Sequence[IndicatorView], wanted: str | None) -> list[GainView]:
        """What indicators of completion kept, and the bonus, the most first."""
        found = []
        rated = sum((item.weight for item in row.indicators if item.rated), ZERO)
        for item in indicators:
            measure = MEASURES.get(item.code)
            if measure is None or not measure.earned or not item.rated or item.score is None:
                continue
            start = BEGINNING if measure.numerator.span is Span.EVER else start_of(self._question)
            blame = Blame(measure.earned, measure.earned_not, start)
            points = cents(item.weight / rated * HUNDRED - (item.points_lost or ZERO))
            if points > 0:
                found.append(await self._gain(item.code, item.name, blame, points, wanted))
        if row.bonus > 0 and wanted in (None, BONUS):
            blame = Blame(("good_practices",), (), start_of(self._question))
            found.append(await self._gain(BONUS, "经验做法加分", blame, row.bonus, wanted))
        return sorted(found, key=lambda gain: (-gain.points, gain.code))

    async def _gain(self, code: str, name: str, blame: Blame, points: Decimal, wanted: str | None) -> GainView:
        part = await self._part(blame, points, first=wanted is None, closable=False, indicator=code, side="gained")
        return GainView(code=code, name=name, points=points, **part)

    async def _part(
        self, blame: Blame, points: Decimal, *, first: bool, closable: bool, **further: str
    ) -> dict[str, Any]:
        facts = self._facts.blamed(blame)
        counted = sum(fact.delta for fact in facts)
        records: dict[str, list[Any]] = {}
        for fact in facts:
            records.setdefault(fact.subject, []).append(fact)
        limit, after = self._paging.limit, None if first else self._after
        # A record stands where its newest event does.
        places = sorted(((own[0].day, subject) for subject, own in records.items()), reverse=True)
        left = [place for place in places if after is None or place < after]
        shown = [records[subject] for _, subject in left[:limit]]
        each = points / counted if counted else ZERO
        return {
            "events_total": len(facts), "records_total": len(records),
            "points_each": cents(points / len(facts)) if facts else None,
            "records": await self._lines(shown, each, closable=closable),
            "next": self._paging.cursor(*left[limit - 1], **further) if len(left) > limit else None,
        }  # fmt: skip

    async def _lines(self, shown: Sequence[list[Any]], each: Decimal, *, closable: bool) -> list[RecordLineView]:
        numbers = await letter_numbers(self._tx, [own[0].subject for own in shown])
        found = []
        for own in shown:
            newest, subject = own[0], own[0].subject
            state, contest = self._state(own, closable=closable)
            events = [event_view(fact) for fact in own[:EVENTS_EACH]]
            label = next((fact.label for fact in own if fact.label), "")
            found.append(RecordLineView.model_validate({
                "subject": subject, "id": subject.rpartition("/")[2], "kind": kind_of(subject),
                "title": " ".join(filter(None, (numbers.get(subject), label))), "href": events[0].href,
                "department": newest.department or None, "day": newest.day,
                "points": cents(each * sum(fact.delta for fact in own)), "events_total": len(own), "state": state,
                "closable": closable, "contest": contest, "events": events,
            }))  # fmt: skip
        return found

    def _state(self, own: Sequence[Any], *, closable: bool) -> tuple[RecordState, ContestView | None]:
        """A verdict is final once the time for objecting has passed or an objection was turned down (INS-14)."""
        still = RecordState.OPEN if closable else RecordState.FINAL
        newest = own[0]
        figure = next((fact.figure for fact in own if fact.figure in CONTESTED), None)
        if figure is None or self._facts.upheld(newest):
            return still, None
        filed = self._facts.objection_to(newest)
        until = (filed or max(fact.recorded_on for fact in own)) + timedelta(days=DAYS)
        if filed is None and until < self._question.known:
            return still, None
        return RecordState.OBJECTED if filed else RecordState.OPEN, ContestView(
            by=sorted(ACCUSED) if CONTESTED[figure] else [Role.TOWNSHIP],
            region=self._region,
            department=newest.department or None,
            until=until,
        )


def _position(paging: Paging) -> tuple[date, str] | None:
    position = paging.position()
    if position is None:
        return None
    try:
        if not isinstance(position[1], str):
            raise CursorInvalid
        return date.fromisoformat(position[0]), position[1]
    except (ValueError, TypeError) as error:
        raise CursorInvalid from error


def event_view(fact: Any) -> EventView:
    """One event of evidence with the way to its source record."""
    source = source_of(fact.type)
    service = source.removeprefix("/").removesuffix("-svc")
    return EventView(
        event_id=fact.event_id, type=fact.type, source=source, time=fact.time, day=fact.day,
        recorded_on=fact.recorded_on, figure=fact.figure, count=fact.delta, subject=fact.subject,
        href=f"/api/{service}/v1/{fact.subject}", department=fact.department or None,
    )  # fmt: skip
