"""Bodies of the calendar routes."""

from datetime import date
from typing import Annotated

from contracts.titles import TitledEnum
from countykit.directory import RegionCode
from pydantic import Field, field_validator
from servicekit.bodies import Body, View

MOST_DAYS_OFF, MOST_MAKE_UP_DAYS = 200, 60
Days = Annotated[list[date], Field(examples=[["2027-02-05", "2027-02-06"]])]


class CalendarBody(Body):
    """A notice: the days off, weekends within them included or not, and the weekends worked in exchange."""

    days_off: Annotated[Days, Field(min_length=1, max_length=MOST_DAYS_OFF)]
    make_up_days: Annotated[Days, Field(max_length=MOST_MAKE_UP_DAYS)] = Field(default_factory=list)
    source: str = Field("", max_length=200, examples=["国务院办公厅关于2027年部分节假日安排的通知"])


class Arrangement(TitledEnum, name="day_arrangement", title_zh="放假安排"):
    """What the notice arranges for a day."""

    OFF = "放假", "放假"
    WORKED = "上班", "上班"


class CalendarRow(Body):
    """One row of an uploaded table: a day, and whether offices are closed or work on it."""

    day: date = Field(title="日期")
    arrangement: Arrangement = Field(title="安排", description="放假 or 上班")
    name: str | None = Field(None, max_length=100, title="节日")

    @field_validator("arrangement", mode="before")
    @classmethod
    def _usual_words(cls, value: object) -> object:
        words = {"调休上班": "上班", "补班": "上班", "工作日": "上班", "休息": "放假", "休": "放假", "班": "上班"}
        return words.get(value, value) if isinstance(value, str) else value


class StatutoryDay(View):
    """A day off by law."""

    day: date = Field(title="日期")
    name: str = Field(title="节日")


class CalendarView(View):
    """The working-day calendar of a year for an area."""

    region: RegionCode = Field(title="适用区域", description="000000000000 is the whole country")
    year: int = Field(title="年度")
    published: bool = Field(title="安排是否已公布", description="false: only what the law fixes is certain")
    version: int = Field(title="版本", description="0 is what the product was shipped with")
    source: str = Field(title="来源")
    days_off: list[date] = Field(title="放假日期")
    make_up_days: list[date] = Field(title="调休上班日期")
    statutory_days: list[StatutoryDay] = Field(title="法定节假日", description="off in every year, by law")
