"""Bodies of the replay routes."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import AwareDatetime, Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, View

from gateway.webhooks.replays.models import State


class ReplayOrder(Body):
    """Which stored events to send again: recorded between two moments, or behind an event."""

    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    after: UUID | None = Field(None, description="id of the event behind which to begin")
    types: list[str] | None = Field(None, min_length=1, max_length=100, description="within the endpoint's own types")
    dry_run: bool = Field(default=False, description="only count")

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.since is None and self.after is None:
            raise PydanticCustomError("replay_start", "须填写 since 或 after")
        return self


class ReplayView(View):
    """A replay, or the count of a dry run (without id)."""

    table_title = "重放记录"

    id: UUID | None = None
    state: State | None = None
    matching: int | None = Field(None, title="符合条件的事件数", description="events that match, as counted now")
    events: int = Field(0, title="已重放事件数", description="deliveries made out so far")
    catch_up: bool = Field(default=False, title="是否补发")
    created_at: datetime | None = None
    created_by: str | None = Field(None, title="发起人")
