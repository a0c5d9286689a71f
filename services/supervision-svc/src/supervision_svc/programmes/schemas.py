"""Bodies of the programme routes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from contracts.programmes import Strand
from contracts.titles import named
from countykit.directory import DepartmentCode, RegionCode
from pydantic import Field
from servicekit.bodies import Body, DecisionBody, ResourceView, View
from servicekit.dates import Day
from servicekit.printing.schemas import OnPaper

from supervision_svc.programmes.models import MEASURES, PROGRAMMES
from supervision_svc.programmes.success import Success

_BodyCode = Annotated[str, Field(min_length=1, max_length=60)]
_Township = Annotated[str, Field(pattern=r"^\d{9}000$", examples=["990101001000"])]


class MeasureToPlan(Body):
    """One measure of a programme: who answers for it, until when, and by which figure it counts as done."""

    strand: Strand = Field(title="三联机制")
    title: str = Field(min_length=4, max_length=200, title="任务", description="what is to be done")
    department: _BodyCode | None = Field(None, title="责任单位", description="the one body that answers for it")
    townships: list[_Township] = Field(
        default=[], max_length=100, title="责任乡镇", description="or townships, each for itself"
    )
    joint: list[_BodyCode] = Field(default=[], max_length=20, title="配合单位")
    deadline: Day = Field(title="完成期限")
    success: Success = Field(title="成效指标", description="computed from events; nobody types how far it is")
    target: Decimal = Field(
        ge=0, max_digits=10, decimal_places=4, title="目标值", description="share to reach, or count not to pass"
    )


class ProgrammeToFile(Body):
    """A programme (实施方案) of the county."""

    year: int = Field(ge=2000, le=2200, title="年度")
    title: str = Field(min_length=4, max_length=100, title="名称")
    number: str = Field(min_length=4, max_length=60, title="文号", description="of the county's document")
    requirements: str = Field(min_length=4, max_length=2000, title="总体要求")
    aims: str = Field(min_length=4, max_length=2000, title="预期目标")
    safeguards: str = Field(min_length=4, max_length=2000, title="保障措施")
    starts_on: Day = Field(title="起始日期", description="figures count from this day")
    ends_on: Day = Field(title="截止日期")
    measures: list[MeasureToPlan] = Field(min_length=1, max_length=60, title="任务清单")
    replaces: UUID | None = Field(
        None, title="替代的方案", description="one in force, which ends when this is approved"
    )


class ProgrammeApproval(DecisionBody):
    """What the approver decides."""

    decision: Annotated[Literal["published", "returned"], named(published="批准印发", returned="退回")] = Field(
        title="审批决定"
    )
    reason: str = Field(min_length=2, max_length=500, title="审批意见")


class ProgrammeConclusion(Body):
    """What the county draws from it."""

    summary: str = Field(min_length=4, max_length=2000, title="工作总结")


class MeasureExplanation(Body):
    """Why a measure was missed."""

    cause: str = Field(min_length=4, max_length=500, title="逾期原因")
    next_step: str = Field(min_length=4, max_length=500, title="下一步举措")
    proposed_deadline: Day | None = Field(None, title="申请的新期限")


class MeasureRuling(DecisionBody):
    """What becomes of a measure that was missed."""

    decision: Annotated[Literal["postponed", "missed"], named(postponed="同意延期", missed="按未完成结案")] = Field(
        title="处理决定"
    )
    reason: str = Field(min_length=4, max_length=500, title="处理意见")
    deadline: Day | None = Field(None, title="新期限", description="of a postponed measure")


class StrandProgress(View):
    """How one of the three strands stands."""

    strand: Strand = Field(title="三联机制")
    measures: int = Field(title="任务数")
    reached: int = Field(title="达到目标", description="by today's figures, whatever the deadline")
    met: int = Field(title="已完成")
    overdue: int = Field(title="逾期")


class ProgrammeView(OnPaper, ResourceView):
    """A programme as it is shown."""

    table_title = "实施方案"
    paper = "/v1/programmes/{id}/document"
    workflow = PROGRAMMES

    @property
    def has_paper(self) -> bool:
        """A programme is a document once it is out."""
        return self.published_on is not None

    region: RegionCode = Field(title="县（市、区）")
    year: int = Field(title="年度")
    title: str = Field(title="名称")
    number: str = Field(title="文号")
    requirements: str = Field(title="总体要求")
    aims: str = Field(title="预期目标")
    safeguards: str = Field(title="保障措施")
    starts_on: date = Field(title="起始日期")
    ends_on: date = Field(title="截止日期")
    plan: list[dict[str, Any]] = Field(title="任务清单")
    rows: int = Field(title="分解任务数")
    replaces: UUID | None = Field(title="替代的方案")
    note: str | None = Field(title="审批意见")
    summary: str | None = Field(title="工作总结")
    published_on: date | None = Field(title="印发日期")
    concluded_on: date | None = Field(title="办结日期")
    strands: list[StrandProgress] = Field(default=[], title="进度", description="computed; with the single record only")
    created_at: datetime = Field(title="登记时间")


class ProgrammeMeasureView(ResourceView):
    """A measure with its progress of today, which is computed."""

    table_title = "方案任务"
    workflow = MEASURES

    programme_id: UUID = Field(title="实施方案")
    place: int = Field(title="序号")
    strand: Strand = Field(title="三联机制")
    title: str = Field(title="任务")
    region: RegionCode = Field(title="责任所在区划")
    department: DepartmentCode | None = Field(title="责任单位", description="none: the township itself")
    joint: list[str] = Field(title="配合单位")
    counts_from: date = Field(title="统计起始日")
    deadline: date = Field(title="完成期限")
    success: Success = Field(title="成效指标")
    target: Decimal = Field(title="目标值")
    value: Decimal | None = Field(default=None, title="当前值", description="none while there is nothing to share")
    reached: bool = Field(default=False, title="是否达到目标")
    settled_value: Decimal | None = Field(title="认定时的值")
    settled_on: date | None = Field(title="认定日期")
    cause: str | None = Field(title="逾期原因")
    next_step: str | None = Field(title="下一步举措")
    proposed_deadline: date | None = Field(title="申请的新期限")
    explained_on: date | None = Field(title="说明日期")
    ruling_note: str | None = Field(title="处理意见")
    rounds: list[dict[str, Any]] = Field(title="历次逾期", description="deadlines that were missed and postponed")
    created_at: datetime = Field(title="登记时间")
