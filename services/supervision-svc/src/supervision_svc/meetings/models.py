"""Meetings: the table, and the rules about one row.

recorded ──► corrected
"""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts.titles import TitledEnum
from contracts.work_groups import MeetingCorrected
from countykit.tables import Aggregate
from servicekit.tables import document, enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from supervision_svc.models import Base
from supervision_svc.work_groups.models import WRITERS, writes_for

_MOST_CORRECTIONS = 20


class State(TitledEnum, name="meeting_state", title_zh="会议纪要状态"):
    """Whether the minutes are as they were first written."""

    RECORDED = "recorded", "已登记"
    CORRECTED = "corrected", "已更正"


WORKFLOW = Workflow({
    "correction": Step(
        frozenset(State), State.CORRECTED, WRITERS, "更正纪要", party=writes_for,
        when=lambda row: len(row.corrections) < _MOST_CORRECTIONS,
        fact=lambda row, _: MeetingCorrected(group=row.group_id, held_on=row.held_on),
    ),
})  # fmt: skip


class Meeting(Aggregate, Base, table=True):
    """One meeting of a group with its minutes. `region` is the group's."""

    __tablename__ = "meeting"
    __table_args__ = (sa.Index("meeting_held_on_idx", "held_on"),)
    reason_columns: ClassVar[tuple[str, ...]] = ("correction",)

    group_id: UUID = Field(foreign_key="work_group.id", index=True)
    bodies: list[str] = document()
    held_on: date
    title: str = Field(max_length=100)
    present: list[str] = document()
    minutes: str = Field(max_length=8000)
    decisions: int
    state: State = enumerated(State, default=State.RECORDED)
    correction: str | None = Field(default=None, max_length=500)
    corrections: list[dict[str, Any]] = document()
    """What the minutes said before each correction, and why it was made."""
    recorded_by: str = Field(max_length=200)
