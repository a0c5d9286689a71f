"""Bodies of the routes of additions."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from contracts.titles import named
from countykit.directory import DepartmentCode, RegionCode
from pydantic import Field
from servicekit.bodies import Body, DecisionBody, ResourceView

from report_svc.additions.models import WORKFLOW, State


class AdditionFiling(Body):
    """Which approved form is to enter the published catalogue of which year, and why it could not wait."""

    form_id: UUID = Field(title="报表")
    year: int = Field(ge=2000, le=2200, examples=[2026], title="年度")
    reason: str = Field(
        min_length=10, max_length=500, title="新增理由", examples=["省级新部署夏季防汛值守，须自六月起掌握隐患点变化"],
        description="what came up after the catalogue was published",
    )  # fmt: skip


class AdditionDecision(DecisionBody):
    """What the head decides about an addition, and why."""

    decision: Annotated[Literal["add", "refuse"], named(add="同意增列", refuse="不予增列")] = Field(title="审批意见")


class AdditionView(ResourceView):
    """A form that is to enter a published catalogue."""

    table_title = "年中新增报表"
    workflow = WORKFLOW

    state: State
    region: RegionCode = Field(title="县(市、区)")
    department: DepartmentCode = Field(title="要求单位")
    form_id: UUID = Field(title="报表编号")
    form: str = Field(title="报表编码")
    title: str = Field(title="报表名称")
    year: int = Field(title="年度")
    reason: str = Field(title="新增理由")
    edition: int | None = Field(title="目录版次", description="edition of the catalogue that the addition made")
    decided_at: datetime | None = Field(title="审批时间")
    decision_reason: str | None = Field(title="审批理由")
    created_at: datetime = Field(title="申请时间")
