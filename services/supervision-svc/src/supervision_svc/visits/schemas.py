"""Bodies of the visit routes."""

from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from countykit.directory import DepartmentCode, RegionCode
from countykit.identity import Caller
from countykit.joining import DayOfAct, JoinedView
from countykit.objections import ContestedView
from countykit.verdict_days import AwaitedView
from pydantic import Field
from servicekit.bodies import Body, ResourceView, View

from supervision_svc.clauses import clause
from supervision_svc.visits.models import WORKFLOW, State, Visit

VILLAGE = Field(
    pattern=r"^\d{9}(00[1-9]|0[1-9]\d|[1-9]\d\d)$", description="the village's 12-digit code", examples=["990101001201"]
)


class VisitRecord(Body):
    """A visit that our inspectors made, or that a body made by its plan."""

    region: str = VILLAGE
    visited_on: date
    plan: str | None = Field(
        None, min_length=2, max_length=60,
        description="a body's visit: number of its plan entry or single approval; else the inspectors' own reference",
    )  # fmt: skip
    unannounced: bool = Field(description="straight to the village, without notice (四不两直)")
    team_size: int = Field(ge=1, le=50, description="how many people went; no names are kept")
    department: str | None = Field(None, min_length=1, max_length=60, description="code of the visiting body")


class OffplanReport(Body):
    """A visit that somebody else made without a place in the yearly plan (INS-01)."""

    region: str = VILLAGE
    department: str = Field(min_length=1, max_length=60, description="code of the body that came")
    visited_on: DayOfAct
    demanded: str = Field(min_length=2, max_length=1000, description="what was demanded of the village")


class VisitDecision(Body):
    """Why a report is confirmed or dismissed."""

    reason: str = Field(min_length=2, max_length=500, title="理由")


class VisitCorrection(Body):
    """How the visit should have been recorded, and why; another village is another visit."""

    visited_on: date = Field(title="到村日期")
    unannounced: bool = Field(title="四不两直")
    team_size: int = Field(ge=1, le=50, title="人数")
    reason: str = Field(min_length=2, max_length=500, title="更正原因")


class VisitWarning(View):
    """A rule that the visit strains."""

    code: str
    detail: str
    law: str

    @classmethod
    def of(cls, code: str) -> Self:
        """A rule as it is shown: its law, or that it is another place's practice."""
        rule = clause(code)
        return cls(code=rule.code, detail=rule.name, law=rule.law)


class VisitView(AwaitedView, JoinedView, ContestedView, ResourceView):
    """A visit as it is shown."""

    table_title = "督查检查"
    workflow = WORKFLOW

    region: RegionCode = Field(title="村（社区）")
    visited_on: date = Field(title="到村日期")
    planned: bool = Field(title="是否在计划内")
    plan: str | None = Field(title="计划编号")
    unannounced: bool = Field(title="四不两直")
    team_size: int | None = Field(title="人数")
    department: DepartmentCode | None = Field(title="到访单位")
    team_id: UUID | None = Field(title="检查组编号")
    team: list[str] = Field(title="到场人员", description="of a visit by a team; townships and villages read no names")
    work_group_id: UUID | None = Field(title="工作专班")
    work_group: str | None = Field(title="落款专班", description="the work group that signs, by its name of that day")
    by_body: bool = Field(title="单位自行登记")
    over_quota: bool = Field(title="超出计划次数")
    demanded: str | None = Field(title="要求事项")
    decision_note: str | None = Field(title="核实意见")
    correction: str | None = Field(title="更正原因")
    corrections: list[dict[str, Any]] = Field(title="更正前的登记")
    warnings: list[VisitWarning] = Field(default_factory=list, title="提醒")
    created_at: datetime = Field(title="登记时间")
    joined_outcome: State | None = Field(None, title="并案认定结果", description="of a joined report")

    @classmethod
    def of(cls, visit: Visit, caller: Caller) -> "VisitView":
        """The view, with the actions open to this caller."""
        view = super().of(visit, caller)
        view.kept_for_judges(caller)
        view.dated_for_judges(caller)
        view.department = visit.department or visit.reported_department
        if caller.is_of_a_township:
            view.team_id, view.team = None, []
        view.warnings = [VisitWarning.of(code) for code in visit.broken_rules]
        return view
