"""The county's figures, computed."""

from collections.abc import Iterator, Set
from datetime import date, timedelta
from itertools import accumulate

from countykit.identity import Caller
from countykit.workdays import today
from servicekit.transaction import Transaction

from supervision_svc.board import repository as board
from supervision_svc.board import service as board_service
from supervision_svc.board.errors import AsOfInFuture
from supervision_svc.facts.table import LATEST, UNJUDGED
from supervision_svc.measures import ACTIONS
from supervision_svc.overview import repository
from supervision_svc.overview.errors import FigureUnknown
from supervision_svc.overview.figures import CHARTED, NAMES, SHOWN, add_up, parts
from supervision_svc.overview.schemas import ActionFigures, FigureView, OverviewView, SeriesPoint, SeriesView, Step


async def overview(tx: Transaction, caller: Caller, as_of: date | None) -> OverviewView:
    """All figures of the caller's region up to a day."""
    day = _day(tx, as_of)
    summed = {part for figure in CHARTED for part, _ in parts(figure)}
    totals = await repository.totals(tx, caller.region, sorted(summed), day)
    latest = await repository.latest(tx, caller.region, sorted(LATEST), day)
    values = {code: latest.get(code, 0) if code in LATEST else add_up(code, totals) for code in _shown(caller)}
    townships = await board.counted(tx, caller.region, day)
    return OverviewView(
        region=caller.region.ljust(12, "0"), as_of=day, townships=len(townships), villages=sum(townships),
        figures=values, actions=[_action(code, values) for code in SHOWN],
    )  # fmt: skip


def _shown(caller: Caller) -> Set[str]:
    """The figures that a caller sees; a township, which may be accused, does not see how many reports wait."""
    watching = bool(caller.roles & board_service.FULL_VIEW) and not caller.is_of_a_township
    return NAMES.keys() if watching else NAMES.keys() - UNJUDGED


def _action(code: str, values: dict[str, int]) -> ActionFigures:
    figures = [
        FigureView(figure=figure, name=name, value=values[figure])
        for figure, name in SHOWN[code].items() if figure in values
    ]  # fmt: skip
    return ActionFigures(action=code, name=ACTIONS[code], figures=figures)


async def series(
    tx: Transaction, caller: Caller, figure: str, step: Step, periods: int, as_of: date | None
) -> SeriesView:
    """One figure per period up to a day; periods without events are there with zero."""
    charted = CHARTED & _shown(caller)
    if figure not in charted:
        raise FigureUnknown(f"没有可绘制的统计项“{figure}”", known=sorted(charted))
    day = _day(tx, as_of)
    starts = list(_starts(day, step, periods))[::-1]
    signs = dict(parts(figure))
    rows = await repository.series(tx, caller.region, sorted(signs), starts[0], day, ten_day=step == "ten_day")
    values = dict.fromkeys(starts, 0)
    for period, part, total in rows:
        values[period] += signs[part] * total
    before = add_up(figure, await repository.totals(tx, caller.region, sorted(signs), starts[0] - timedelta(days=1)))
    stock = list(accumulate(values.values(), initial=before))[1:]
    items = [
        SeriesPoint(period=period, value=value, cumulative=level)
        for (period, value), level in zip(values.items(), stock, strict=True)
    ]
    return SeriesView(figure=figure, name=NAMES[figure], step=step, items=items)


def _starts(day: date, step: Step, periods: int) -> Iterator[date]:
    """First days of the last periods, newest first; a 旬 begins on the 1st, 11th and 21st."""
    start = day.replace(day=1 if step == "month" else min((day.day - 1) // 10, 2) * 10 + 1)
    for _ in range(periods):
        yield start
        last = start - timedelta(days=1)
        start = last.replace(day=1 if step == "month" else min((last.day - 1) // 10, 2) * 10 + 1)


def _day(tx: Transaction, as_of: date | None) -> date:
    day = as_of or today(tx.now)
    if day > today(tx.now):
        raise AsOfInFuture
    return day
