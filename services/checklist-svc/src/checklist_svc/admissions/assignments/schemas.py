"""Bodies of the assignment routes."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from contracts.assignments import WorkClass
from countykit.directory import DepartmentCode, RegionCode
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, ResourceView

from checklist_svc.admissions.assignments.models import WORKFLOW
from checklist_svc.admissions.states import Frequency


class Dispatch(Body):
    """What villages are to do of an admitted task: who there, how often, until when, and as what."""

    villages: list[Annotated[str, Field(pattern="^[0-9]{12}$")]] = Field(
        [], max_length=1000, examples=[["990101001201"]], description="all that the number covers where none is named"
    )
    doer: str = Field(min_length=2, max_length=200, examples=["村委会1名网格员"])
    frequency: Frequency
    work_class: WorkClass
    starts_on: date
    until: date

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.until < self.starts_on:
            raise PydanticCustomError("dates_disordered", "结束日期不得早于开始日期")
        return self


class Recall(Body):
    """Why a task asks nothing of a village any more."""

    reason: str = Field(min_length=2, max_length=500)


class Answers(Body):
    """What villagers said when they were asked face to face at a drawn visit."""

    visited_on: date
    respondents: int = Field(ge=1, le=200, title="询问人数")
    satisfied: int = Field(ge=0, le=200, title="满意人数")

    @model_validator(mode="after")
    def _of_those(self) -> Self:
        if self.satisfied > self.respondents:
            raise PydanticCustomError("more_than_asked", "满意人数不能多于询问人数")
        return self


class AssignmentView(ResourceView):
    """A dispatched task as it is shown."""

    table_title = "派交到村事项"
    workflow = WORKFLOW

    region: RegionCode = Field(title="村")
    department: DepartmentCode = Field(title="派交机构")
    title: str = Field(title="事项名称")
    number: str = Field(title="准入编号")
    admission_id: UUID = Field(title="准入申请")
    work_class: WorkClass = Field(title="工作类别")
    doer: str = Field(title="由谁办理")
    frequency: Frequency = Field(title="频次")
    starts_on: date = Field(title="开始日期")
    until: date = Field(title="结束日期")
    ended_on: date | None = Field(title="终止日期")
    reason: str | None = Field(title="理由")
    created_at: datetime = Field(title="派交时间")
