"""Findings: the table, and the rules about one row."""

from datetime import date
from typing import Any
from uuid import UUID

from contracts.envelope import Event
from contracts.supervision import FindingClosed, FindingReopened
from contracts.titles import TitledEnum
from contracts.visits import FindingSettled
from contracts.words import Action, Grade
from countykit.identity import Caller, Role
from countykit.tables import Aggregate
from servicekit.tables import document, enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from supervision_svc.findings.errors import FindingTooGrave, SettlerNotIndependent
from supervision_svc.models import Base


class State(TitledEnum, name="finding_state", title_zh="问题状态"):
    """What has become of a finding."""

    OPEN = "open", "待整改"
    CLOSED = "closed", "已办结"
    REOPENED = "reopened", "返工整改"


LIGHT = frozenset({Grade.MINOR, Grade.GENERAL})


def recorder(finding: "Finding", caller: Caller) -> bool:
    """Who found it, or went along, is there when it is put right."""
    return caller.is_any_of(finding.recorded_by, *finding.recorders)


def light(finding: "Finding", _: Caller) -> FindingTooGrave | None:
    """What is grave is repaired by a letter and rechecked by others."""
    return None if finding.grade in LIGHT else FindingTooGrave()


def not_of_the_township(_: "Finding", caller: Caller) -> SettlerNotIndependent | None:
    """Nobody of a township, nor who is placed in one, closes what was found there."""
    return SettlerNotIndependent() if caller.is_of_a_township else None


_CHECKERS = frozenset({Role.INSPECTOR, Role.COUNTY_OFFICE})
WORKFLOW = Workflow({
    # A finding closes when the rectification of its letter is accepted; nobody closes it by hand.
    "closure": Step(
        {State.OPEN, State.REOPENED}, State.CLOSED, fact=lambda finding, _: FindingClosed(action=finding.action)
    ),
    # What is light is put right while those who came are there (现场会商、现场解决); no letter follows.
    "settlement": Step(
        {State.OPEN}, State.CLOSED, frozenset({Role.INSPECTOR, Role.DEPARTMENT}), "现场解决", party=recorder,
        rules=(light, not_of_the_township),
        fact=lambda finding, _: FindingSettled(action=finding.action, settled_on=finding.settled_on),
    ),
    "reopening": Step(
        {State.CLOSED}, State.REOPENED, _CHECKERS, "重新打开",
        fact=lambda finding, _: FindingReopened(action=finding.action),
    ),
})  # fmt: skip


class Finding(Aggregate, Base, table=True):
    """One finding. `region` is the village or, when the township is at fault, the township."""

    __tablename__ = "finding"

    visit_id: UUID = Field(foreign_key="visit.id", index=True)
    action: Action = enumerated(Action)
    grade: Grade = enumerated(Grade)
    description: str = Field(max_length=1000)
    clause: str = Field(max_length=10)
    evidence: list[str] = document()
    source: dict[str, Any] | None = document(default=None)
    state: State = enumerated(State, default=State.OPEN)
    reason: str | None = Field(default=None, max_length=500)
    recorders: list[str] = document(default_factory=list)
    """The accounts of the team that found it."""
    settlement: dict[str, Any] | None = document(default=None)
    """How it was put right on the spot, with whom, and before which second person."""
    settled_on: date | None = None
    recorded_by: str = Field(max_length=200)

    @property
    def is_open(self) -> bool:
        """Whether it still has to be repaired."""
        return self.state != State.CLOSED

    def apply(self, action: str, reason: str | None = None) -> Event:
        """Take one step of the workflow; raises IllegalTransition."""
        taken = WORKFLOW.take(self, action)
        self.reason = reason
        return taken.event(self)
