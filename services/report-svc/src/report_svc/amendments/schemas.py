"""Bodies of the routes of amendments."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from contracts.titles import named
from countykit.directory import DepartmentCode, RegionCode
from pydantic import Field
from servicekit.bodies import DecisionBody, ResourceView

from report_svc.amendments.models import WORKFLOW, State
from report_svc.forms.schemas import FormContent
from report_svc.forms.surveys import SurveyApprovalView


class FormAmendmentFiling(FormContent):
    """The whole new version of a catalogued form, and why it cannot wait for the next catalogue."""

    form_id: UUID = Field(title="修订的报表")
    reason: str = Field(
        min_length=10, max_length=500, title="修订理由", examples=["省级表式七月起调整，原两栏合并为一栏"]
    )


class FormAmendmentDecision(DecisionBody):
    """What the head decides about a new version, and why."""

    decision: Annotated[Literal["approve", "refuse"], named(approve="同意修订", refuse="不予修订")] = Field(
        title="审批意见"
    )


class FormAmendmentView(ResourceView):
    """A new version of a catalogued form."""

    table_title = "年中修订报表"
    workflow = WORKFLOW

    state: State
    region: RegionCode = Field(title="县(市、区)")
    department: DepartmentCode = Field(title="要求单位")
    form_id: UUID = Field(title="修订的报表编号")
    form: str = Field(title="报表编码")
    title: str = Field(title="新版名称")
    content: dict[str, Any] = Field(title="新版内容", description="as a proposal of a form has it")
    reason: str = Field(title="修订理由")
    survey_approval: SurveyApprovalView | None = Field(title="统计机构审批")
    new_form_id: UUID | None = Field(title="新版报表编号", description="once it is approved")
    decided_at: datetime | None = Field(title="审批时间")
    decision_reason: str | None = Field(title="审批理由")
    created_at: datetime = Field(title="申请时间")
