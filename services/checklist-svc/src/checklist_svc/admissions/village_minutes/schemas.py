"""Views of what villages were asked for."""

from datetime import date
from decimal import Decimal

from contracts.titles import TitledEnum
from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import View


class Source(TitledEnum, name="minutes_source", title_zh="负担来源"):
    """What takes villages' time."""

    ADMISSION = "admission", "准入事项"
    FORM = "form", "报表"
    VISIT = "visit", "检查调研"
    BOARD = "board", "牌子"
    CERTIFICATE = "certificate", "证明"


class SourceMinutes(View):
    """What one source took of all villages between the two days."""

    source: Source = Field(title="负担来源")
    count: int | None = Field(title="次数", description="of what is counted one by one")
    minutes_each: int | None = Field(
        title="一次分钟", description="by the timings of the two years before the last day"
    )
    measured: bool | None = Field(title="有实测", description="the median of villages; else the value to start with")
    minutes: Decimal = Field(title="分钟")


class MonthMinutes(View):
    """What a month, or the part of it between the two days, took."""

    month: date = Field(title="月份", description="its first day")
    minutes: Decimal = Field(title="分钟", description="of all villages together")
    hours: Decimal = Field(
        title="每村每月小时", description="of each village; part of a month is raised to a whole one"
    )
    sources: list[SourceMinutes]


class PlaceMinutes(View):
    """The same of one township or village, for all days."""

    region: RegionCode = Field(title="行政区划")
    villages: int = Field(title="村数")
    minutes: Decimal = Field(title="分钟")
    hours: Decimal = Field(title="每村每月小时")


class VillageMinutes(View):
    """What was asked of the villages of a place between two days, both included."""

    region: RegionCode
    first: date
    last: date
    villages: int = Field(title="村数")
    months: Decimal = Field(title="月数", description="a day is its share of its month")
    minutes: Decimal = Field(title="分钟", description="of all villages together")
    hours: Decimal = Field(title="每村每月小时")
    sources: list[SourceMinutes]
    by_month: list[MonthMinutes]
    places: list[PlaceMinutes] = Field(description="townships of a county, villages of a township")
