"""Labels: the table, and the steps."""

import sqlalchemy as sa
from contracts.board_reports import LabelReplaced
from contracts.titles import TitledEnum
from countykit.identity import Role
from countykit.tables import Aggregate
from servicekit.tables import enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from signage_svc.models import Base


class State(TitledEnum, name="label_state", title_zh="公示栏二维码状态"):
    """A label is in use as long as its village is there."""

    IN_USE = "in_use", "使用中"


WORKFLOW = Workflow({
    "replacement": Step(
        {State.IN_USE}, None, frozenset({Role.TOWNSHIP}), "更换编码", fact=lambda *_: LabelReplaced()
    ),
})  # fmt: skip


class Label(Aggregate, Base, table=True):
    """The code on one village's notice board."""

    __tablename__ = "label"
    __table_args__ = (sa.UniqueConstraint("region"),)

    code: str = Field(max_length=16, unique=True)
    state: State = enumerated(State, default=State.IN_USE)
    reason: str | None = Field(default=None, max_length=500)
