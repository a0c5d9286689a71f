"""Bodies of the board routes. Numbers that decide are decimal strings, never floats."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from contracts.titles import coded
from contracts.words import Action
from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import View

from supervision_svc.board.praise import Praise, PraiseView
from supervision_svc.board.score import Row, Scored
from supervision_svc.board.service import Board
from supervision_svc.measures import ACTIONS
from supervision_svc.schemes.document import Direction, SchemeDocument

ListName = Annotated[
    Literal["red", "black_proposed", "unlisted"],
    coded("board_list", "榜单", red="红榜", black_proposed="拟列黑榜", unlisted="未列榜"),
]


class ReasonView(View):
    """Why a township stands where it stands."""

    code: str
    text: str
    since: date | None = Field(None, description="first day of what lasts beyond its event")
    counts_until: date | None = Field(None, description="last day of whose boards it is a reason")


class IndicatorView(View):
    """One indicator of a township; without `rated` there was no sample, which is never bad."""

    code: str
    name: str
    action: Action
    kind: str
    direction: Direction
    weight: Decimal
    rated: bool
    numerator: int | None
    denominator: Decimal | None
    denominator_used: Decimal | None = Field(
        description="the denominator, but at least the floor of the scheme: one event costs a quarter at most"
    )
    value: Decimal | None
    target: Decimal
    worst: Decimal
    score: Decimal | None = Field(description="0 to 1")
    points_lost: Decimal | None = Field(description="of 100, among the rated indicators")
    inquiries: int | None = Field(description="drawn villages asked about it in the window, where silence would score")
    inquiries_needed: int | None = Field(description="so many it takes for the absence of reports to count")
    note: str | None = Field(description="why it does not count in full, for people")


class ActionView(View):
    """The score of one of the five actions: an axis of the radar."""

    action: Action
    name: str
    score: Decimal | None


class ChangeView(View):
    """What has changed since the earlier date that was asked for."""

    score: Decimal | None
    rank: int | None = Field(description="places gained; negative is lost")
    list_before: ListName
    score_before: Decimal | None


class RowView(View):
    """One township on the board."""

    table_title = "乡镇红黑榜"

    region: str = Field(title="乡镇代码")
    name: str = Field(title="乡镇")
    villages: int = Field(title="村数")
    rank: int | None = Field(title="名次")
    score: Decimal | None = Field(title="得分")
    base: Decimal | None = Field(title="加分前得分", description="before the bonus")
    bonus: Decimal = Field(title="加分")
    list: ListName = Field(title="榜单")
    needs_approver: bool = Field(title="须具名审批")
    reasons: Sequence[ReasonView] = Field(title="理由")
    coverage: Decimal = Field(title="数据覆盖")
    good_practices: int = Field(title="好做法")
    praised: Sequence[PraiseView] = Field(
        default=(), title="经验做法", description="verified practices of a township on the red list, never scored"
    )
    actions: Sequence[ActionView] = Field(title="五项行动得分")
    indicators: Sequence[IndicatorView] = Field(title="指标")
    change: ChangeView | None = Field(None, title="变化")

    @classmethod
    def of(
        cls, row: Row, document: SchemeDocument, before: Row | None = None, praise: Praise | None = None
    ) -> "RowView":
        """The view of a row, compared with an earlier one where there is one."""
        return cls(
            region=row.region, name=row.name, villages=row.villages, rank=row.rank, score=row.score, base=row.base,
            bonus=row.bonus, list=row.place, needs_approver=row.place == "black_proposed",
            reasons=[ReasonView.model_validate(reason) for reason in row.reasons], coverage=row.coverage,
            good_practices=row.practices, praised=(praise or {}).get(row.region, ()), actions=_actions(row.actions),
            indicators=_indicators(row, document),
            change=None if before is None else _change(row, before),
        )  # fmt: skip


def _actions(scores: Mapping[str, Decimal | None]) -> list[ActionView]:
    return [ActionView(action=code, name=ACTIONS[code], score=value) for code, value in scores.items()]


def _indicators(row: Row, document: SchemeDocument) -> list[IndicatorView]:
    return [
        IndicatorView(
            code=item.code, name=known.name, action=known.action, kind=known.kind, direction=known.direction,
            weight=item.weight, rated=item.rated, numerator=item.numerator, denominator=item.denominator,
            denominator_used=item.denominator_used, value=item.value, target=known.target, worst=known.worst,
            score=item.score, points_lost=item.points_lost, inquiries=item.inquiries,
            inquiries_needed=item.inquiries_needed, note=_note(item),
        )
        for item, known in zip(row.indicators, document.indicators, strict=True)
    ]  # fmt: skip


def _note(item: Scored) -> str | None:
    if not item.unasked:
        return None
    why = f"窗口期内随机到村核实{item.inquiries}个村，应有{item.inquiries_needed}个：没有人看过，无人反映不等于没有发生"
    return f"{why}；已认定的照计，只在拉低得分时计入" if item.rated else f"{why}，不计分"


def _change(row: Row, before: Row) -> ChangeView:
    return ChangeView(
        score=None if row.score is None or before.score is None else row.score - before.score,
        rank=None if row.rank is None or before.rank is None else before.rank - row.rank,
        list_before=before.place,
        score_before=before.score,
    )


class SchemeUsed(View):
    """The scheme that a board was computed with; without an id it was only simulated."""

    id: UUID | None
    number: int | None
    name: str
    red_line: Decimal
    black_line: Decimal
    coverage_minimum: Decimal


class Counts(View):
    """How many of the visible townships stand where."""

    townships: int
    rated: int
    red: int
    black_proposed: int
    unlisted: int


class EndedView(View):
    """A township that ended within the window (已撤销): its past stays its own. It has no rank and is on no list."""

    region: str = Field(title="行政区划")
    name: str = Field(title="名称")
    ended_on: date = Field(title="撤销日期")
    successors: list[str] = Field(title="承接乡镇", description="codes; its open work is theirs, its past is not")
    score: Decimal | None = Field(title="撤销前得分", description="up to its last day; null with too little data")


class BoardView(View):
    """A board, best first. The digest covers all townships, without dates and identifiers."""

    as_of: date
    window_days: int
    known_at: date = Field(description="what had become known by this day is counted")
    compared_to: date | None
    scheme: SchemeUsed
    digest: str
    counts: Counts
    items: Sequence[RowView]
    ended: Sequence[EndedView] = Field([], title="已撤销", description="townships that ended within the window")
    map_on: date | None = Field(None, title="区划日期", description="with `map=today`: whose map it is shown on")
    next: str | None = None

    @classmethod
    def of(
        cls, board: Board, rows: Sequence[Row], next: str | None = None, compared_to: date | None = None,
        before: Mapping[str, Row] | None = None, praise: Praise | None = None,
    ) -> "BoardView":  # fmt: skip
        """The view of some rows of a board."""
        question = board.question
        places = [row.place for row in board.visible]
        return cls(
            as_of=question.as_of, window_days=question.window_days, known_at=question.known,
            compared_to=compared_to,
            scheme=_scheme(board), digest=board.digest,
            counts=Counts(
                townships=len(places), rated=sum(row.score is not None for row in board.visible),
                red=places.count("red"), black_proposed=places.count("black_proposed"),
                unlisted=places.count("unlisted"),
            ),
            items=[RowView.of(row, question.document, (before or {}).get(row.region), praise) for row in rows],
            ended=[
                EndedView(
                    region=each.region, name=each.name, ended_on=each.ended_on, successors=list(each.heirs),
                    score=each.score,
                )
                for each in board.ended
            ],
            map_on=question.map_on,
            next=next,
        )  # fmt: skip


def _scheme(board: Board) -> SchemeUsed:
    saved, document = board.question.scheme, board.question.document
    return SchemeUsed(
        id=saved.id if saved else None, number=saved.number if saved else None, name=document.name,
        red_line=document.red_line, black_line=document.black_line, coverage_minimum=document.coverage_minimum,
    )  # fmt: skip


class TownshipView(RowView):
    """One township's row with the board that it belongs to."""

    as_of: date
    window_days: int
    scheme: SchemeUsed

    @classmethod
    def in_board(cls, board: Board, row: Row, before: Row | None, praise: Praise | None = None) -> "TownshipView":
        """The row as part of its board."""
        seen = RowView.of(row, board.question.document, before, praise)
        return cls(
            **dict(seen), as_of=board.question.as_of, window_days=board.question.window_days, scheme=_scheme(board)
        )


class TrendPoint(View):
    """Where the township stood on a day."""

    table_title = "得分走势"

    as_of: date = Field(title="日期")
    score: Decimal | None = Field(title="得分")
    rank: int | None = Field(title="名次")
    list: ListName = Field(title="榜单")
    actions: Sequence[ActionView] = Field(title="五项行动得分")

    @classmethod
    def of(cls, as_of: date, row: Row) -> "TrendPoint":
        """One point of the curve."""
        return cls(as_of=as_of, score=row.score, rank=row.rank, list=row.place, actions=_actions(row.actions))


class TrendView(View):
    """A township over time, oldest first."""

    region: RegionCode
    window_days: int
    items: Sequence[TrendPoint]
