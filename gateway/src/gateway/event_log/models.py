"""The table of stored events. `position` is drawn under a lock that is held to the commit, so it never goes back."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from servicekit.tables import moment
from sqlmodel import Field

from gateway.models import Base

POSITIONS = sa.Sequence("event_log_position_seq", cache=1, metadata=Base.metadata)


class LoggedEvent(Base, table=True):
    """One event exactly as it was on the bus, in a partition per month of its recording."""

    __tablename__ = "event_log"
    __reconciled__ = False
    __table_args__ = (
        sa.Index("event_log_event_id", "event_id"),
        {"postgresql_partition_by": "RANGE (recorded_at)"},
    )

    position: int = Field(sa_column=sa.Column(sa.BigInteger, primary_key=True, autoincrement=False))
    recorded_at: datetime = moment(primary_key=True)
    event_id: UUID
    type: str = Field(sa_type=sa.Text)
    region: str = Field(max_length=12)
    time: datetime = moment()
    subject: str = Field(sa_type=sa.Text)
    body: bytes = Field(sa_type=sa.LargeBinary)
