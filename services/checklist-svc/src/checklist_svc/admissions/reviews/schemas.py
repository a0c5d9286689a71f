"""Bodies of the review routes."""

from datetime import date, datetime
from uuid import UUID

from countykit.calendar import PROVISIONAL
from countykit.directory import DepartmentCode, RegionCode
from countykit.reviews import ReviewState, Verdict
from pydantic import Field
from servicekit.bodies import Body, DecisionBody, ResourceView, View

from checklist_svc.admissions.reviews.models import WORKFLOW


class Opinion(DecisionBody):
    """What the caller's body says about an application."""

    decision: Verdict = Field(title="意见")
    reason: str = Field(title="意见内容", min_length=2, max_length=500, examples=["依据充分，同意准入"])


class Waiver(Body):
    """Why the decision does not wait for an overdue opinion any longer."""

    reason: str = Field(min_length=2, max_length=500)


class ReviewView(View):
    """A review as it is shown with its application."""

    round: int
    body: str
    state: ReviewState
    opine_by: date | None
    verdict: Verdict | None
    opinion: str | None
    reviewed_at: datetime | None


class ReviewRecord(ResourceView):
    """One body's review as a record of its own."""

    table_title = "审核意见"
    workflow = WORKFLOW

    region: RegionCode = Field(title="行政区划")
    admission_id: UUID = Field(title="准入申请")
    title: str = Field(title="事项名称")
    round: int = Field(title="提交轮次")
    body: str = Field(title="审核机构")
    department: DepartmentCode = Field(title="机构代码")
    opine_by: date | None = Field(title="应提出日期")
    provisional: bool = Field(title="期限暂定", description=PROVISIONAL)
    verdict: Verdict | None = Field(title="意见")
    opinion: str | None = Field(title="意见内容")
    reviewed_at: datetime | None = Field(title="提出时间")
