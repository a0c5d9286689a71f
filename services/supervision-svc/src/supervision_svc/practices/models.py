"""Good practices: the table, and the rules about one row."""

from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from contracts.words import Action
from countykit.identity import Role
from countykit.tables import Aggregate
from countykit.todos import Todo, not_by
from servicekit.tables import document
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from supervision_svc.models import Base


class State(StrEnum):
    """Whether somebody other than the recorder has seen it too."""

    RECORDED = "recorded"
    VERIFIED = "verified"


WORKFLOW = Workflow(
    {
        "verification": Step(
            {State.RECORDED}, State.VERIFIED, frozenset({Role.INSPECTOR, Role.COUNTY_OFFICE})
        )
    }
)  # fmt: skip


class Practice(Aggregate, Base, table=True):
    """One good practice. `region` is the township, which earns the credit; `village` is where it was met."""

    __tablename__ = "practice"

    visit_id: UUID = Field(foreign_key="visit.id", index=True)
    village: str = Field(max_length=12)
    action: Action = Field(sa_type=sa.Text)
    title: str = Field(max_length=200)
    description: str = Field(max_length=2000)
    evidence: list[str] = document()
    state: State = Field(default=State.RECORDED, sa_type=sa.Text)
    note: str | None = Field(default=None, max_length=500)
    recorded_by: str = Field(max_length=200)
    verified_by: str | None = Field(default=None, max_length=200)

    def verify(self, *, by: str, note: str) -> None:
        """Somebody else has seen it too; raises IllegalTransition."""
        self.state = WORKFLOW.after(State(self.state), "verification")
        self.verified_by, self.note = by, note


TODOS = (
    Todo(
        "practice_verification", "核实经验做法", Practice, WORKFLOW, "verification",
        operation="verify_practice", record="read_practice", subject="title", among=not_by(Practice.recorded_by),
    ),
)  # fmt: skip
