"""Good practices: the table, and the rules about one row."""

from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts.envelope import Event
from contracts.supervision import PracticeVerified
from contracts.titles import TitledEnum
from contracts.words import Action
from countykit.identity import Caller, Role
from countykit.neutrality import neutral, not_served
from countykit.tables import Aggregate
from countykit.todos import Todo, not_by
from servicekit.tables import document, enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field
from wording.folding import fold

from supervision_svc.errors import SamePerson
from supervision_svc.models import Base
from supervision_svc.practices.errors import VerifierNotIndependent


class State(TitledEnum, name="practice_state", title_zh="好做法状态"):
    """Whether somebody other than the recorder has seen it too."""

    RECORDED = "recorded", "待核实"
    VERIFIED = "verified", "已核实"


def second_person(practice: "Practice", caller: Caller) -> SamePerson | None:
    """Nobody verifies what they recorded."""
    return SamePerson() if caller.is_any_of(practice.recorded_by) else None


def independent(_: "Practice", caller: Caller) -> VerifierNotIndependent | None:
    """Nobody of the township, nor who is placed in it, verifies what it is praised for."""
    return VerifierNotIndependent() if caller.is_of_a_township else None


WORKFLOW = Workflow({
    "verification": Step(
        {State.RECORDED}, State.VERIFIED, frozenset({Role.INSPECTOR, Role.COUNTY_OFFICE}), "核实",
        rules=(second_person, independent, neutral),
        fact=lambda practice, _: PracticeVerified(action=practice.action, title=practice.title),
    ),
})  # fmt: skip


class Practice(Aggregate, Base, table=True):
    """One good practice. `region` is the township, which is praised for it; `village` is where it was met."""

    __tablename__ = "practice"
    reason_columns: ClassVar[tuple[str, ...]] = ("note",)

    visit_id: UUID = Field(foreign_key="visit.id", index=True)
    village: str = Field(max_length=12)
    action: Action = enumerated(Action)
    title: str = Field(max_length=200)
    description: str = Field(max_length=2000)
    evidence: list[str] = document()
    state: State = enumerated(State, default=State.RECORDED)
    note: str | None = Field(default=None, max_length=500)
    recorded_by: str = Field(max_length=200)
    verified_by: str | None = Field(default=None, max_length=200)

    def repeats(self, other: "Practice") -> bool:
        """Whether it has the title or the matter of another one, in whichever spelling."""
        return fold(self.title) == fold(other.title) or fold(self.description) == fold(other.description)

    def verify(self, caller: Caller, note: str) -> Event:
        """Somebody else has seen it too; raises IllegalTransition, SamePerson."""
        taken = WORKFLOW.take(self, "verification", caller)
        self.verified_by, self.note = caller.sub, note
        return taken.event(self)


def _by_others(caller: Caller) -> sa.ColumnElement[bool]:
    """Who recorded a practice, and who is of the township or placed in it, does not verify it."""
    if caller.is_of_a_township:
        return sa.false()
    return not_by(Practice.recorded_by)(caller) & not_served(Practice, caller)


TODOS = (
    Todo(
        "practice_verification", "核实经验做法", Practice, WORKFLOW, "verification",
        record="read_practice", subject="title", among=_by_others,
    ),
)  # fmt: skip
