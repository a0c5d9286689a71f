"""The workbench: its tables, and the steps that a person takes on it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from contracts import consolidation as facts
from contracts.consolidation import StepState
from contracts.envelope import Event
from contracts.titles import TitledEnum
from countykit.identity import Role
from countykit.tables import Aggregate
from servicekit.tables import document, enumerated, moment
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from report_svc.models import Base

UNDO = timedelta(days=30)


class State(TitledEnum, name="consolidation_state", title_zh="归并工作状态"):
    """Whether the work goes on."""

    OPEN = "open", "进行中"
    CLOSED = "closed", "已结束"


_OFFICE = frozenset({Role.COUNTY_OFFICE})


def _changed(outcome: StepState) -> Callable[["Consolidation", State | None], Event]:
    return lambda row, _: facts.ConsolidationChanged(step=row.steps, outcome=outcome, **row.now_figures)


WORKFLOW = Workflow({
    "acceptance": Step({State.OPEN}, None, _OFFICE, "采纳归并建议", fact=_changed(StepState.ACCEPTED)),
    "rejection": Step({State.OPEN}, None, _OFFICE, "否决归并建议", fact=_changed(StepState.REJECTED)),
    "undoing": Step({State.OPEN}, None, _OFFICE, "撤销归并步骤", fact=_changed(StepState.UNDONE)),
    "closing": Step(
        {State.OPEN}, State.CLOSED, _OFFICE, "结束归并",
        fact=lambda row, _: facts.ConsolidationClosed(title=row.title, **row.now_figures),
    ),
})  # fmt: skip


class Consolidation(Aggregate, Base, table=True):
    """One round of consolidation of a county's forms. `region` is the county; everybody below may look on."""

    __tablename__ = "consolidation"

    title: str = Field(max_length=200)
    state: State = enumerated(State, default=State.OPEN)
    steps: int = 0
    at_first: dict[str, Any] = document()
    now: dict[str, Any] = document()
    """What the forms cost a village when the work began, and now."""
    reason: str | None = Field(default=None, max_length=500)

    @property
    def now_figures(self) -> dict[str, int]:
        """What an event says of the forms as they are."""
        return {name: self.now[name] for name in ("forms", "columns", "filings", "cells")}


class ConsolidationLine(Base, table=True):
    """One form on the workbench as it is now."""

    __tablename__ = "consolidation_line"

    consolidation_id: UUID = Field(primary_key=True, foreign_key="consolidation.id")
    code: str = Field(primary_key=True, max_length=60)
    content: dict[str, Any] = document()


class ConsolidationStep(Base, table=True):
    """One decision of a person, with everything that it changed, so that it is undone exactly."""

    __tablename__ = "consolidation_step"
    __table_args__ = (sa.Index("consolidation_step_proposal_idx", "consolidation_id", "proposal"),)

    consolidation_id: UUID = Field(primary_key=True, foreign_key="consolidation.id")
    number: int = Field(primary_key=True)
    state: StepState = enumerated(StepState)
    proposal: str = Field(max_length=24)
    action: str = Field(max_length=20)
    forms: list[str] = document()
    title: str = Field(max_length=200)
    reason: str = Field(max_length=500)
    approvals: list[dict[str, Any]] = document(default_factory=list)
    changes_from: list[dict[str, Any]] = document(default_factory=list)
    changes_to: list[dict[str, Any]] = document(default_factory=list)
    before: dict[str, Any] = document()
    after: dict[str, Any] = document()
    """What all forms of the workbench cost before and after this step."""
    taken_by: str = Field(max_length=200)
    taken_at: datetime = moment()
    undone_at: datetime | None = moment(default=None)
    undo_reason: str | None = Field(default=None, max_length=500)
