"""What an indicator was when it was rated last: for people, beside an indicator that is not rated in this window."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from servicekit.transaction import Transaction

from supervision_svc.board import repository
from supervision_svc.board.explained import UnratedView
from supervision_svc.board.schemas import IndicatorView
from supervision_svc.board.score import Scored, score
from supervision_svc.board.service import Question
from supervision_svc.measures import MEASURES, STOCKS, Measure

_LOOKS = 12
"""So many boards of past days are computed at most for one explanation."""
_FIGURES = sa.text("""
    SELECT figure, day, greatest(day, recorded_on) AS known_on FROM daily
    WHERE region = :region AND figure = ANY(:figures) AND day > :first AND day <= :as_of AND recorded_on <= :as_of
      AND total <> 0
    GROUP BY 1, 2, 3
""")


async def unrated(
    tx: Transaction, region: str, question: Question, indicators: Sequence[IndicatorView]
) -> list[UnratedView]:
    """Each indicator of the scheme that is measured and not rated, with the last board within a window that rated it.

    A rating changes only where a fact enters or leaves the window: the days before such days are looked at, newest
    first.
    """
    missing = [item for item in indicators if not item.rated and item.code in MEASURES]
    if not missing:
        return []
    changes = await _changes(tx, region, question, missing)
    looked: dict[date, Mapping[str, Scored]] = {}
    found = []
    for item in missing:
        then = None
        for day in _candidates(changes, MEASURES[item.code], question):
            if day not in looked and len(looked) >= _LOOKS:
                break
            if day not in looked:
                looked[day] = await _board_of(tx, region, question, day)
            known = looked[day].get(item.code)
            if known is not None and known.rated:
                then = (day, known)
                break
        found.append(UnratedView(
            indicator=item, rated_on=then[0] if then else None, value=then[1].value if then else None,
            score=then[1].score if then else None,
        ))  # fmt: skip
    return found


async def _changes(
    tx: Transaction, region: str, question: Question, missing: Iterable[IndicatorView]
) -> dict[str, set[date]]:
    """By figure the days on which what is known of it changes, from two windows ago on."""
    figures = {figure for item in missing for figure in _figures(MEASURES[item.code])}
    wanted = {
        "region": region, "figures": sorted(figures), "as_of": question.as_of,
        "first": question.as_of - timedelta(days=2 * question.window_days),
    }  # fmt: skip
    changes: dict[str, set[date]] = {}
    for row in await tx.session.execute(_FIGURES, wanted):
        days = changes.setdefault(row.figure, set())
        days |= {row.day, row.known_on}
        if row.figure not in STOCKS:
            days.add(row.day + timedelta(days=question.window_days))
    return changes


def _candidates(changes: Mapping[str, set[date]], measure: Measure, question: Question) -> list[date]:
    first = question.as_of - timedelta(days=question.window_days)
    eves = {day - timedelta(days=1) for figure in _figures(measure) for day in changes.get(figure, ())}
    return sorted((day for day in eves if first <= day < question.as_of), reverse=True)


def _figures(measure: Measure) -> set[str]:
    parts = [part for part in (measure.numerator, measure.denominator) if part is not None]
    inquired = set() if measure.inquired is None else {measure.inquired}
    return {figure for part in parts for figure, _ in part.figures} | inquired


async def _board_of(tx: Transaction, region: str, question: Question, day: date) -> Mapping[str, Any]:
    townships = await repository.townships(tx, region[:9], day, question.window_days)
    rows = [score(each, question.document, question.window_days) for each in townships]
    return {item.code: item for row in rows if row.region == region for item in row.indicators}
