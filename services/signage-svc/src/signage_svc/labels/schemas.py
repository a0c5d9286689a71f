"""Bodies and views of labels."""

from datetime import datetime

from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import Body, ResourceView

from signage_svc.labels.models import WORKFLOW


class LabelEntry(Body):
    """The village whose notice board gets a code."""

    region: str = Field(
        pattern=r"^\d{12}$", title="村代码", description="12-digit code", examples=["990101001201"],
    )  # fmt: skip


class LabelReason(Body):
    """Why."""

    reason: str = Field(min_length=2, max_length=500)


class LabelView(ResourceView):
    """A label."""

    table_title = "公示栏二维码"
    workflow = WORKFLOW

    region: RegionCode = Field(title="村（社区）")
    code: str = Field(title="编码", description="leads to the page of the village's boards")
    reason: str | None = Field(title="说明")
    created_at: datetime = Field(title="制发时间")
