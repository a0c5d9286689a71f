"""Bodies of the arrangement routes."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from contracts.report import Frequency
from countykit.calendar import PROVISIONAL
from countykit.directory import DepartmentCode, RegionCode
from countykit.identity import Caller
from countykit.numbers import GroundedView, NumberShown
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, ResourceView, View

from report_svc.arrangements.models import WORKFLOW, Arrangement, ArrangementPeriod, State
from report_svc.forms.models import EARLIEST, LATEST

VillageCode = Annotated[str, Field(pattern=r"^\d{12}$", examples=["990101001201"])]


class DueRule(Body):
    """When a period is due after its last day; a day without offices moves to the next working day."""

    days: int | None = Field(None, ge=0, le=90, description="calendar days after the period's last day")
    workdays: int | None = Field(None, ge=0, le=60, description="Chinese working days after the period's last day")

    @model_validator(mode="after")
    def _one_way_of_counting(self) -> Self:
        if (self.days is None) == (self.workdays is None):
            raise PydanticCustomError("days_or_workdays", "截止日按自然日或按工作日计算，须选其一")
        return self


class ArrangementOrder(Body):
    """Which villages fill a catalogued form from when until when."""

    form_id: UUID
    villages: Literal["all"] | list[VillageCode] = Field("all", max_length=1000)
    frequency: Frequency
    starts_on: date = Field(ge=EARLIEST, le=LATEST, description="a day in the first period", examples=["2026-01-01"])
    until: date | None = Field(
        None, ge=EARLIEST, le=LATEST,
        description="a day in the last period; when left out the end of the year, or of the form's validity",
    )  # fmt: skip
    due: DueRule = DueRule(workdays=5)
    emergency_basis: str | None = Field(
        None, min_length=10, max_length=500, description="why less than the usual notice is unavoidable (FRM-05)"
    )


class ArrangementGround(Body):
    """What covers an arrangement that was let through without a ground."""

    admission: NumberShown | None = Field(None, title="准入编号", description="left out: what the form states by now")


class PeriodView(View):
    """One period with its due day."""

    period: str
    first_day: date
    last_day: date
    due_on: date
    provisional: bool = Field(description=PROVISIONAL)
    deadline_rule: dict[str, Any] | None
    fair_notice: bool
    lifted_on: date | None = Field(description="since when villages need not file it any more")
    suspended: bool = Field(description="whether that is so while its form is suspended")


class ArrangementSummary(GroundedView, ResourceView):
    """An arrangement as lists show it."""

    table_title = "填报安排"
    workflow = WORKFLOW

    state: State
    region: RegionCode = Field(title="乡镇")
    department: DepartmentCode = Field(title="要求单位")
    form_id: UUID = Field(title="报表编号")
    form: str = Field(title="报表编码")
    title: str = Field(title="报表名称")
    year: int = Field(title="年度")
    frequency: Frequency = Field(title="频次")
    starts_on: date = Field(title="开始日期")
    until: date = Field(title="结束日期")
    emergency_basis: str | None = Field(title="紧急依据")
    reason: str | None = Field(title="变更原因", description="why it was shortened, cancelled, suspended or resumed")
    created_at: datetime = Field(title="安排时间")


class ArrangementView(ArrangementSummary):
    """An arrangement with its villages and periods."""

    villages: list[RegionCode]
    due: DueRule
    periods: list[PeriodView] = Field(default_factory=list)

    @classmethod
    def whole(cls, arrangement: Arrangement, periods: Sequence[ArrangementPeriod], caller: Caller) -> Self:
        """The whole view."""
        view = cls.of(arrangement, caller)
        view.periods = [PeriodView.model_validate(period) for period in periods]
        return view
