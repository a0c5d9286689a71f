"""Bodies of the routes of drawn samples."""

from datetime import datetime
from uuid import UUID

from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import Body, ResourceView

from signage_svc.disposal_samples.models import WORKFLOW
from signage_svc.plaques.schemas import Reason


class SampleDraw(Body):
    """Of which township how many disposals are looked at."""

    region: str = Field(pattern=r"^\d{9}000$", title="乡镇代码", examples=["990101001000"])
    size: int = Field(10, ge=1, le=200, title="抽查块数", description="all where fewer wait")


class SampleConclusion(Body):
    """What the look at the drawn boards says of the rest."""

    reason: Reason = Field(title="结论说明")


class SampleView(ResourceView):
    """A drawn sample: with `frame` and `seed` anybody draws the same boards again."""

    table_title = "处置抽样核验"
    workflow = WORKFLOW

    region: RegionCode = Field(title="乡镇代码")
    number: int = Field(title="批次")
    seed: str = Field(title="随机种子")
    frame: list[UUID] = Field(title="待核验牌子")
    drawn: list[UUID] = Field(title="抽中牌子")
    failed: list[UUID] = Field(title="核验不通过牌子")
    discounted: int = Field(title="按比例扣减块数", description="of the boards that were not drawn")
    created_at: datetime = Field(title="抽取时间")
    concluded_at: datetime | None = Field(title="结论时间")
