"""From a lost point down to the events and records that cost it."""

from collections.abc import Sequence

from servicekit.pages import Paging
from servicekit.transaction import Transaction

from supervision_svc.board.errors import IndicatorUnknown
from supervision_svc.board.evidence import Blame, Known
from supervision_svc.board.explained import EventView, ExplanationView, VetoView
from supervision_svc.board.last_rated import unrated
from supervision_svc.board.lines import BEGINNING, BONUS, Lines, event_view, known_of, start_of
from supervision_svc.board.schemas import ReasonView, RowView
from supervision_svc.board.score import Row
from supervision_svc.board.service import Board, Question
from supervision_svc.board.struck import StruckView, struck
from supervision_svc.measures import MEASURES, STOCKS, VETO_BLAME

_MOST_BESIDES = 50


async def explain(
    tx: Transaction, board: Board, row: Row, paging: Paging, indicator: str | None = None, *, gained: bool = False
) -> ExplanationView:
    """Every indicator that lost points, heaviest first, with its records; `indicator` reads on in one of them.

    With `gained` it reads on in what an indicator earned. Raises IndicatorUnknown.
    """
    view = RowView.of(row, board.question.document)
    if indicator not in {None, BONUS, *(item.code for item in view.indicators)}:
        raise IndicatorUnknown
    facts = await known_of(tx, row.region, board.question, None if indicator is None else [indicator])
    about = Lines(tx, row.region, board.question, facts, paging)
    chosen = [item for item in view.indicators if indicator in (None, item.code)]
    lost = [] if gained else [item for item in chosen if item.points_lost]
    lost.sort(key=lambda item: (-(item.points_lost or 0), item.code))
    first = indicator is None
    lines, more = _struck(facts, board.question) if first else ([], False)
    return ExplanationView(
        region=row.region, name=row.name, as_of=board.question.as_of, window_days=board.question.window_days,
        known_at=board.question.known, score=row.score, rank=row.rank, list=view.list,
        reasons=[ReasonView.model_validate(reason) for reason in row.reasons],
        losses=[await about.loss(item, first=first) for item in lost],
        gains=await about.gains(row, chosen, indicator) if first or gained else [],
        unrated=[] if gained else await unrated(tx, row.region, board.question, chosen),
        vetoes=_vetoes(facts, row, board.question) if first else [],
        good_practices=_besides(facts, board.question, ("good_practices",), ()) if first else [],
        struck=lines, struck_more=more,
        nobody_looked=[item for item in view.indicators if item.note is not None and indicator in (None, item.code)],
    )  # fmt: skip


def _struck(facts: Known, question: Question) -> tuple[list[StruckView], bool]:
    """What counted against the township at any indicator of the scheme and was taken back, or is under objection."""
    measures = [MEASURES[item.code] for item in question.document.indicators if item.code in MEASURES]
    figures = {figure for measure in measures for figure in measure.blame}
    return struck(facts, figures, figures & STOCKS, start_of(question))


def _vetoes(facts: Known, row: Row, question: Question) -> list[VetoView]:
    held = {reason.code for reason in row.vetoes}
    found = []
    for veto in question.document.vetoes:
        if f"veto_{veto.code}" in held:
            figures, excused_by = VETO_BLAME.get(veto.code, ((), ()))
            events = _besides(facts, question, figures, excused_by)
            found.append(VetoView(code=veto.code, name=veto.name, black=veto.black, events=events))
    return found


def _besides(
    facts: Known, question: Question, figures: Sequence[str], excused_by: Sequence[str]
) -> list[EventView]:  # fmt: skip
    # What is excused by a later act may have begun before the window.
    start = BEGINNING if excused_by else start_of(question)
    return [event_view(fact) for fact in facts.blamed(Blame(figures, excused_by, start))[:_MOST_BESIDES]]
