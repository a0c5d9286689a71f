"""Bodies of the routes of meetings."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import Body, ResourceView
from servicekit.dates import Day

from supervision_svc.decisions.schemas import DecisionToMake
from supervision_svc.meetings.models import WORKFLOW

_Name = Annotated[str, Field(min_length=2, max_length=30)]


class MeetingToRecord(Body):
    """A meeting that was held: no sheets of signatures, no photos."""

    title: str = Field(min_length=4, max_length=100, title="会议名称")
    held_on: Day = Field(title="会议日期")
    present: list[_Name] = Field(min_length=1, max_length=100, title="参会人员")
    minutes: str = Field(min_length=4, max_length=8000, title="会议纪要")
    decisions: list[DecisionToMake] = Field(default=[], max_length=50, title="议定事项")


class MeetingCorrection(Body):
    """The minutes as they should read, and why."""

    minutes: str = Field(min_length=4, max_length=8000, title="会议纪要")
    correction: str = Field(min_length=2, max_length=500, title="更正原因")


class MeetingView(ResourceView):
    """A meeting as it is shown."""

    table_title = "专题会议"
    workflow = WORKFLOW

    region: RegionCode = Field(title="专班地区")
    group_id: UUID = Field(title="工作专班")
    title: str = Field(title="会议名称")
    held_on: date = Field(title="会议日期")
    present: list[str] = Field(title="参会人员")
    minutes: str = Field(title="会议纪要")
    decisions: int = Field(title="议定事项数")
    correction: str | None = Field(title="更正原因")
    corrections: list[dict[str, Any]] = Field(title="更正前的纪要")
    created_at: datetime = Field(title="登记时间")
