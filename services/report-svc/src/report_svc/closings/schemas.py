"""Bodies of the closing routes."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from contracts.titles import named
from countykit.directory import DepartmentCode, RegionCode
from pydantic import Field
from servicekit.bodies import Body, DecisionBody, ResourceView

from report_svc.closings.models import CLOSURES, EXCEPTIONS

_PERIOD = Field(max_length=20, examples=["2026-03"], title="填报期", description="as the arrangement names it")
Reason = Annotated[str, Field(min_length=2, max_length=500, title="原因")]


class PeriodClosing(Body):
    """Which period of which form is closed, and why."""

    form_id: UUID = Field(title="报表")
    period: str = _PERIOD
    reason: Reason


class PeriodReopening(Body):
    """Why a closed period is opened again for everybody."""

    reason: Reason


class ExceptionRequest(Body):
    """Which village has to file or correct after all, why, and until when."""

    form_id: UUID = Field(title="报表")
    period: str = _PERIOD
    village: str = Field(pattern=r"^\d{12}$", examples=["990101001201"], title="村(社区)")
    until: date = Field(title="最后一日", description="the last day on which it may, at most 30 days from today")
    reason: Reason


class ExceptionDecision(DecisionBody):
    """What a second person decides about an exception, and why."""

    decision: Annotated[Literal["grant", "refuse"], named(grant="批准", refuse="不批准")] = Field(title="决定")


class PeriodClosureView(ResourceView):
    """A closing of a period."""

    table_title = "关闭的填报期"
    workflow = CLOSURES

    region: RegionCode = Field(title="县(市、区)")
    department: DepartmentCode = Field(title="要求单位")
    form_id: UUID = Field(title="报表编号")
    form: str = Field(title="报表编码")
    period: str = Field(title="填报期")
    reason: str | None = Field(title="原因")
    requested_by: str = Field(title="办理人")
    created_at: datetime = Field(title="关闭时间")


class PeriodExceptionView(ResourceView):
    """An exception from a closing."""

    table_title = "关闭期例外"
    workflow = EXCEPTIONS

    region: RegionCode = Field(title="村(社区)")
    department: DepartmentCode = Field(title="要求单位")
    form_id: UUID = Field(title="报表编号")
    form: str = Field(title="报表编码")
    period: str = Field(title="填报期")
    until: date = Field(title="最后一日")
    reason: str = Field(title="原因")
    decided_at: datetime | None = Field(title="批准时间")
    decision_reason: str | None = Field(title="批准理由")
    created_at: datetime = Field(title="申请时间")
