"""The view of a review."""

from datetime import datetime

from countykit.law_reviews import ReviewedView
from pydantic import Field

from certificate_svc.law_reviews.models import WORKFLOW


class CertificateLawReviewView(ReviewedView):
    """One item or wording that stands on a changed law."""

    table_title = "证明依据变动清理"
    workflow = WORKFLOW

    repealed: bool = Field(title="已废止")
    articles: list[int] = Field(title="变动条款")
    code: str = Field(title="事项或式样编码")
    created_at: datetime = Field(title="登记时间")
