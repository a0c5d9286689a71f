"""From a lost point down to the events and records that cost it."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from contracts.envelope import source_of
from servicekit.pages import CursorInvalid, Paging
from servicekit.transaction import Transaction

from supervision_svc.board import repository
from supervision_svc.board.errors import IndicatorUnknown
from supervision_svc.board.explained import EventView, ExplanationView, LossView, VetoView
from supervision_svc.board.repository import Blame
from supervision_svc.board.schemas import IndicatorView, ReasonView, RowView
from supervision_svc.board.score import Row, cents
from supervision_svc.board.service import Board, Question
from supervision_svc.board.struck import StruckView, struck
from supervision_svc.measures import MEASURES, STOCKS, VETO_BLAME, Span

_BEGINNING = date.min
_MOST_BESIDES = 50


async def explain(
    tx: Transaction, board: Board, row: Row, paging: Paging, indicator: str | None = None
) -> ExplanationView:
    """Every indicator that lost points, heaviest first, with its events; `indicator` reads on in one of them.

    Raises IndicatorUnknown.
    """
    view = RowView.of(row, board.question.document)
    if indicator is not None and indicator not in {item.code for item in view.indicators}:
        raise IndicatorUnknown
    lost = [item for item in view.indicators if item.points_lost and indicator in (None, item.code)]
    lost.sort(key=lambda item: (-(item.points_lost or 0), item.code))
    after = _position(paging) if indicator else None
    lines, more = ([], False) if indicator else await _struck(tx, row.region, board.question)
    return ExplanationView(
        region=row.region, name=row.name, as_of=board.question.as_of, window_days=board.question.window_days,
        known_at=board.question.known, score=row.score, rank=row.rank, list=view.list,
        reasons=[ReasonView.model_validate(reason) for reason in row.reasons],
        losses=[await _loss(tx, row.region, board.question, item, paging, after) for item in lost],
        vetoes=[] if indicator else await _vetoes(tx, row, board.question),
        good_practices=[] if indicator else await _besides(tx, row.region, board.question, ("good_practices",), ()),
        struck=lines, struck_more=more,
        nobody_looked=[item for item in view.indicators if item.note is not None and indicator in (None, item.code)],
    )  # fmt: skip


async def _struck(tx: Transaction, region: str, question: Question) -> tuple[list[StruckView], bool]:
    """What counted against the township at any indicator of the scheme and was taken back, or is under objection."""
    measures = [MEASURES[item.code] for item in question.document.indicators if item.code in MEASURES]
    figures = {figure for measure in measures for figure in measure.blame}
    return await struck(
        tx, region, sorted(figures), sorted(figures & STOCKS), start=_start(question), as_of=question.as_of,
        known_at=question.known,
    )  # fmt: skip


def _start(question: Question) -> date:
    return question.as_of - timedelta(days=question.window_days)


async def _loss(
    tx: Transaction, region: str, question: Question, indicator: IndicatorView, paging: Paging,
    after: tuple[date, str, int] | None,
) -> LossView:  # fmt: skip
    blame = _blame(region, question, indicator.code)
    rows = await repository.events(tx, blame, paging.limit + 1, after)
    more = len(rows) > paging.limit
    rows = rows[: paging.limit]
    last = rows[-1] if more else None
    total = await repository.count_events(tx, blame)
    return LossView(
        indicator=indicator, events_total=total, points_each=_each(indicator.points_lost, total),
        events=[_event(row) for row in rows],
        next=None if last is None else paging.cursor(f"{last.day} {last.ordinal}", last.event_id),
    )  # fmt: skip


def _each(points: Decimal | None, events: int) -> Decimal | None:
    """What one event costs, on the average: the points that were lost go evenly to the events."""
    return cents(points / events) if points is not None and events else None


def _blame(region: str, question: Question, indicator: str) -> Blame:
    measure = MEASURES[indicator]
    spans = measure.denominator or measure.numerator
    stock = spans.span is Span.EVER and measure.excused_by
    return Blame(
        region, measure.blame, measure.excused_by, _BEGINNING if stock else _start(question), question.as_of,
        question.known,
    )  # fmt: skip


async def records_of(tx: Transaction, region: str, question: Question, indicator: str, most: int) -> list[EventView]:
    """The newest events that cost points at one indicator."""
    return [_event(row) for row in await repository.events(tx, _blame(region, question, indicator), most)]


async def oldest_of(tx: Transaction, region: str, question: Question, indicator: str) -> tuple[date, int] | None:
    """The first day whose events still cost points at one indicator, and how many they are; None without any."""
    return await repository.oldest(tx, _blame(region, question, indicator))


def _position(paging: Paging) -> tuple[date, str, int] | None:
    position = paging.position()
    if position is None:
        return None
    try:
        day, ordinal = str(position[0]).split(" ")
        return date.fromisoformat(day), str(UUID(position[1])), int(ordinal)
    except (ValueError, TypeError, AttributeError) as error:
        raise CursorInvalid from error


async def _vetoes(tx: Transaction, row: Row, question: Question) -> list[VetoView]:
    held = {reason.code for reason in row.vetoes}
    found = []
    for veto in question.document.vetoes:
        if f"veto_{veto.code}" in held:
            figures, excused_by = VETO_BLAME.get(veto.code, ((), ()))
            events = await _besides(tx, row.region, question, figures, excused_by)
            found.append(VetoView(code=veto.code, name=veto.name, black=veto.black, events=events))
    return found


async def _besides(
    tx: Transaction, region: str, question: Question, figures: Sequence[str], excused_by: Sequence[str]
) -> list[EventView]:
    # What is excused by a later act may have begun before the window.
    start = _BEGINNING if excused_by else _start(question)
    blame = Blame(region, figures, excused_by, start, question.as_of, question.known)
    return [_event(row) for row in await repository.events(tx, blame, _MOST_BESIDES)]


def _event(row: sa.Row[tuple[object, ...]]) -> EventView:
    fields = row._mapping
    source = source_of(str(fields["type"]))
    service = source.removeprefix("/").removesuffix("-svc")
    return EventView.model_validate(
        {
            **{name: fields[name] for name in ("event_id", "type", "time", "day", "recorded_on", "figure", "subject")},
            "count": fields["delta"], "source": source, "href": f"/api/{service}/v1/{fields['subject']}",
            "department": fields["department"] or None,
        }
    )  # fmt: skip
