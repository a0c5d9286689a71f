"""A replay: a range of stored events that is made out for an endpoint again, piece by piece."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from contracts.envelope import new_id
from contracts.titles import TitledEnum
from servicekit.tables import enumerated, moment
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from gateway.models import Base


class State(TitledEnum, name="replay_state", title_zh="重放状态"):
    """How far a replay is."""

    RUNNING = "running", "进行中"
    DONE = "done", "已完成"


class Replay(Base, table=True):
    """Events behind `next_position` up to `last_position`; a catch-up holds the endpoint until it is done."""

    __tablename__ = "webhook_replay"
    __reconciled__ = False
    __table_args__ = (sa.Index("webhook_replay_running", "endpoint_id", postgresql_where=sa.text("state = 'running'")),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    endpoint_id: UUID = Field(index=True, foreign_key="webhook_endpoint.id", ondelete="CASCADE")
    types: list[str] = Field(sa_type=ARRAY(sa.Text))
    first_position: int = Field(sa_type=sa.BigInteger)
    next_position: int = Field(sa_type=sa.BigInteger)
    last_position: int = Field(sa_type=sa.BigInteger)
    catch_up: bool = False
    events: int = 0
    state: State = enumerated(State, default=State.RUNNING)
    created_by: str = Field(max_length=200)
    created_at: datetime = moment()
