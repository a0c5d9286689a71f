"""Bodies of the overview routes."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from contracts.titles import coded
from contracts.words import Action
from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import View

Step = Annotated[Literal["ten_day", "month"], coded("series_step", "走势时段", ten_day="旬", month="月")]


class FigureView(View):
    """One figure of the county."""

    figure: str
    name: str
    value: int


class ActionFigures(View):
    """The figures of one of the five actions."""

    action: Action
    name: str
    figures: Sequence[FigureView]


class OverviewView(View):
    """Where the county stands; every number is computed from events."""

    region: RegionCode
    as_of: date
    townships: int
    villages: int
    figures: dict[str, int] = Field(description="all figures by code")
    actions: Sequence[ActionFigures]


class SeriesPoint(View):
    """One period of a curve; `cumulative` is the stock at its end."""

    table_title = "数据走势"

    period: date = Field(title="时段起始日", description="first day of the period")
    value: int = Field(title="数量")
    cumulative: int = Field(title="累计")


class SeriesView(View):
    """A figure over time, oldest first, without gaps."""

    figure: str
    name: str
    step: Step
    items: Sequence[SeriesPoint]


class HeatCell(View):
    """The score of a township at one action."""

    action: Action
    score: Decimal | None


class HeatRow(View):
    """One township of the heat map."""

    table_title = "热力图"

    region: str = Field(title="乡镇代码")
    name: str = Field(title="乡镇")
    score: Decimal | None = Field(title="得分")
    cells: Sequence[HeatCell] = Field(title="五项行动得分")


class HeatmapView(View):
    """Township × action scores, in the order of region codes."""

    as_of: date
    window_days: int
    items: Sequence[HeatRow]
