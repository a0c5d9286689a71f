"""Bodies of the imposed task routes."""

from datetime import date
from uuid import UUID

from countykit.cases import CaseDecision, CaseView
from countykit.identity import Caller
from countykit.joining import DayOfAct
from pydantic import Field
from servicekit.bodies import Body

from checklist_svc.imposed_tasks.models import WORKFLOW, GroupDemand, ImposedTask


class ImposedTaskReport(Body):
    """A task pushed down without admission; title and department are enough."""

    title: str = Field(min_length=2, max_length=200, examples=["报刊订阅任务"])
    department: str = Field(min_length=1, max_length=60, description="code of the charged body")
    detail: str | None = Field(None, max_length=2000)
    occurred_on: DayOfAct | None = Field(
        None, title="派交日期", description="the day on which it was pushed down; the day of the report if left out"
    )
    admission_number: str | None = Field(None, max_length=60, description="the number that was shown, if one was")
    group_demands: list[GroupDemand] = Field(
        default=[],
        max_length=4,
        title="工作群违规派活",
        description="if it came by a chat group: what was demanded there",
    )
    group_name: str | None = Field(
        None,
        min_length=2,
        max_length=100,
        title="工作群名称",
        description="as the village calls it; no names of people",
    )
    anonymous: bool = Field(default=False, description="keep neither the reporter nor the village")


class Finding(CaseDecision):
    """Why the county office confirms the report."""

    admission_number: str | None = Field(None, max_length=60, description="a number found since, to be checked")
    group_id: UUID | None = Field(
        None,
        title="认定的工作群",
        description="the group of the register in which it was demanded; it is marked GRP-02",
    )


class ImposedTaskView(CaseView):
    """A report as it is shown."""

    table_title = "摊派事项"
    workflow = WORKFLOW

    title: str = Field(title="任务名称")
    detail: str | None = Field(title="说明")
    occurred_on: date | None = Field(title="派交日期")
    admission_number: str | None = Field(title="出示的准入编号")
    group_demands: list[GroupDemand] = Field(title="工作群违规派活")
    group_name: str | None = Field(
        title="工作群名称", description="the reporter's words: for the judges and themselves"
    )
    group_id: UUID | None = Field(title="认定的工作群")

    @classmethod
    def of(cls, task: ImposedTask, caller: Caller) -> "ImposedTaskView":
        """The view, fitted to its reader."""
        view = super().of(task, caller)
        if view.as_seen_by(task, caller):
            view.detail = view.group_name = None
            # What was reported of a group is found only where the verdict names it.
            view.group_demands = view.group_demands if task.group_id else []
        return view
