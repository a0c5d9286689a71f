"""The two lean tables of deliveries: what is due, and the log of attempts."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from contracts.titles import TitledEnum
from servicekit.tables import enumerated, moment
from sqlmodel import Field

from gateway.models import Base


class Outcome(TitledEnum, name="attempt_outcome", title_zh="投递结果"):
    """What became of an attempt; `delivered` and `exhausted` end the delivery."""

    DELIVERED = "delivered", "已送达"
    FAILED = "failed", "失败"
    EXHAUSTED = "exhausted", "已放弃"


class Due(Base, table=True):
    """A delivery that is not finished. A lease is nothing but a later `due_at`: who dies just lets it come.

    `lane` is set in strict mode: the aggregate's hash. Only the first of a lane is due, the others wait at infinity.
    """

    __tablename__ = "webhook_due"
    __reconciled__ = False
    __table_args__ = (
        sa.Index("webhook_due_next", "endpoint_id", "due_at", "position"),
        sa.Index("webhook_due_lane", "endpoint_id", "lane", "position", postgresql_where=sa.text("lane IS NOT NULL")),
        {
            "postgresql_with": {
                "autovacuum_vacuum_scale_factor": "0.01", "autovacuum_vacuum_threshold": "2000",
                "autovacuum_vacuum_cost_delay": "0",
            }
        },
    )  # fmt: skip

    endpoint_id: UUID = Field(primary_key=True)
    position: int = Field(sa_column=sa.Column(sa.BigInteger, primary_key=True, autoincrement=False))
    recorded_at: datetime = moment()
    due_at: datetime = moment()
    lane: int | None = Field(default=None, sa_type=sa.BigInteger)
    attempts: int = Field(default=0, sa_type=sa.SmallInteger)


class Attempt(Base, table=True):
    """One attempt, in the month's partition of its event."""

    __tablename__ = "webhook_attempt"
    __reconciled__ = False
    __table_args__ = (
        sa.Index(
            "webhook_attempt_ended",
            "endpoint_id",
            "outcome",
            "position",
            postgresql_where=sa.text("outcome <> 'failed'"),
        ),
        {"postgresql_partition_by": "RANGE (recorded_at)"},
    )

    endpoint_id: UUID = Field(primary_key=True)
    position: int = Field(sa_column=sa.Column(sa.BigInteger, primary_key=True, autoincrement=False))
    at: datetime = moment(primary_key=True)
    recorded_at: datetime = moment(primary_key=True)
    number: int = Field(sa_type=sa.SmallInteger)
    outcome: Outcome = enumerated(Outcome)
    status: int | None = Field(default=None, sa_type=sa.SmallInteger)
    latency_ms: int
    error: str | None = Field(default=None, sa_type=sa.Text)
    answer: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
