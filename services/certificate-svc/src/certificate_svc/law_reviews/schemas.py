"""The view of a review."""

from datetime import date, datetime
from uuid import UUID

from countykit.directory import RegionCode
from countykit.law_reviews import Answer, State
from pydantic import Field
from servicekit.bodies import ResourceView

from certificate_svc.law_reviews.models import WORKFLOW


class CertificateLawReviewView(ResourceView):
    """One item or wording that stands on a changed law."""

    table_title = "证明依据变动清理"
    workflow = WORKFLOW

    region: RegionCode = Field(title="县（市、区）")
    change_id: UUID = Field(title="法规变动")
    law: str = Field(title="法规或文件名称")
    repealed: bool = Field(title="已废止")
    articles: list[int] = Field(title="变动条款")
    code: str = Field(title="事项或式样编码")
    title: str = Field(title="名称")
    basis: str = Field(title="原依据")
    due_on: date = Field(title="答复期限")
    state: State = Field(title="状态")
    answer: Answer | None = Field(title="答复")
    new_basis: str | None = Field(title="现行依据")
    reason: str | None = Field(title="说明")
    note: str | None = Field(title="认可或退回意见")
    created_at: datetime = Field(title="登记时间")
