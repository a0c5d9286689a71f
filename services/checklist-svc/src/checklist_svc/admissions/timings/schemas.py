"""Bodies of the routes about timings, and what follows from them."""

from datetime import date, timedelta
from typing import Self

from countykit.directory import RegionCode
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, ResourceView, View

from checklist_svc.admissions.states import Frequency
from checklist_svc.admissions.timings.models import WORKFLOW, State
from checklist_svc.admissions.works import Work

_LONGEST = timedelta(days=3 * 366)


class Lasting(Body):
    """What lasts from one day to another, three years at most."""

    starts_on: date
    ends_on: date

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        # The day after the last is computed everywhere, and the calendar's last has none.
        if self.ends_on == date.max or not timedelta(0) <= self.ends_on - self.starts_on <= _LONGEST:
            raise PydanticCustomError("dates_disordered", "结束日期不得早于开始日期，也不得晚于其后三年")
        return self


class Effort(Lasting):
    """What a village is to do and how often; the minutes follow from it, and nobody types them."""

    frequency: Frequency
    work: Work = Field(title="工作类型")
    people: int = Field(1, ge=1, le=50, title="每村人数", description="people of each village who do it each time")
    times_a_month: int | None = Field(
        None, ge=1, le=60, title="每月次数", description="how often it is expected, where it follows events"
    )

    @model_validator(mode="after")
    def _times_of_events(self) -> Self:
        if (self.times_a_month is None) == (self.frequency is Frequency.ON_EVENT):
            raise PydanticCustomError("times_a_month_unfit", "随事件的事项须填预计每月次数，其他频次不填")
        return self


class Timing(Body):
    """How long one person took for one time of a work."""

    region: str = Field(pattern=r"^\d{12}$", title="村", examples=["990101001201"])
    work: Work = Field(title="工作类型")
    minutes: int = Field(ge=1, le=1440, title="一人一次分钟")
    done_on: date = Field(title="日期")


class TimingReason(Body):
    """Why a timing counts no more."""

    reason: str = Field(min_length=2, max_length=500, title="理由")


class TimingView(ResourceView):
    """A timing as it is shown."""

    table_title = "工时样本"
    workflow = WORKFLOW

    region: RegionCode = Field(title="村")
    state: State = Field(title="状态")
    work: Work = Field(title="工作类型")
    minutes: int = Field(title="一人一次分钟")
    done_on: date = Field(title="日期")
    observed: bool = Field(title="到村实测", description="by an inspector who saw it; else by the village itself")
    reason: str | None = Field(title="撤回理由")


class WorkMinutes(View):
    """What one time of a work takes one person, and what stands behind the figure."""

    work: Work = Field(title="工作类型")
    minutes: int = Field(title="一人一次分钟")
    measured: bool = Field(title="有实测", description="the median of villages; else the value to start with")
    samples: int = Field(title="样本数")
    villages: int = Field(title="样本村数")
    low: float | None = Field(title="四分之一位", description="a quarter of the villages take less")
    high: float | None = Field(title="四分之三位", description="a quarter of the villages take more")


class WorkTable(View):
    """The minutes of all kinds of work in a county on a day."""

    region: RegionCode
    on: date
    works: list[WorkMinutes]
