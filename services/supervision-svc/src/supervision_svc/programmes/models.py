"""Programmes and their measures: the tables, and the rules about one row.

programme:  filed ──► published ──► concluded | superseded
              └► returned ──► filed
measure:    open ──► met
              └──► overdue ──► met | missed | open (postponed)
                     └──► ended (its programme was replaced)
"""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts import programmes as facts
from contracts.envelope import Event
from contracts.programmes import Strand
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.regions import TOWNSHIP_DIGITS
from countykit.tables import Aggregate
from countykit.todos import Todo, not_by
from servicekit.tables import document, enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field, col

from supervision_svc.models import Base
from supervision_svc.programmes.errors import ProgrammeSamePerson
from supervision_svc.programmes.success import Success


class ProgrammeState(TitledEnum, name="programme_state", title_zh="实施方案状态"):
    """How far a programme has come."""

    FILED = "filed", "待审批"
    RETURNED = "returned", "已退回"
    PUBLISHED = "published", "执行中"
    CONCLUDED = "concluded", "已办结"
    SUPERSEDED = "superseded", "已被替代"


class MeasureState(TitledEnum, name="programme_measure_state", title_zh="方案任务状态"):
    """How a measure stands. Only the figures of its deadline or later make it met."""

    OPEN = "open", "执行中"
    MET = "met", "已完成"
    OVERDUE = "overdue", "逾期未完成"
    MISSED = "missed", "未完成结案"
    ENDED = "ended", "已终止"


OUT = frozenset({ProgrammeState.PUBLISHED, ProgrammeState.CONCLUDED, ProgrammeState.SUPERSEDED})
"""The states in which everybody in the county reads a programme."""
RUNNING = frozenset({MeasureState.OPEN, MeasureState.OVERDUE})
_OFFICE, _APPROVER = frozenset({Role.COUNTY_OFFICE}), frozenset({Role.APPROVER})
_BODIES = frozenset({Role.DEPARTMENT, Role.TOWNSHIP, Role.COUNTY_OFFICE})


def other_person(row: "Programme", caller: Caller) -> ProgrammeSamePerson | None:
    """Filing and approving are two people's."""
    return ProgrammeSamePerson() if caller.is_any_of(row.filed_by) else None


def not_the_explainer(row: "ProgrammeMeasure", caller: Caller) -> ProgrammeSamePerson | None:
    """Who explains a miss does not rule on it."""
    return ProgrammeSamePerson() if caller.is_any_of(row.explained_by) else None


def answers_for(row: "ProgrammeMeasure", caller: Caller) -> bool:
    """Whether the measure is the caller's: of their body, or of their township."""
    of_township = Role.TOWNSHIP in caller.roles and len(caller.region) >= TOWNSHIP_DIGITS
    own = caller.acts_for(row.department)
    return own or (of_township and row.region.startswith(caller.region))


def _programme(kind: type[Any]) -> Any:
    def fact(row: "Programme", _: Any) -> Event:
        event: Event = kind(year=row.year, measures=row.rows)
        return event

    return fact


def _measure(kind: type[Any]) -> Any:
    def fact(row: "ProgrammeMeasure", _: Any) -> Event:
        event: Event = kind(**row.standing)
        return event

    return fact


def _postponed(row: "ProgrammeMeasure", _: Any) -> Event:
    return facts.MeasurePostponed(**row.standing, previous=row.rounds[-1]["deadline"])


PROGRAMMES = Workflow({
    "approval": Step(
        {ProgrammeState.FILED}, {"published": ProgrammeState.PUBLISHED, "returned": ProgrammeState.RETURNED},
        _APPROVER, "审批", rules=(other_person,),
        fact={"published": _programme(facts.ProgrammePublished), "returned": _programme(facts.ProgrammeReturned)},
    ),
    "resubmission": Step(
        {ProgrammeState.RETURNED}, ProgrammeState.FILED, _OFFICE, "修改后重报", fact=_programme(facts.ProgrammeFiled),
    ),
    # What its measures came to, only the service knows.
    "conclusion": Step({ProgrammeState.PUBLISHED}, ProgrammeState.CONCLUDED, _OFFICE, "办结方案"),
    "supersession": Step(
        {ProgrammeState.PUBLISHED}, ProgrammeState.SUPERSEDED, fact=_programme(facts.ProgrammeSuperseded),
    ),
})  # fmt: skip
MEASURES = Workflow({
    "completion": Step(RUNNING, MeasureState.MET, fact=_measure(facts.MeasureMet)),
    "lapse": Step({MeasureState.OPEN}, MeasureState.OVERDUE, fact=_measure(facts.MeasureOverdue)),
    "ending": Step(RUNNING, MeasureState.ENDED, fact=_measure(facts.MeasureEnded)),
    "explanation": Step(
        {MeasureState.OVERDUE}, None, _BODIES, "说明逾期原因", party=answers_for,
        when=lambda row: row.cause is None, fact=_measure(facts.MeasureExplained),
    ),
    "ruling": Step(
        {MeasureState.OVERDUE}, {"postponed": MeasureState.OPEN, "missed": MeasureState.MISSED}, _APPROVER,
        "处理逾期任务", rules=(not_the_explainer,),
        fact={"postponed": _postponed, "missed": _measure(facts.MeasureMissed)},
    ),
})  # fmt: skip


class Programme(Aggregate, Base, table=True):
    """One programme. `region` is the county; `plan` are its measures as they were filed."""

    __tablename__ = "programme"
    reason_columns: ClassVar[tuple[str, ...]] = ("note",)

    year: int
    title: str = Field(max_length=100)
    number: str = Field(max_length=60)
    requirements: str = Field(max_length=2000)
    aims: str = Field(max_length=2000)
    safeguards: str = Field(max_length=2000)
    starts_on: date
    ends_on: date
    plan: list[dict[str, Any]] = document()
    rows: int
    """How many measures it comes to, one for each township of those that are the townships'."""
    replaces: UUID | None = Field(default=None, foreign_key="programme.id")
    state: ProgrammeState = enumerated(ProgrammeState, default=ProgrammeState.FILED)
    note: str | None = Field(default=None, max_length=500)
    summary: str | None = Field(default=None, max_length=2000)
    filed_by: str = Field(max_length=200)
    approved_by: str | None = Field(default=None, max_length=200)
    published_on: date | None = None
    concluded_on: date | None = None


class ProgrammeMeasure(Aggregate, Base, table=True):
    """One measure and who answers for it. `region` is that body's home, or the township; never a village."""

    __tablename__ = "programme_measure"
    reason_columns: ClassVar[tuple[str, ...]] = ("ruling_note", "cause")
    __table_args__ = (
        sa.Index(
            "programme_measure_running_idx", "deadline", postgresql_where=sa.text("state IN ('open', 'overdue')"),
        ),
    )  # fmt: skip

    programme_id: UUID = Field(foreign_key="programme.id", index=True)
    place: int
    strand: Strand = enumerated(Strand)
    title: str = Field(max_length=200)
    department: str | None = Field(default=None, max_length=60)
    joint: list[str] = document()
    counts_from: date
    deadline: date
    success: Success = enumerated(Success)
    target: Decimal = Field(sa_type=sa.Numeric(12, 4))
    state: MeasureState = enumerated(MeasureState, default=MeasureState.OPEN)
    settled_value: Decimal | None = Field(default=None, sa_type=sa.Numeric(14, 4))
    """The figure by which it was met or fell overdue."""
    settled_on: date | None = None
    cause: str | None = Field(default=None, max_length=500)
    next_step: str | None = Field(default=None, max_length=500)
    proposed_deadline: date | None = None
    explained_on: date | None = None
    explained_by: str | None = Field(default=None, max_length=200)
    ruling_note: str | None = Field(default=None, max_length=500)
    rounds: list[dict[str, Any]] = document()
    """Deadlines that were missed and postponed, each with its explanation: a miss stays on the record."""

    @property
    def standing(self) -> dict[str, Any]:
        """What each fact says of it."""
        return {
            "programme": self.programme_id, "strand": self.strand, "success": self.success.value,
            "deadline": self.deadline,
        }  # fmt: skip

    def postpone(self, deadline: date) -> None:
        """Run again until another day, and keep what was missed and why."""
        missed = {
            "deadline": self.deadline.isoformat(), "cause": self.cause, "next_step": self.next_step,
            "value": None if self.settled_value is None else str(self.settled_value), "note": self.ruling_note,
        }  # fmt: skip
        self.rounds = [*self.rounds, missed]
        self.deadline = deadline
        self.cause = self.next_step = self.proposed_deadline = self.explained_on = self.explained_by = None
        self.settled_value = self.settled_on = None


def _own(caller: Caller) -> sa.ColumnElement[bool]:
    """`answers_for` as a condition."""
    own: sa.ColumnElement[bool] = col(ProgrammeMeasure.department) == (caller.department or "")
    if Role.TOWNSHIP in caller.roles and len(caller.region) >= TOWNSHIP_DIGITS:
        own = own | col(ProgrammeMeasure.region).startswith(caller.region, autoescape=True)
    return own & col(ProgrammeMeasure.cause).is_(None)


def _explained(caller: Caller) -> sa.ColumnElement[bool]:
    return col(ProgrammeMeasure.cause).is_not(None) & not_by(ProgrammeMeasure.explained_by)(caller)


def _settled(_: Caller) -> sa.ColumnElement[bool]:
    running = col(ProgrammeMeasure.state).in_(RUNNING)
    return ~sa.exists().where(col(ProgrammeMeasure.programme_id) == col(Programme.id), running)


TODOS = (
    Todo(
        "programme_approval", "审批实施方案", Programme, PROGRAMMES, "approval", record="read_programme",
        subject="title", among=not_by(Programme.filed_by),
    ),
    Todo(
        "programme_resubmission", "修改被退回的实施方案", Programme, PROGRAMMES, "resubmission",
        record="read_programme", subject="title",
    ),
    Todo(
        "programme_conclusion", "办结实施方案", Programme, PROGRAMMES, "conclusion", record="read_programme",
        subject="title", due="ends_on", among=_settled,
    ),
    Todo(
        "measure_explanation", "说明方案任务逾期原因", ProgrammeMeasure, MEASURES, "explanation",
        record="read_programme_measure", subject="title", due="deadline", among=_own,
    ),
    Todo(
        "measure_ruling", "处理方案逾期任务", ProgrammeMeasure, MEASURES, "ruling",
        record="read_programme_measure", subject="title", due="deadline", among=_explained,
    ),
)  # fmt: skip
