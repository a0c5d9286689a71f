"""Checklists: the table, and the rules about one row.

recorded ──► corrected
"""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts.checklists import ChecklistCorrected
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.tables import Aggregate
from servicekit.tables import document, enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from supervision_svc.models import Base

_MOST_CORRECTIONS = 20


class State(TitledEnum, name="visit_checklist_state", title_zh="核实清单状态"):
    """Whether the answers are as they were first written."""

    RECORDED = "recorded", "已登记"
    CORRECTED = "corrected", "已更正"


def recorder(row: "VisitChecklist", caller: Caller) -> bool:
    """Who wrote the answers puts them right."""
    return caller.is_any_of(row.recorded_by)


WORKFLOW = Workflow({
    "correction": Step(
        frozenset(State), State.CORRECTED, frozenset({Role.INSPECTOR, Role.DEPARTMENT}), "更正核实清单", party=recorder,
        when=lambda row: len(row.corrections) < _MOST_CORRECTIONS,
        fact=lambda row, _: ChecklistCorrected(**row.standing),
    ),
})  # fmt: skip


class VisitChecklist(Aggregate, Base, table=True):
    """The answers of one visit. `region` is the village; neither it nor its township reads them."""

    __tablename__ = "visit_checklist"
    __table_args__ = (sa.UniqueConstraint("visit_id"),)
    reason_columns: ClassVar[tuple[str, ...]] = ("reason",)

    visit_id: UUID = Field(foreign_key="visit.id")
    drawn_village_id: UUID | None = Field(default=None, foreign_key="drawn_village.id", index=True)
    """Where the answers count: a drawn village that waited for this visit."""
    visited_on: date
    list_version: int
    answers: list[dict[str, Any]] = document()
    matters: list[str] = document()
    state: State = enumerated(State, default=State.RECORDED)
    reason: str | None = Field(default=None, max_length=500)
    corrections: list[dict[str, Any]] = document()
    """What the answers were before each correction, and why it was made."""
    recorded_by: str = Field(max_length=200)

    @property
    def standing(self) -> dict[str, Any]:
        """What events say of it."""
        return {
            "visit": self.visit_id, "visited_on": self.visited_on, "matters": self.matters,
            "answers": len(self.answers),
        }  # fmt: skip
