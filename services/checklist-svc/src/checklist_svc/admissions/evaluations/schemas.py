"""Bodies of the evaluation routes."""

from datetime import datetime
from uuid import UUID

from contracts.assignments import Grade
from countykit.directory import DepartmentCode, RegionCode
from pydantic import Field
from servicekit.bodies import Body, ResourceView, View

from checklist_svc.admissions.evaluations.models import WORKFLOW


class Grading(Body):
    """What the task brought about in the township's villages."""

    grade: Grade
    result: str = Field(min_length=2, max_length=1000, title="成效", examples=["隐患点全部巡查，发现并转移3处险情"])


class EvaluationView(ResourceView):
    """An evaluation as it is shown."""

    table_title = "派交事项考核评价"
    workflow = WORKFLOW

    region: RegionCode = Field(title="乡镇")
    department: DepartmentCode = Field(title="派交机构")
    title: str = Field(title="事项名称")
    number: str = Field(title="准入编号")
    admission_id: UUID = Field(title="准入申请")
    villages: int = Field(title="涉及村数")
    grade: Grade | None = Field(title="等次")
    result: str | None = Field(title="成效")
    respondents: int | None = Field(
        title="询问群众人数", description="at drawn visits, by inspectors; null of fewer than five people"
    )
    satisfied: int | None = Field(title="满意人数")
    evaluated_at: datetime | None = Field(title="评价时间")


class Earlier(View):
    """What a township found when the department had the same matter done before."""

    number: str
    region: RegionCode
    grade: Grade
    result: str | None
    respondents: int | None
    satisfied: int | None
