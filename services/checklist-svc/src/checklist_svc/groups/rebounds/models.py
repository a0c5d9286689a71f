"""Rebounds: the table, and the steps after the register has found one."""

from typing import ClassVar
from uuid import UUID

from contracts.groups import GroupReboundDetected, GroupReboundObjected, GroupReboundRetracted, GroupReboundUpheld
from contracts.titles import TitledEnum
from countykit.objections import Contested, contest, objection_review
from countykit.tables import Aggregate
from servicekit.tables import enumerated
from servicekit.workflow import Workflow
from sqlmodel import Field

from checklist_svc.models import Base


class State(TitledEnum, name="group_rebound_state", title_zh="工作群回潮状态"):
    """What has become of a rebound. The register finds it, so it counts at once and nobody has judged it."""

    CONFIRMED = "confirmed", "已认定"
    OBJECTED = "objected", "申诉中"
    UPHELD = "upheld", "维持认定"
    OVERTURNED = "overturned", "已撤销"
    WITHDRAWN = "withdrawn", "已纠正"


FALLEN = frozenset({State.OVERTURNED, State.WITHDRAWN})
"""The states in which it counts no more."""


class GroupRebound(Contested, Aggregate, Base, table=True):
    """One group that is there again. `region` is its township; `department` is its owner, who is charged first."""

    __tablename__ = "group_rebound"
    reason_columns: ClassVar[tuple[str, ...]] = ("review",)

    title: str = Field(max_length=100)
    closed: UUID = Field(foreign_key="chat_group.id", index=True)
    registered_again: UUID = Field(foreign_key="chat_group.id", unique=True)
    department: str | None = Field(default=None, max_length=60, index=True)
    charged_home: str = Field(max_length=12)
    reported_by: str = Field(max_length=200)
    """Who registered the group again: they decide on no objection."""
    judged_by: str | None = Field(default=None, max_length=200)
    state: State = enumerated(State, default=State.CONFIRMED)

    def detected(self) -> GroupReboundDetected:
        """The event of its discovery."""
        return GroupReboundDetected(
            title=self.title, charged_home=self.charged_home, closed=self.closed,
            registered_again=self.registered_again,
        )  # fmt: skip


WORKFLOW = Workflow(
    contest(
        State,
        objected=lambda row, _: GroupReboundObjected(charged_home=row.charged_home),
        upheld=lambda row, _: GroupReboundUpheld(charged_home=row.charged_home),
        retracted=lambda row, day: GroupReboundRetracted(
            charged_home=row.charged_home, counted_on=day, by_objection=row.state is State.OVERTURNED
        ),
    )
)
TODOS = (
    objection_review("group_rebound_review", "复核工作群回潮申诉", GroupRebound, WORKFLOW, record="read_group_rebound"),
)
