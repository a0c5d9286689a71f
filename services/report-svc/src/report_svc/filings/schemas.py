"""Bodies of the filing routes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Self
from uuid import UUID

from countykit.calendar import PROVISIONAL
from countykit.directory import DepartmentCode, RegionCode
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, ResourceView, View
from servicekit.problems import FieldError

from report_svc.filings.models import WORKFLOW, Remaining, State
from report_svc.forms.fields import RowColumn, StrictValue
from report_svc.register.models import Origin
from report_svc.validation.doubts import Doubt

Values = Annotated[
    dict[str, StrictValue],
    Field(
        max_length=200,
        title="栏目数值",
        examples=[{"常住人口": 1204}],
        description="by column; of a table its rows, none if there is nothing to list",
    ),
]

Explanations = Annotated[
    dict[str, Annotated[str, Field(min_length=1, max_length=200)]],
    Field(
        default_factory=dict, max_length=200, title="疑问说明", examples=[{"常住人口": "属实，新迁入一个小区"}],
        description="by column, why a doubted value stands all the same; one word suffices",
    ),
]  # fmt: skip


class FilingSubmission(Body):
    """One filled form; a township may file for its villages to spare them the work."""

    village: str = Field(pattern=r"^\d{12}$", examples=["990101001201"])
    period: str = Field(
        max_length=20, examples=["2026-03"], description="as the arrangement names it; on event the day it happened"
    )
    values: Values
    explanations: Explanations


class ValuesToCheck(Body):
    """What has been typed so far."""

    village: str = Field(pattern=r"^\d{12}$", examples=["990101001201"])
    period: str = Field(max_length=20, examples=["2026-03"])
    values: Values


class ValuesChecked(View):
    """What would be refused, and what would be asked back. Nothing is stored."""

    errors: list[FieldError] = Field(description="cells that cannot stand: of the wrong type, or of no column")
    doubts: list[Doubt] = Field(description="what stands with a word of explanation")


class FilingConfirmation(Body):
    """A prefilled form as a village answers it, in one call: what it says nothing of is confirmed."""

    village: str = Field(pattern=r"^\d{12}$", examples=["990101001201"])
    period: str = Field(max_length=20, examples=["2026-03"])
    digest: str = Field(pattern=r"^[0-9a-f]{16}$", description="of the prefilled form that was looked at")
    values: Values = Field(default_factory=dict, description="only what is corrected, or not known yet")
    refused: dict[str, Annotated[str, Field(min_length=2, max_length=200)]] = Field(
        default_factory=dict, max_length=200, description="columns that the village refuses, with the reason"
    )
    explanations: Explanations

    @model_validator(mode="after")
    def _said_or_refused(self) -> Self:
        if self.values.keys() & self.refused.keys():
            raise PydanticCustomError("said_and_refused", "同一栏目不能既填写又拒填")
        return self


class PrefilledColumn(View):
    """A column with what is known of it, who said it and as of when."""

    column: str
    unit: str | None
    required: bool
    element: str | None
    value: StrictValue
    origin: Origin | None
    source: str | None = Field(description="who said the value; without a value who should have it")
    as_of: date | None
    valid_until: date | None
    remaining: Remaining
    columns: list[RowColumn] = Field(title="表格栏目", description="of a table what each of its rows says")
    most_rows: int | None = Field(title="最多行数")
    choices: list[str] = Field(description="the values that the dictionary knows; none where any text may stand")
    may_refuse: bool = Field(description="whether the village may refuse it for sure: somebody else has it")


class Prefilled(View):
    """A form for one village and period, filled as far as it is known."""

    arrangement_id: UUID
    form: str
    title: str
    village: RegionCode
    period: str
    remaining: Remaining = Field(description="what the whole form asks of the village")
    digest: str
    doubts: list[Doubt] = Field(description="what the known values contradict; never an obstacle")
    filing_id: UUID | None = Field(description="the filing, if there is one already")
    columns: list[PrefilledColumn]


class FilingCorrection(Body):
    """The whole of the right values, and why they differ."""

    values: Values
    reason: str = Field(min_length=2, max_length=500)
    explanations: Explanations


class FilingReturn(Body):
    """What is wrong with a filing, so that the village can mend it."""

    reason: str = Field(min_length=2, max_length=500, title="退回原因")


class FilingAcceptance(Body):
    """The filing stands as it is."""

    remark: str | None = Field(None, min_length=2, max_length=500, title="说明")


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
    reason: str | None = Field(title="更正或退回说明")
    checked_by: str | None = Field(title="审核人")
    checked_at: datetime | None = Field(title="审核时间")
    filed_at: datetime = Field(title="填报时间")


class FilingView(FilingSummary):
    """A filing with its values, and where each came from."""

    values: Values
    doubts: list[Doubt] = Field(title="数据疑问", description="what was odd, and what the village said to it")
    provenance: dict[str, dict[str, Any]] = Field(
        description="per column `how` (source, confirmed, corrected, typed, refused), source, as_of, `was`, reason; "
        "of a table how many `cells` came how"
    )


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

    township: RegionCode = Field(title="乡镇代码")
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
