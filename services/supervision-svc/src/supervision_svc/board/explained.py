"""Bodies of explanations: every lost point with the events behind it, and what was struck."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from contracts.titles import TitledEnum
from countykit.directory import DepartmentCode, RegionCode
from countykit.identity import Role
from pydantic import Field
from servicekit.bodies import View

from supervision_svc.board.schemas import IndicatorView, ListName, ReasonView
from supervision_svc.board.struck import StruckView


class EventView(View):
    """One event behind a lost point, with the way to its source record."""

    event_id: UUID
    type: str
    source: str = Field(description="the service that published it")
    time: datetime
    day: date = Field(description="the day that it counts on")
    recorded_on: date = Field(description="the day on which it became known; later than `day` for late facts")
    figure: str
    count: int
    subject: str
    href: str = Field(description="the source record at the gateway")
    department: DepartmentCode | None


class RecordState(TitledEnum, name="board_record_state", title_zh="失分记录状态"):
    """What may still become of a record that costs points."""

    OPEN = "open", "未定"
    OBJECTED = "objected", "申诉中"
    FINAL = "final", "已定"
    STRUCK = "struck", "已撤销"


class ContestView(View):
    """Who may still contest a verdict, or decides on who did."""

    by: Sequence[Role] = Field(title="可申诉方")
    region: RegionCode = Field(title="申诉方所在乡镇")
    department: DepartmentCode | None = Field(title="被认定机构")
    until: date = Field(title="截止日期", description="the last day for objecting, or for deciding on an objection")


class RecordLineView(View):
    """One record behind lost or gained points, with its newest events."""

    subject: str
    id: UUID
    kind: str = Field(title="记录类别", examples=["清单外派交"])
    title: str = Field(title="记录名称", description="what its event said of it; empty where it said nothing")
    href: str = Field(description="the source record at the gateway")
    department: DepartmentCode | None
    day: date = Field(title="计入日期", description="of its newest event")
    points: Decimal = Field(title="分值", description="its share of the points, by what its events count")
    events_total: int
    state: RecordState = Field(title="失分记录状态")
    closable: bool = Field(title="办结后不再失分", description="it costs nothing more once it is done")
    contest: ContestView | None
    events: Sequence[EventView] = Field(description="the newest, five at most")


class LossView(View):
    """The points lost at one indicator, and the records that cost them."""

    indicator: IndicatorView
    events_total: int
    records_total: int
    points_each: Decimal | None = Field(description="points per event, on the average; null without events")
    records: Sequence[RecordLineView]
    next: str | None = Field(description="pass as `after` together with `indicator` to read on")


class GainView(View):
    """The points kept at an indicator of completion, or a bonus, and the records that earned them."""

    code: str = Field(description="an indicator, or `bonus`")
    name: str
    points: Decimal
    events_total: int
    records_total: int
    points_each: Decimal | None = Field(description="points per event, on the average; null without events")
    records: Sequence[RecordLineView]
    next: str | None = Field(description="pass as `after` together with `indicator` and `side=gained` to read on")


class UnratedView(View):
    """An indicator that is not rated in this window, and what it was when it was rated last."""

    indicator: IndicatorView
    rated_on: date | None = Field(
        title="最近评分日", description="the last day, one window back at most, with a rating"
    )
    value: Decimal | None = Field(
        title="最近评分值", description="the value on that day; for people, it does not count"
    )
    score: Decimal | None = Field(description="0 to 1, on that day")


class VetoView(View):
    """A veto and the events that it rests on."""

    code: str
    name: str
    black: bool
    events: Sequence[EventView]


class ExplanationView(View):
    """Why a township has the score it has."""

    region: str
    name: str
    as_of: date
    window_days: int
    known_at: date = Field(description="what had become known by this day is counted")
    score: Decimal | None
    rank: int | None
    list: ListName
    reasons: Sequence[ReasonView]
    losses: Sequence[LossView]
    gains: Sequence[GainView]
    unrated: Sequence[UnratedView] = Field(description="indicators that are not rated in this window")
    vetoes: Sequence[VetoView]
    good_practices: Sequence[EventView]
    struck: Sequence[StruckView] = Field(description="what was taken back, or is under objection, newest first")
    struck_more: bool = Field(description="whether more was struck than is shown")
    nobody_looked: Sequence[IndicatorView] = Field(
        description="indicators about which too few drawn villages were asked"
    )
