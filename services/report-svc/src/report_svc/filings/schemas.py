"""Bodies of the filing routes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from countykit.calendar import PROVISIONAL
from countykit.directory import DepartmentCode, RegionCode
from pydantic import Field, StrictBool, StrictFloat, StrictInt, StrictStr
from servicekit.bodies import Body, ResourceView, View

from report_svc.filings.models import WORKFLOW, State

Values = Annotated[
    dict[str, StrictBool | StrictInt | StrictFloat | StrictStr | None],
    Field(max_length=200, examples=[{"常住人口": 1204}]),
]


class FilingSubmission(Body):
    """One filled form; a township may file for its villages to spare them the work."""

    village: str = Field(pattern=r"^\d{12}$", examples=["990101001201"])
    period: str = Field(
        max_length=20, examples=["2026-03"], description="as the arrangement names it; on event the day it happened"
    )
    values: Values


class FilingCorrection(Body):
    """The whole of the right values, and why they differ."""

    values: Values
    reason: str = Field(min_length=2, max_length=500)


class FilingSummary(ResourceView):
    """A filing as lists show it."""

    table_title = "填报记录"
    workflow = WORKFLOW

    state: State
    region: RegionCode = Field(title="村(社区)")
    department: DepartmentCode = Field(title="要求单位")
    arrangement_id: UUID = Field(title="填报安排编号")
    form: str = Field(title="报表编码")
    period: str = Field(title="填报期")
    due_on: date = Field(title="截止日")
    provisional: bool = Field(title="截止日暂定", description=PROVISIONAL)
    on_time: bool = Field(title="是否按时")
    complete: bool = Field(title="是否完整")
    reason: str | None = Field(title="更正说明")
    filed_at: datetime = Field(title="填报时间")


class FilingView(FilingSummary):
    """A filing with its values."""

    values: Values


class Tally(View):
    """Completeness and timeliness; the rates are null where nothing was expected."""

    expected: int = Field(title="应报")
    actual: int = Field(title="已报")
    on_time: int = Field(title="按期")
    complete: int = Field(title="完整")
    completeness: Decimal | None = Field(title="完整率", description="complete filings / expected filings, 0 to 1")
    timeliness: Decimal | None = Field(title="及时率", description="filings on time / expected filings, 0 to 1")


class PeriodTally(Tally):
    """What one township reached in one period."""

    table_title = "填报统计"

    township: str = Field(title="乡镇代码")
    period: str = Field(title="填报期")
    due_on: date = Field(title="截止日")
    provisional: bool = Field(title="截止日暂定", description=PROVISIONAL)
    closed: bool = Field(title="是否已截止", description="whether a due day that is certain has passed")


class FilingStatistics(View):
    """Per township and period that has begun, and the sum of what is listed. Villages are never compared."""

    region: RegionCode
    year: int
    form: str | None
    items: list[PeriodTally]
    total: Tally
