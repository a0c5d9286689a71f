"""Bodies of explanations: every lost point with the events behind it, and what was struck."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from countykit.directory import DepartmentCode
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


class LossView(View):
    """The points lost at one indicator, and the events that cost them."""

    indicator: IndicatorView
    events_total: int
    points_each: Decimal | None = Field(description="points per event, on the average; null without events")
    events: Sequence[EventView]
    next: str | None = Field(description="pass as `after` together with `indicator` to read on")


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
    vetoes: Sequence[VetoView]
    good_practices: Sequence[EventView]
    struck: Sequence[StruckView] = Field(description="what was taken back, or is under objection, newest first")
    struck_more: bool = Field(description="whether more was struck than is shown")
    nobody_looked: Sequence[IndicatorView] = Field(
        description="indicators about which too few drawn villages were asked"
    )
