"""Bodies of the delivery routes."""

from datetime import datetime
from uuid import UUID

from contracts.titles import TitledEnum
from countykit.directory import RegionCode
from pydantic import Field, field_validator
from servicekit.bodies import View

from gateway.webhooks.deliveries.models import Outcome


class DeliveryState(TitledEnum, name="delivery_state", title_zh="投递状态"):
    """What has become of a delivery."""

    PENDING = "pending", "待投递"
    DELIVERED = "delivered", "已送达"
    EXHAUSTED = "exhausted", "已放弃"


class DeliveryView(View):
    """One event on its way to one endpoint; `event_id` is its webhook-id."""

    table_title = "推送记录"

    event_id: UUID = Field(title="事件编号")
    type: str = Field(title="事件类型")
    region: RegionCode = Field(title="区划代码")
    subject: str = Field(title="对象")
    recorded_at: datetime = Field(title="发生时间")
    state: DeliveryState = Field(title="状态")
    attempts: int = Field(title="推送次数", description="attempts so far")
    next_at: datetime | None = Field(
        title="下次推送时间", description="when it is tried next, or the lease of an attempt under way"
    )
    finished_at: datetime | None = Field(title="结束时间")
    status: int | None = Field(title="HTTP 状态码", description="HTTP status of the last attempt when finished")


class AttemptView(View):
    """One attempt and what came back."""

    number: int
    at: datetime
    outcome: Outcome
    status: int | None
    latency_ms: int
    error: str | None
    answer: str | None = Field(description="the first 16 kB of the answer")

    @field_validator("answer", mode="before")
    @classmethod
    def _readable(cls, answer: object) -> object:
        return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer


class DeliveryDetailView(DeliveryView):
    """A delivery with its body and attempts, newest first."""

    body: str
    tried: list[AttemptView]


class DeliveryPage(View):
    """One page of deliveries, newest event first."""

    items: list[DeliveryView]
    next: int | None = Field(
        None, description="pass as `before` to get the following page; a page of rare types may be short or empty"
    )
