"""Assignments: the table and its states."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts.assignments import AssignmentEnd, AssignmentEnded, WorkClass
from contracts.envelope import Event
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.tables import Aggregate
from countykit.workdays import end_of_day
from servicekit.tables import document, enumerated
from servicekit.workflow import Fact, Step, Workflow
from sqlmodel import Field

from checklist_svc.admissions.states import Frequency
from checklist_svc.models import Base


class State(TitledEnum, name="assignment_state", title_zh="派交状态"):
    """Whether a dispatched task still asks something of its village."""

    ASSIGNED = "assigned", "执行中"
    ENDED = "ended", "已结束"
    RECALLED = "recalled", "已收回"


def _own(assignment: "Assignment", caller: Caller) -> bool:
    return caller.acts_for(assignment.department)


def _ended(by: AssignmentEnd) -> Fact:
    def tell(assignment: "Assignment", _: State) -> Event:
        return AssignmentEnded(
            title=assignment.title, number=assignment.number, by=by, ended_on=assignment.ended_on or assignment.until
        )

    return tell


WORKFLOW = Workflow({
    "recall": Step(
        {State.ASSIGNED}, State.RECALLED, frozenset({Role.DEPARTMENT}), "收回派交", party=_own,
        fact=_ended(AssignmentEnd.DEPARTMENT),
    ),
    "satisfaction": Step(
        {State.ASSIGNED, State.ENDED}, None, frozenset({Role.INSPECTOR}), "登记群众满意度",
        party=lambda _, caller: not caller.is_of_a_township,
    ),
    # What the system does by itself; nobody may ask for it.
    "expiry": Step({State.ASSIGNED}, State.ENDED, fact=_ended(AssignmentEnd.EXPIRY)),
    "termination": Step({State.ASSIGNED}, State.ENDED, fact=_ended(AssignmentEnd.ADMISSION)),
})  # fmt: skip


class Assignment(Aggregate, Base, table=True):
    """An admitted task in one village, which is `region`: who does it, how often, until when, and as what."""

    __tablename__ = "assignment"
    __table_args__ = (
        sa.Index(
            "one_assignment_per_village", "admission_id", "region", unique=True,
            postgresql_where=sa.text("state = 'assigned'"),
        ),
        sa.Index("running_assignment_by_last_day", "until", postgresql_where=sa.text("state = 'assigned'")),
    )  # fmt: skip

    reason_columns: ClassVar[tuple[str, ...]] = ("reason",)

    admission_id: UUID = Field(foreign_key="admission.id", index=True)
    department: str = Field(max_length=60, index=True)
    title: str = Field(max_length=200)
    number: str = Field(max_length=60)
    doer: str = Field(max_length=200)
    frequency: Frequency = enumerated(Frequency)
    work_class: WorkClass = enumerated(WorkClass)
    starts_on: date
    until: date
    state: State = enumerated(State, default=State.ASSIGNED)
    ended_on: date | None = None
    reason: str | None = Field(default=None, max_length=500)
    answers: list[dict[str, Any]] = document(default_factory=list)
    """What villagers said at drawn visits: day, how many answered, how many are satisfied. Shown by township only."""

    @property
    def ends_at(self) -> datetime | None:
        """When it ends by itself."""
        return end_of_day(self.until) if self.state == State.ASSIGNED else None
