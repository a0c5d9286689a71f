"""Bodies and views of reviews of proposals."""

from datetime import date, datetime
from uuid import UUID

from countykit.calendar import PROVISIONAL
from countykit.directory import DepartmentCode, RegionCode
from countykit.reviews import Verdict
from pydantic import Field
from servicekit.bodies import Body, DecisionBody, ResourceView

from certificate_svc.proposals.reviews.models import WORKFLOW


class ListOpinion(DecisionBody):
    """What the caller's body says about a proposal."""

    decision: Verdict = Field(title="意见")
    reason: str = Field(title="意见内容", min_length=2, max_length=500, examples=["依据充分，同意列入"])


class ListWaiver(Body):
    """Why the publication does not wait for an overdue opinion any longer."""

    reason: str = Field(min_length=2, max_length=500)


class ListReviewView(ResourceView):
    """One body's review of a proposal."""

    table_title = "清单会同研究意见"
    workflow = WORKFLOW

    region: RegionCode = Field(title="行政区划")
    proposal_id: UUID = Field(title="清单草案")
    title: str = Field(title="事项名称")
    round: int = Field(title="提交轮次")
    body: str = Field(title="研究机构")
    department: DepartmentCode = Field(title="机构代码")
    opine_by: date | None = Field(title="应提出日期")
    provisional: bool = Field(title="期限暂定", description=PROVISIONAL)
    verdict: Verdict | None = Field(title="意见")
    opinion: str | None = Field(title="意见内容")
    reviewed_at: datetime | None = Field(title="提出时间")
