"""Bodies and views of changed laws."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from contracts.law_changes import LawChangeKind, Standing
from countykit.directory import DepartmentCode, RegionCode
from countykit.law_reviews import ReviewedView
from pydantic import Field
from servicekit.bodies import Body, View

from checklist_svc.law_changes.models import WORKFLOW


class LawChangeDraft(Body):
    """A law or basis that changed."""

    law: str = Field(min_length=2, max_length=200, title="法规或文件名称", examples=["防洪法"])
    kind: LawChangeKind = Field(title="变动")
    articles: list[Annotated[int, Field(ge=1, le=2000)]] = Field(
        [], max_length=50, title="变动条款", description="all of it where there are none", examples=[[38]]
    )
    effective_on: date = Field(title="生效日期", ge=date(1949, 10, 1), le=date(2200, 12, 31))
    source: str = Field(min_length=2, max_length=500, title="来源", examples=["主席令第88号"])


class LawChangeView(View):
    """A changed law as it is shown."""

    table_title = "法规变动"

    id: UUID
    version: int = Field(title="版本")
    region: RegionCode = Field(title="县（市、区）")
    law: str = Field(title="法规或文件名称")
    kind: LawChangeKind = Field(title="变动")
    articles: list[int] = Field(title="变动条款")
    effective_on: date = Field(title="生效日期")
    source: str = Field(title="来源")
    found: int = Field(title="所涉对象数", description="list items, admissions and forms that stood on it")
    created_at: datetime = Field(title="登记时间")


class LawReviewView(ReviewedView):
    """One thing that stands on a changed law."""

    table_title = "依据变动清理"
    workflow = WORKFLOW

    department: DepartmentCode | None = Field(title="责任机构", description="the county office where there is none")
    standing: Standing = Field(title="所涉对象")
    subject_id: UUID = Field(title="对象编号")
