"""Changes of regions and bodies: the tables, and the steps."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from contracts.envelope import new_id
from contracts.lineage import ChangeKind, ChangeSubject
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.tables import Aggregate
from servicekit.tables import document, enumerated, moment
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from gateway.changes.errors import OwnDraft
from gateway.models import Base

UNDO_WITHIN = timedelta(days=1)


class State(TitledEnum, name="directory_change_state", title_zh="变更状态"):
    """What became of a change."""

    DRAFT = "draft", "待确认"
    CONFIRMED = "confirmed", "已确认待生效"
    EFFECTIVE = "effective", "已生效"
    BLOCKED = "blocked", "到期未能生效"
    WITHDRAWN = "withdrawn", "已撤销"
    UNDONE = "undone", "已撤回"


KEEPERS = frozenset({Role.OPERATOR, Role.COUNTY_OFFICE})
OPEN = frozenset({State.DRAFT, State.CONFIRMED})


def another_person(change: "DirectoryChange", caller: Caller) -> OwnDraft | None:
    """Two people change the map."""
    return OwnDraft() if caller.is_any_of(change.drafted_by) else None


WORKFLOW = Workflow({
    "confirmation": Step({State.DRAFT}, State.CONFIRMED, KEEPERS, "确认", rules=(another_person,)),
    "withdrawal": Step({State.DRAFT, State.CONFIRMED, State.BLOCKED}, State.WITHDRAWN, KEEPERS, "撤销"),
    "undoing": Step({State.EFFECTIVE}, State.UNDONE, KEEPERS, "撤回生效"),
})  # fmt: skip


class DirectoryChange(Aggregate, Base, table=True):
    """One change of the map or of the bodies. `parts` and `villages` are as they were drafted, `lines` what follows.

    `stated_on` is the day of the document; `effective_on` the day on which it takes effect, never before it is
    confirmed. `before` is the directory as it was, to undo by.
    """

    __tablename__ = "directory_change"

    subject: ChangeSubject = enumerated(ChangeSubject)
    kind: ChangeKind = enumerated(ChangeKind)
    stated_on: date
    effective_on: date
    basis: str = Field(max_length=200)
    parts: list[dict[str, Any]] = document()
    villages: list[dict[str, Any]] = document(default=[])
    lines: list[dict[str, Any]] = document()
    effects: dict[str, Any] | None = document(default=None)
    before: list[dict[str, Any]] = document(default=[])
    state: State = enumerated(State, default=State.DRAFT)
    reason: str | None = Field(default=None, max_length=500)
    drafted_by: str = Field(max_length=200)
    confirmed_by: str | None = Field(default=None, max_length=200)
    effective_at: datetime | None = moment(default=None, nullable=True)


class Lineage(Base, table=True):
    """Who takes over from whom, from a day on: the lines of the changes in effect, as tokens and lists read them."""

    __tablename__ = "lineage"
    __reconciled__ = False
    __table_args__ = (
        sa.Index("lineage_predecessor_idx", "predecessor", postgresql_ops={"predecessor": "text_pattern_ops"}),
        sa.Index("lineage_successor_idx", "successor", postgresql_ops={"successor": "text_pattern_ops"}),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    change_id: UUID = Field(foreign_key="directory_change.id", index=True)
    subject: ChangeSubject = enumerated(ChangeSubject)
    predecessor: str = Field(max_length=60)
    successor: str | None = Field(default=None, max_length=60)
    share: int
    takes_over: bool
    continues: bool
    effective_on: date
