"""Findings: the table, and the rules about one row."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from contracts.contested_findings import FindingObjected, FindingOverturned, FindingUpheld
from contracts.envelope import Event
from contracts.supervision import FindingClosed, FindingReopened
from contracts.titles import TitledEnum
from contracts.visits import FindingSettled
from contracts.words import Action, Grade
from countykit.identity import Caller, Role
from countykit.marks import Marked, mark_review, no_part
from countykit.neutrality import neutral
from countykit.objections import REVIEWERS
from countykit.tables import Aggregate
from countykit.workdays import today
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
    OVERTURNED = "overturned", "已撤销"


STANDING = frozenset({State.OPEN, State.CLOSED, State.REOPENED})
"""The states in which it is held against the township."""
not_the_finder = no_part("recorded_by")
"""Nobody decides on an objection to what they found, or on their own."""


def _overturned(finding: "Finding", before: State) -> FindingOverturned:
    return FindingOverturned(action=finding.action, counted_on=today(finding.created_at), closed=before is State.CLOSED)


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
    # The township contests it once; people who did not find it decide, and with it fall its repairs.
    "objection": Step(
        STANDING, None, frozenset({Role.TOWNSHIP}), "对问题提出申诉", when=lambda finding: finding.objection is None,
        fact=lambda finding, _: FindingObjected(action=finding.action),
    ),
    "review": Step(
        STANDING, {"upheld": None, "overturned": State.OVERTURNED}, REVIEWERS, "复核申诉",
        when=lambda finding: finding.contested, rules=(not_the_finder, neutral),
        fact={"upheld": lambda finding, _: FindingUpheld(action=finding.action), "overturned": _overturned},
    ),
})  # fmt: skip


class Finding(Marked, Aggregate, Base, table=True):
    """One finding. `region` is the village or, when the township is at fault, the township."""

    __tablename__ = "finding"
    reason_columns: ClassVar[tuple[str, ...]] = ("reason", "review", "objection")

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
        return self.state in (State.OPEN, State.REOPENED)

    def apply(self, action: str, reason: str | None = None) -> Event:
        """Take one step of the workflow; raises IllegalTransition."""
        taken = WORKFLOW.take(self, action)
        self.reason = reason
        return taken.event(self)


TODOS = (
    mark_review(
        "finding_review", "复核问题申诉", Finding, WORKFLOW, record="read_finding", subject="description",
        party="recorded_by",
    ),
)  # fmt: skip
