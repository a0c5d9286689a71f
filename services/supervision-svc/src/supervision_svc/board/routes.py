"""HTTP about the board."""

from typing import Annotated, Literal
from uuid import UUID

from contracts.titles import named
from countykit.identity import Caller, Role, allow
from fastapi import Path, Query, Request
from fastapi.responses import StreamingResponse
from servicekit.dates import Day
from servicekit.errors import NotFound
from servicekit.http import Router, Tx
from servicekit.pages import CursorInvalid, FixedPages
from servicekit.problems import refusals

from supervision_svc.board import departments, explanation, service, simulation
from supervision_svc.board.departments import DepartmentsView
from supervision_svc.board.errors import AsOfInFuture, IndicatorUnknown, SimulationEmpty
from supervision_svc.board.explained import ExplanationView
from supervision_svc.board.outlook import OutlookView, outlook
from supervision_svc.board.praise import praise_of
from supervision_svc.board.schemas import (
    BoardView,
    TownshipView,
    TrendPoint,
    TrendView,
)
from supervision_svc.board.simulation import Simulation, SimulationView
from supervision_svc.schemes.routes import GUARD

router = Router(prefix="/v1", tags=["board"])
Internal = Annotated[Caller, allow(*sorted(service.FULL_VIEW))]
Reader = Annotated[Caller, allow(*sorted(service.FULL_VIEW), Role.TOWNSHIP)]
Follower = Annotated[Caller, allow(*sorted(service.FULL_VIEW), Role.TOWNSHIP, Role.DEPARTMENT)]
Accountable = Annotated[Caller, allow(*sorted(service.FULL_VIEW), Role.DEPARTMENT)]
AsOf = Annotated[Day | None, Query(description="the board as it was on this day; today without it")]
Window = Annotated[int | None, Query(ge=1, le=730, description="days; the scheme's own without it")]
KnownAt = Annotated[
    Day | None, Query(description="with what was known on this day; without it, on the day of the board itself")
]
ChosenScheme = Annotated[UUID | None, Query(alias="scheme", description="a saved version; the one in force without it")]
CompareTo = Annotated[Day | None, Query(description="an earlier day to compare with")]
TownshipCode = Annotated[str, Path(pattern=r"^\d{9}000$", examples=["990101001000"])]


@router.get("/board", responses=refusals(NotFound, AsOfInFuture, CursorInvalid))
async def read_board(
    request: Request, tx: Tx, caller: Reader, paging: FixedPages, as_of: AsOf = None, window: Window = None,
    scheme: ChosenScheme = None, known_at: KnownAt = None, compare_to: CompareTo = None,
    map: Annotated[
        Literal["today"] | None, Query(description="`today`: what is counted, by the townships of today")
    ] = None,
) -> BoardView:  # fmt: skip
    """The red/black board of the caller's county, live or of any past day; a township sees its own row only."""
    question = await service.question_of(
        tx, caller, as_of, window, scheme, known_at=known_at, todays_map=map is not None
    )
    board = await service.compute(tx, caller, question, request.app.state.boards)
    start = _start(paging.position())
    rows = board.visible[start : start + paging.limit]
    end = start + paging.limit
    before = None
    if compare_to is not None:
        earlier = await service.question_of(tx, caller, compare_to, window, scheme)
        before = {row.region: row for row in (await service.compute(tx, caller, earlier)).visible}
    more = paging.cursor(end, "") if end < len(board.visible) else None
    return BoardView.of(board, rows, more, compare_to, before, await praise_of(tx, rows, question))


def _start(position: tuple[object, object] | None) -> int:
    if position is None:
        return 0
    if not isinstance(position[0], int) or position[0] < 0:
        raise CursorInvalid
    return position[0]


@router.get("/board/stream", response_class=StreamingResponse, responses={200: {"content": {"text/event-stream": {}}}})
async def stream_board(request: Request, caller: Follower) -> StreamingResponse:
    """Server-sent events within a second: `hello`, then `board` with the townships that have changed.

    `todos.changed` says that the caller's to-dos may have changed: something happened in their region.
    """
    changes = request.app.state.changes
    changes.require_room()
    full = bool(caller.roles & service.FULL_VIEW)
    # A caller who may not see the county must not learn from its bell either.
    board = caller.region if full or len(caller.region) == 9 else None
    lifetime = request.app.state.settings.stream_seconds
    return StreamingResponse(
        changes.stream(board, caller.region, lifetime), media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )  # fmt: skip


@router.post("/board/simulations", responses=refusals(*GUARD, SimulationEmpty, AsOfInFuture))
async def simulate_board(wanted: Simulation, tx: Tx, caller: Internal) -> SimulationView:
    """The board as another scheme would make it, and which townships would stand elsewhere; nothing is saved."""
    return await simulation.simulate(tx, caller, wanted)


@router.get("/board/{township}", responses=refusals(NotFound, AsOfInFuture))
async def read_township(
    township: TownshipCode, request: Request, tx: Tx, caller: Reader, as_of: AsOf = None, window: Window = None,
    scheme: ChosenScheme = None, known_at: KnownAt = None, compare_to: CompareTo = None,
) -> TownshipView:  # fmt: skip
    """One township's row, with its indicators and the five actions."""
    question = await service.question_of(tx, caller, as_of, window, scheme, known_at=known_at)
    board = await service.compute(tx, caller, question, request.app.state.boards)
    row = board.row(township)
    before = None
    if compare_to is not None:
        earlier = await service.question_of(tx, caller, compare_to, window, scheme)
        before = (await service.compute(tx, caller, earlier)).row(township)
    return TownshipView.in_board(board, row, before, await praise_of(tx, [row], question))


@router.get(
    "/board/{township}/explanation", responses=refusals(NotFound, AsOfInFuture, CursorInvalid, IndicatorUnknown)
)
async def explain_township(
    township: TownshipCode, request: Request, tx: Tx, caller: Reader, paging: FixedPages, as_of: AsOf = None,
    window: Window = None, scheme: ChosenScheme = None, known_at: KnownAt = None,
    indicator: Annotated[str | None, Query(max_length=60, description="only this indicator; needed to page")] = None,
    side: Annotated[
        Annotated[Literal["lost", "gained"], named(lost="失分", gained="得分")],
        Query(description="with `indicator`: what it lost or what it earned"),
    ] = "lost",
) -> ExplanationView:  # fmt: skip
    """Every point that the township lost or earned by the records behind it, down to the events and source records.

    A record says whether it is final, who may still contest it and until when. Indicators that are not rated say what
    they were when they were rated last.
    """
    question = await service.question_of(tx, caller, as_of, window, scheme, known_at=known_at)
    board = await service.compute(tx, caller, question, request.app.state.boards)
    gained = indicator is not None and side == "gained"
    return await explanation.explain(tx, board, board.row(township), paging, indicator, gained=gained)


@router.get("/board/{township}/outlook", responses=refusals(NotFound, AsOfInFuture))
async def read_outlook(
    township: TownshipCode, request: Request, tx: Tx, caller: Reader, as_of: AsOf = None, window: Window = None,
    scheme: ChosenScheme = None,
) -> OutlookView:  # fmt: skip
    """How firm the township's place among its county is, and what would help.

    The ranks between which one event more or fewer, or one weight a fifth heavier or lighter, would put it; the events
    that would change its list; the open records whose closing gives points back; the days on which points come back.
    """
    question = await service.question_of(tx, caller, as_of, window, scheme)
    board = await service.compute(tx, caller, question, request.app.state.boards)
    return await outlook(tx, board, board.row(township))


@router.get("/board/{township}/trend", responses=refusals(NotFound, AsOfInFuture))
async def read_trend(
    township: TownshipCode, tx: Tx, caller: Reader, as_of: AsOf = None, window: Window = None,
    scheme: ChosenScheme = None, points: Annotated[int, Query(ge=2, le=36)] = 12,
    step_days: Annotated[int, Query(ge=1, le=180)] = 30,
) -> TrendView:  # fmt: skip
    """The township's score and rank at regular dates, oldest first."""
    question = await service.question_of(tx, caller, as_of, window, scheme)
    found = await service.trend(tx, caller, township, question, points, step_days)
    items = [TrendPoint.of(day, row) for day, row in found]
    return TrendView(region=township, window_days=question.window_days, items=items)


@router.get("/departments-board", responses=refusals(AsOfInFuture))
async def read_departments_board(
    tx: Tx, caller: Accountable, as_of: AsOf = None, window: Window = None
) -> DepartmentsView:
    """The reverse board: which department has caused which burden; a department sees its own row only."""
    question = await service.question_of(tx, caller, as_of, window, None)
    return await departments.reverse_board(tx, caller, question)
