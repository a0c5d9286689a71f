"""Bodies of the routes of decisions."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from contracts.titles import named
from countykit.directory import DepartmentCode, RegionCode
from countykit.identity import Caller
from pydantic import Field
from servicekit.bodies import Body, DecisionBody, ResourceView
from servicekit.dates import Day

from supervision_svc.decisions.models import WORKFLOW, Decision
from supervision_svc.demands import flags


class DecisionToMake(Body):
    """What a meeting decided, and who does it until when."""

    title: str = Field(min_length=4, max_length=200, title="议定事项")
    department: str | None = Field(None, min_length=1, max_length=60, title="责任单位", description="code of the body")
    township: str | None = Field(None, pattern=r"^\d{9}000$", title="责任乡镇", description="or the township itself")
    person: str | None = Field(None, min_length=2, max_length=30, title="责任人", description="a member of the group")
    deadline: Day = Field(title="办结期限")


class DecisionConfirmation(DecisionBody):
    """Whether a task that a body's minutes give to townships stands."""

    decision: Annotated[Literal["confirmed", "refused"], named(confirmed="确认交办", refused="不予交办")] = Field(
        title="确认结论"
    )
    reason: str = Field(min_length=2, max_length=500, title="确认意见")


class DecisionReport(Body):
    """What was done, and by what that can be seen; files may be added, none is asked for."""

    measures: str = Field(min_length=4, max_length=2000, title="办理情况")
    evidence: list[Annotated[str, Field(min_length=1, max_length=300)]] = Field(
        default=[], max_length=20, title="佐证", description="references to records or documents; never of a village"
    )


class DecisionRecheck(DecisionBody):
    """What a second person found."""

    decision: Annotated[Literal["done", "returned"], named(done="核销", returned="退回续办")] = Field(title="核实结论")
    reason: str = Field(min_length=2, max_length=500, title="核实意见")


class DecisionPostponement(Body):
    """Another deadline, and why."""

    deadline: Day = Field(title="新期限")
    note: str = Field(min_length=2, max_length=500, title="延期原因")


class DecisionCancellation(Body):
    """Why it need not be done any more."""

    note: str = Field(min_length=2, max_length=500, title="取消原因")


class DecisionView(ResourceView):
    """A decision as it is shown."""

    table_title = "会议议定事项"
    workflow = WORKFLOW

    group_id: UUID = Field(title="工作专班")
    meeting_id: UUID = Field(title="专题会议")
    title: str = Field(title="议定事项")
    region: RegionCode = Field(title="责任所在区划")
    department: DepartmentCode | None = Field(title="责任单位", description="none: the township itself")
    person: str | None = Field(title="责任人")
    deadline: date = Field(title="办结期限")
    overdue: bool = Field(default=False, title="是否逾期")
    flags: list[str] = Field(default=[], title="用语提醒", description="words that sound like a demand")
    rounds: list[dict[str, Any]] = Field(title="办理与核实记录")
    note: str | None = Field(title="说明")
    created_at: datetime = Field(title="登记时间")

    @classmethod
    def at(cls, row: Decision, caller: Caller, now: datetime) -> "DecisionView":
        """The view at a moment; logins stay with the record."""
        view = cls.of(row, caller)
        view.overdue, view.flags = row.is_overdue(now), flags(row.title)
        hidden = ("reported_by", "rechecked_by")
        view.rounds = [{key: value for key, value in each.items() if key not in hidden} for each in row.rounds]
        return view
