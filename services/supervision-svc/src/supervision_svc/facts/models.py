"""Evidence, its daily sums, and the log of what changed. Written by the projection only."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from servicekit.tables import moment
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from supervision_svc.models import Base


class Evidence(Base, table=True):
    """One fact with the event it comes from. Its key is the projection's inbox: the same fact enters once.

    Region and day follow from the event, so they may stand in the key, where they also serve the explanations.
    """

    __tablename__ = "evidence"
    __reconciled__ = False
    __table_args__ = {"postgresql_partition_by": "RANGE (day)"}  # noqa: RUF012

    figure: str = Field(sa_type=sa.Text, primary_key=True)
    region: str = Field(max_length=12, primary_key=True)
    day: date = Field(primary_key=True)
    recorded_on: date
    """The day on which it became known: its own, or a later one. A board of a day counts what was known by then."""
    event_id: UUID = Field(primary_key=True)
    ordinal: int = Field(sa_type=sa.SmallInteger, primary_key=True)
    delta: int
    sequence: int
    time: datetime = moment()
    department: str = Field(sa_type=sa.Text)
    type: str = Field(sa_type=sa.Text)
    subject: str = Field(sa_type=sa.Text)
    label: str = Field(default="", sa_type=sa.Text)
    """What the event says of its record, in words; empty where it says nothing."""


class Daily(Base, table=True):
    """The sum of a figure per township, department and day, and the day on which it became known."""

    __tablename__ = "daily"
    __reconciled__ = False
    __table_args__ = ({"postgresql_with": {"fillfactor": "70"}},)

    region: str = Field(max_length=12, primary_key=True)
    figure: str = Field(sa_type=sa.Text, primary_key=True)
    day: date = Field(primary_key=True)
    department: str = Field(sa_type=sa.Text, primary_key=True)
    recorded_on: date = Field(primary_key=True)
    total: int = Field(sa_type=sa.BigInteger)


class Change(Base, table=True):
    """Which townships a batch changed: one row per batch, read by the boards' caches and streams, soon forgotten.

    `regions` are those whose sums changed, `touched` those that any event was about: their to-dos may have changed.

    Transaction numbers are not commit order, so readers start at the oldest transaction that was still running.
    """

    __tablename__ = "change"
    __reconciled__ = False

    id: int | None = Field(default=None, sa_type=sa.BigInteger, primary_key=True)
    transaction: int = Field(sa_type=sa.BigInteger, index=True)
    regions: list[str] = Field(sa_type=ARRAY(sa.Text))
    touched: list[str] = Field(default_factory=list, sa_type=ARRAY(sa.Text))
    changed_at: datetime = moment()
