"""Bodies of the delivery routes."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field, field_validator
from servicekit.http import View


class DeliveryState(StrEnum):
    """What has become of a delivery."""

    PENDING = "pending"
    DELIVERED = "delivered"
    EXHAUSTED = "exhausted"


class DeliveryView(View):
    """One event on its way to one endpoint; `event_id` is its webhook-id."""

    event_id: UUID
    type: str
    region: str
    subject: str
    recorded_at: datetime
    state: DeliveryState
    attempts: int = Field(description="attempts so far")
    next_at: datetime | None = Field(description="when it is tried next, or the lease of an attempt under way")
    finished_at: datetime | None
    status: int | None = Field(description="HTTP status of the last attempt of a finished delivery")


class AttemptView(View):
    """One attempt and what came back."""

    number: int
    at: datetime
    outcome: str
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
