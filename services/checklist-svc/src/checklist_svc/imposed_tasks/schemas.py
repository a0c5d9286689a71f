"""Bodies of the imposed task routes."""

from datetime import date

from countykit.cases import CaseDecision, CaseView
from countykit.identity import Caller
from countykit.joining import DayOfAct
from pydantic import Field
from servicekit.bodies import Body

from checklist_svc.imposed_tasks.models import WORKFLOW, ImposedTask


class ImposedTaskReport(Body):
    """A task pushed down without admission; title and department are enough."""

    title: str = Field(min_length=2, max_length=200, examples=["报刊订阅任务"])
    department: str = Field(min_length=1, max_length=60, description="code of the charged body")
    detail: str | None = Field(None, max_length=2000)
    occurred_on: DayOfAct | None = Field(
        None, title="派交日期", description="the day on which it was pushed down; the day of the report if left out"
    )
    admission_number: str | None = Field(None, max_length=60, description="the number that was shown, if one was")
    anonymous: bool = Field(default=False, description="keep neither the reporter nor the village")


class Finding(CaseDecision):
    """Why the county office confirms the report."""

    admission_number: str | None = Field(None, max_length=60, description="a number found since, to be checked")


class ImposedTaskView(CaseView):
    """A report as it is shown."""

    table_title = "摊派事项"
    workflow = WORKFLOW

    title: str = Field(title="任务名称")
    detail: str | None = Field(title="说明")
    occurred_on: date | None = Field(title="派交日期")
    admission_number: str | None = Field(title="出示的准入编号")

    @classmethod
    def of(cls, task: ImposedTask, caller: Caller) -> "ImposedTaskView":
        """The view, fitted to its reader."""
        view = super().of(task, caller)
        if view.as_seen_by(task, caller):
            view.detail = None
        return view
