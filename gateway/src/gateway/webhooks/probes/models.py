"""A probe: a challenge or a test event that the worker sends once."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from contracts.envelope import new_id
from contracts.titles import TitledEnum
from servicekit.tables import enumerated, moment
from sqlmodel import Field

from gateway.models import Base


class Kind(TitledEnum, name="probe_kind", title_zh="探测种类"):
    """What is sent."""

    CHALLENGE = "challenge", "地址验证"
    TEST = "test", "测试"


class State(TitledEnum, name="probe_state", title_zh="探测状态"):
    """What became of it."""

    QUEUED = "queued", "排队中"
    SUCCEEDED = "succeeded", "成功"
    FAILED = "failed", "失败"


class Probe(Base, table=True):
    """One request to an endpoint outside of its deliveries; `id` is its webhook-id."""

    __tablename__ = "webhook_probe"
    __reconciled__ = False
    __table_args__ = (sa.Index("webhook_probe_due", "due_at", postgresql_where=sa.text("state = 'queued'")),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    endpoint_id: UUID = Field(index=True, foreign_key="webhook_endpoint.id", ondelete="CASCADE")
    kind: Kind = enumerated(Kind)
    type: str = Field(sa_type=sa.Text)
    body: bytes = Field(sa_type=sa.LargeBinary)
    echo: str | None = Field(default=None, max_length=100)
    state: State = enumerated(State, default=State.QUEUED)
    due_at: datetime = moment()
    created_at: datetime = moment()
    created_by: str = Field(max_length=200)
    finished_at: datetime | None = moment(default=None, nullable=True)
    status: int | None = None
    latency_ms: int | None = None
    error: str | None = Field(default=None, sa_type=sa.Text)
    answer: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
