"""Bodies of the guidance routes."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from contracts.titles import named
from countykit.directory import DepartmentCode, RegionCode
from countykit.identity import Caller
from pydantic import Field
from servicekit.bodies import Body, DecisionBody, ResourceView
from servicekit.dates import Day

from supervision_svc.demands import flags
from supervision_svc.guidance.models import REQUESTS, WORKFLOW, Guidance


class GuidanceToRequest(Body):
    """A township's wish for guidance, or the county's offer."""

    region: str = Field(pattern=r"^\d{9}000$", title="乡镇", examples=["990101001000"])
    letter_id: UUID | None = Field(None, title="提示函", description="if it is about one")
    matter: str = Field(min_length=4, max_length=1000, title="需要指导的问题")
    planned_on: Day | None = Field(None, title="计划上门日期", description="of the county's offer")


class GuidanceReply(DecisionBody):
    """Whether the county comes."""

    decision: Annotated[Literal["agreed", "declined"], named(agreed="同意上门", declined="书面答复")] = Field(
        title="答复决定"
    )
    reason: str = Field(min_length=4, max_length=1000, title="答复内容", description="the township reads it")
    planned_on: Day | None = Field(None, title="计划上门日期")


class GuidanceRecord(Body):
    """A guidance visit that was held."""

    held_on: date
    participants_departments: list[Annotated[str, Field(min_length=1, max_length=60)]] = Field(
        min_length=1, max_length=30, description="codes of the bodies that took part"
    )
    agreed_measures: str = Field(min_length=2, max_length=2000)
    follow_up_on: Day | None = Field(
        None, title="成效报送日", description="by when the township says what became of the measures"
    )


class GuidanceEffect(Body):
    """What became of the measures; nothing is collected from villages for it."""

    effect: str = Field(min_length=4, max_length=2000, title="落实成效")


class GuidanceClosure(DecisionBody):
    """What the county found."""

    decision: Annotated[Literal["closed", "returned"], named(closed="办结", returned="退回续办")] = Field(
        title="核实结论"
    )
    reason: str = Field(min_length=2, max_length=500, title="核实意见")


class GuidanceRequestView(ResourceView):
    """A request or an offer as it is shown."""

    table_title = "指导申请"
    workflow = REQUESTS

    region: RegionCode = Field(title="乡镇")
    letter_id: UUID | None = Field(title="提示函")
    matter: str = Field(title="需要指导的问题")
    by_county: bool = Field(title="县级主动提出")
    requested_on: date = Field(title="提出日期")
    reply: str | None = Field(title="答复内容")
    replied_on: date | None = Field(title="答复日期")
    planned_on: date | None = Field(title="计划上门日期")
    guidance_id: UUID | None = Field(title="上门指导记录")
    created_at: datetime = Field(title="登记时间")


class GuidanceView(ResourceView):
    """A guidance visit as it is shown."""

    table_title = "指导"
    workflow = WORKFLOW

    region: RegionCode = Field(title="乡镇")
    letter_id: UUID | None = Field(title="提示函")
    held_on: date = Field(title="会商日期")
    participants_departments: list[DepartmentCode] = Field(title="参加单位")
    agreed_measures: str = Field(title="商定举措")
    flags: list[str] = Field(default=[], title="用语提醒", description="words that sound like a demand")
    follow_up_on: date | None = Field(title="成效报送日")
    rounds: list[dict[str, Any]] = Field(title="成效与核实记录")
    note: str | None = Field(title="核实意见")
    created_at: datetime = Field(title="登记时间")

    @classmethod
    def seen_by(cls, row: Guidance, caller: Caller) -> "GuidanceView":
        """The view; logins stay with the record."""
        view = cls.of(row, caller)
        view.flags = flags(row.agreed_measures)
        hidden = ("submitted_by", "checked_by")
        view.rounds = [{key: value for key, value in each.items() if key not in hidden} for each in row.rounds]
        return view
