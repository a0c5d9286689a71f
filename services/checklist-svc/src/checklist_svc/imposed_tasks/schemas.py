"""Bodies of the imposed task routes."""

from datetime import date, datetime

from countykit.identity import Caller, Role
from pydantic import Field
from servicekit.http import Body, ResourceView

from checklist_svc.imposed_tasks.models import WORKFLOW, ImposedTask, State


class ImposedTaskReport(Body):
    """A task pushed down without admission; title and department are enough."""

    title: str = Field(min_length=2, max_length=200, examples=["报刊订阅任务"])
    department: str = Field(min_length=1, max_length=60, description="code of the charged body")
    detail: str | None = Field(None, max_length=2000)
    occurred_on: date | None = None
    admission_number: str | None = Field(None, max_length=60, description="the number that was shown, if one was")
    anonymous: bool = Field(default=False, description="keep neither the reporter nor the village")


class Finding(Body):
    """Why the county office confirms or dismisses."""

    reason: str = Field(min_length=2, max_length=500)
    admission_number: str | None = Field(None, max_length=60, description="a number found since, to be checked")


class ImposedTaskView(ResourceView):
    """A report as it is shown; a department never learns who reported or from which village."""

    region: str = Field(title="行政区划")
    title: str = Field(title="任务名称")
    detail: str | None = Field(title="说明")
    department: str = Field(title="派交机构")
    charged_home: str = Field(title="机构所属")
    occurred_on: date | None = Field(title="派交日期")
    admission_number: str | None = Field(title="出示的准入编号")
    anonymous: bool = Field(title="匿名")
    reported_by: str | None = Field(title="反映人")
    finding: str | None = Field(title="认定理由")
    judged_at: datetime | None = Field(title="认定时间")
    created_at: datetime = Field(title="反映时间")

    @classmethod
    def of(cls, task: ImposedTask, caller: Caller) -> "ImposedTaskView":
        """The view; what would point to the reporter is for the county office and the reporter only."""
        view = cls.model_validate(task)
        view.allowed_actions = WORKFLOW.allowed(State(task.state), caller.roles)
        if Role.COUNTY_OFFICE not in caller.roles and task.reported_by != caller.sub:
            view.reported_by = None
            if caller.scope.department is not None:
                view.region = task.region[:6].ljust(12, "0")
                view.detail = None
        return view
