"""Findings: the table, and the rules about one row."""

from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from contracts.words import Action
from countykit.identity import Role
from countykit.tables import Aggregate
from servicekit.tables import document
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from supervision_svc.models import Base


class Grade(StrEnum):
    """How bad it is; the sixth grade, the good practice, is an aggregate of its own."""

    MINOR = "minor"
    GENERAL = "general"
    SERIOUS = "serious"
    GRAVE = "grave"
    SUSPECTED_VIOLATION = "suspected_violation"


class State(StrEnum):
    """What has become of a finding."""

    OPEN = "open"
    CLOSED = "closed"
    REOPENED = "reopened"


WORKFLOW = Workflow(
    {
        # A finding closes when the rectification of its letter is accepted; nobody closes it by hand.
        "close": Step({State.OPEN, State.REOPENED}, State.CLOSED),
        "reopening": Step({State.CLOSED}, State.REOPENED, frozenset({Role.INSPECTOR, Role.COUNTY_OFFICE})),
    }
)
BY_HAND = frozenset({"reopening"})


class Finding(Aggregate, Base, table=True):
    """One finding. `region` is the village or, when the township is at fault, the township."""

    __tablename__ = "finding"

    visit_id: UUID = Field(foreign_key="visit.id", index=True)
    action: Action = Field(sa_type=sa.Text)
    grade: Grade = Field(sa_type=sa.Text)
    description: str = Field(max_length=1000)
    clause: str = Field(max_length=10)
    evidence: list[str] = document()
    source: dict[str, Any] | None = document(default=None)
    state: State = Field(default=State.OPEN, sa_type=sa.Text)
    reason: str | None = Field(default=None, max_length=500)
    recorded_by: str = Field(max_length=200)

    @property
    def is_open(self) -> bool:
        """Whether it still has to be repaired."""
        return self.state != State.CLOSED

    def apply(self, action: str, reason: str | None = None) -> None:
        """Take one step of the workflow; raises IllegalTransition."""
        self.state = WORKFLOW.after(State(self.state), action)
        self.reason = reason
