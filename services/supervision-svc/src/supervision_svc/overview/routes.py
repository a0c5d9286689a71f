"""HTTP about the overview."""

from typing import Annotated

from countykit.identity import Caller, Role, allow
from fastapi import Query
from servicekit.dates import Day
from servicekit.http import Router, Tx
from servicekit.problems import refusals

from supervision_svc.board import service as board
from supervision_svc.board.errors import AsOfInFuture
from supervision_svc.overview import service
from supervision_svc.overview.errors import FigureUnknown
from supervision_svc.overview.schemas import HeatCell, HeatmapView, HeatRow, OverviewView, SeriesView, Step

router = Router(prefix="/v1/overview", tags=["overview"])
Reader = Annotated[Caller, allow(*sorted(board.FULL_VIEW), Role.TOWNSHIP)]
AsOf = Annotated[Day | None, Query(description="as it was on this day; today without it")]


@router.get("", responses=refusals(AsOfInFuture))
async def read_overview(tx: Tx, caller: Reader, as_of: AsOf = None) -> OverviewView:
    """Every figure of the five actions within the caller's region, computed from events."""
    return await service.overview(tx, caller, as_of)


@router.get("/series", responses=refusals(FigureUnknown, AsOfInFuture))
async def read_series(
    tx: Tx, caller: Reader, figure: Annotated[str, Query(max_length=60)], step: Step = "month",
    periods: Annotated[int, Query(ge=1, le=72)] = 12, as_of: AsOf = None,
) -> SeriesView:  # fmt: skip
    """One figure over time, per month or 旬."""
    return await service.series(tx, caller, figure, step, periods, as_of)


@router.get("/heatmap", responses=refusals(AsOfInFuture))
async def read_heatmap(
    tx: Tx, caller: Reader, as_of: AsOf = None, window: Annotated[int | None, Query(ge=1, le=730)] = None
) -> HeatmapView:
    """Township × action scores; a township sees its own row only."""
    question = await board.question_of(tx, caller, as_of, window, None)
    found = await board.compute(tx, caller, question)
    rows = sorted(found.visible, key=lambda row: row.region)
    items = [
        HeatRow(
            region=row.region, name=row.name, score=row.score,
            cells=[HeatCell(action=action, score=score) for action, score in row.actions.items()],
        )
        for row in rows
    ]  # fmt: skip
    return HeatmapView(as_of=question.as_of, window_days=question.window_days, items=items)
