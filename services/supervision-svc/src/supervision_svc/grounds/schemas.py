"""Bodies of the routes of a county's own grounds."""

from datetime import date, datetime

from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import Body, ResourceView

from supervision_svc.findings.schemas import ClauseCode
from supervision_svc.grounds.models import WORKFLOW


class GroundToName(Body):
    """Which document of the county lays a rule down."""

    clause: ClauseCode = Field(title="规则编号")
    document: str = Field(
        min_length=4, max_length=100, pattern="^[^《》]+$", title="文件名称", description="without 《》"
    )
    number: str = Field(
        pattern=r"^\S{2,20}〔\d{4}〕\d{1,5}号$", title="文号", examples=["松减办〔2025〕3号"]
    )  # fmt: skip
    article: str | None = Field(None, min_length=2, max_length=60, title="条款", examples=["第五条"])
    effective_from: date = Field(title="施行日期")


class GroundEnding(Body):
    """Why the document is cited no more."""

    note: str = Field(min_length=2, max_length=500, title="失效原因")


class CountyGroundView(ResourceView):
    """A county's document behind a rule as it is shown."""

    table_title = "本县依据"
    workflow = WORKFLOW

    region: RegionCode = Field(title="县（市、区）")
    clause: str = Field(title="规则编号")
    document: str = Field(title="文件名称")
    number: str = Field(title="文号")
    article: str | None = Field(title="条款")
    effective_from: date = Field(title="施行日期")
    note: str | None = Field(title="失效原因")
    created_at: datetime = Field(title="登记时间")
