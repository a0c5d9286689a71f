"""Bodies of the routes of requests for more time."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from contracts.titles import named
from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import Body, DecisionBody, ResourceView

from supervision_svc.extensions.models import WORKFLOW


class ExtensionToRequest(Body):
    """How much more time a repair needs, and why."""

    rectification_id: UUID = Field(title="整改事项")
    workdays: int = Field(ge=1, le=30, title="延期工作日")
    reason: str = Field(min_length=4, max_length=500, title="延期原因")


class ExtensionDecision(DecisionBody):
    """What the county decides."""

    decision: Annotated[Literal["granted", "refused"], named(granted="同意", refused="不同意")] = Field(
        title="研究意见"
    )
    reason: str = Field(min_length=2, max_length=500, title="理由", description="the township reads it")


class ExtensionRequestView(ResourceView):
    """A request as it is shown."""

    table_title = "延期申请"
    workflow = WORKFLOW

    region: RegionCode = Field(title="乡镇")
    rectification_id: UUID = Field(title="整改事项")
    letter_number: str = Field(title="函号")
    deadline: date = Field(title="原期限")
    workdays: int = Field(title="延期工作日")
    reason: str = Field(title="延期原因")
    requested_on: date = Field(title="申请日期")
    note: str | None = Field(title="理由")
    decided_on: date | None = Field(title="研究日期")
    created_at: datetime = Field(title="登记时间")
