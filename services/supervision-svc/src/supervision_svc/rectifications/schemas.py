"""Bodies of the rectification routes."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from contracts.rectifications import Closing
from contracts.titles import named
from contracts.words import Action
from countykit.calendar import PROVISIONAL, WorkCalendar
from countykit.directory import RegionCode
from countykit.identity import Caller
from countykit.objections import ObjectionView
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, DecisionBody, ResourceView, View

from supervision_svc.rectifications.models import WORKFLOW, Rectification, Stage, stage_at


class RepairSubmission(Body):
    """What the township has done."""

    measures: str = Field(min_length=2, max_length=2000, title="整改措施")
    evidence: list[UUID] = Field(
        default=[], max_length=20, title="佐证文件", description="ids of files on this repair; none is asked for"
    )
    on_the_spot: str | None = Field(
        None, min_length=4, max_length=500, title="现场可看什么",
        description="what can be seen where, and who shows it: enough without a file",
    )  # fmt: skip

    @model_validator(mode="after")
    def _can_be_seen(self) -> Self:
        if not self.evidence and self.on_the_spot is None:
            raise PydanticCustomError("evidence_missing", "请选择佐证文件，或者写明现场可看什么、由谁说明")
        return self


class RepairRecheck(DecisionBody):
    """What the second person found."""

    decision: Annotated[Literal["accepted", "returned"], named(accepted="整改到位", returned="退回返工")] = Field(
        title="复核结论"
    )
    closing: Closing | None = Field(
        None, title="办结原因", description="why it is closed, of an accepted repair; `repaired` unless said otherwise"
    )
    false_evidence: bool = Field(default=False, description="the evidence of the repair was false (虚假整改)")
    reason: str = Field(min_length=2, max_length=500, title="复核情况")
    visit_id: UUID | None = Field(None, title="到场检查", description="the visit that looked at it")
    evidence: list[UUID] = Field(
        default=[], max_length=20, title="复核文件", description="or files on this repair, by who rechecks"
    )
    workdays: int = Field(5, ge=1, le=30, description="time for repairing again when it is not accepted")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.decision == "accepted" and self.false_evidence:
            raise PydanticCustomError("false_evidence_accepted", "佐证不实的整改不能通过复核")
        if self.closing is not None and self.decision != "accepted":
            raise PydanticCustomError("closing_without_acceptance", "未通过复核的整改没有办结原因")
        if self.visit_id is None and not self.evidence:
            raise PydanticCustomError("recheck_without_a_look", "请选择到场检查，或者添加复核文件")
        return self


class DeadlineExtension(Body):
    """More time, and why."""

    workdays: int = Field(ge=1, le=30)
    reason: str = Field(min_length=2, max_length=500)


class Round(View):
    """One submission and its recheck."""

    submitted_at: datetime
    measures: str
    evidence: list[str]
    on_the_spot: str | None = None
    visit_id: UUID | None = None
    files: list[UUID] = Field(default=[])
    rechecked_at: datetime | None = None
    accepted: bool | None = None
    closing: Closing | None = Field(None, title="办结原因")
    false_evidence: bool | None = None
    note: str | None = None


class RectificationView(ObjectionView, ResourceView):
    """A rectification as it is shown."""

    table_title = "整改"
    workflow = WORKFLOW

    region: RegionCode = Field(title="乡镇")
    letter_id: UUID = Field(title="提示函")
    letter_number: str = Field(title="函号")
    finding_id: UUID | None = Field(title="问题编号")
    action: Action = Field(title="减负行动")
    description: str = Field(title="问题")
    clause: str = Field(title="依据")
    demand: str = Field(title="整改要求")
    deadline: date = Field(title="整改期限")
    provisional: bool = Field(title="期限暂定", description=PROVISIONAL)
    deadline_rule: dict[str, Any] | None = Field(title="期限计算规则")
    days_left: int | None = Field(None, title="剩余工作日")
    stage: Stage | None = Field(None, title="督办阶段")
    overdue: bool = Field(default=False, title="是否逾期")
    overdue_deadline: date | None = Field(title="曾逾期的期限")
    extension_reason: str | None = Field(title="延期原因")
    repair_by: date | None = Field(
        title="再整改期限", description="time for repairing after the deadline; what counts is the deadline"
    )
    late_workdays: int | None = Field(title="申请宽限工作日", description="a late extension waits for a second person")
    late_reason: str | None = Field(title="申请宽限原因")
    submitted_at: datetime | None = Field(title="报送时间")
    rounds: list[Round] = Field(title="整改与复核记录")
    created_at: datetime = Field(title="立项时间")

    @classmethod
    def at(cls, row: Rectification, caller: Caller, now: datetime, calendar: WorkCalendar) -> "RectificationView":
        """The view at a moment, with the actions open to this caller."""
        view = cls.of(row, caller)
        view.overdue = row.is_overdue(now)
        view.days_left = row.workdays_left(now, calendar)
        view.stage = None if view.days_left is None else stage_at(view.days_left)
        return view
