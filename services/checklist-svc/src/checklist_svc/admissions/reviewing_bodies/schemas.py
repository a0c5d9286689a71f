"""Bodies and views of the county's reviewing bodies."""

from datetime import datetime
from typing import Annotated, Literal

from contracts.titles import named
from countykit.directory import DepartmentCode, RegionCode
from pydantic import Field
from servicekit.bodies import Body, DecisionBody, ResourceView

from checklist_svc.admissions.reviewing_bodies.models import WORKFLOW, State
from checklist_svc.admissions.works import Work


class ReviewingBodyProposal(Body):
    """A body that is to give its opinion on applications."""

    name: str = Field(min_length=2, max_length=100, title="审核机构", examples=["民政局"])
    department: str = Field(min_length=1, max_length=60, title="机构代码", examples=["D101"])
    works: list[Work] = Field(
        [], max_length=20, title="审核的工作类型", description="every kind of work where there are none"
    )
    reason: str = Field(min_length=2, max_length=500, title="理由")


class ReviewingBodyApproval(DecisionBody):
    """What the approver decides."""

    decision: Annotated[Literal["approved", "rejected"], named(approved="批准", rejected="不批准")] = Field(
        title="决定"
    )


class ReviewingBodyRemoval(Body):
    """Why a body is not asked any more."""

    note: str = Field(min_length=2, max_length=500, title="意见")


class ReviewingBodyView(ResourceView):
    """A reviewing body as it is shown."""

    table_title = "审核机构"
    workflow = WORKFLOW

    region: RegionCode = Field(title="县（市、区）")
    state: State = Field(title="状态")
    name: str = Field(title="审核机构")
    department: DepartmentCode = Field(title="机构代码")
    works: list[Work] = Field(title="审核的工作类型", description="every kind of work where there are none")
    reason: str = Field(title="理由")
    note: str | None = Field(title="办理意见")
    created_at: datetime = Field(title="提出时间")
