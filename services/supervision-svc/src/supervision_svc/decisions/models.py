"""Decisions of meetings: the table, and the rules about one row.

pending ──► open | cancelled   (what a body's minutes give to a township, once another body confirmed it)
open ──► reported ──► done
  ▲          └──► open (returned)
  └── open (postponed)          open | reported ──► cancelled
"""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts import work_groups as facts
from contracts.envelope import Event
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.regions import TOWNSHIP_DIGITS, significant
from countykit.tables import Aggregate
from countykit.todos import Todo, not_by
from countykit.workdays import today
from servicekit.tables import document, enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field, col

from supervision_svc.decisions.errors import DecisionOwnProposal, DecisionSamePerson
from supervision_svc.models import Base
from supervision_svc.work_groups.models import of_its_township


class State(TitledEnum, name="decision_state", title_zh="议定事项状态"):
    """How far a decision has come."""

    PENDING = "pending", "待确认"
    OPEN = "open", "办理中"
    REPORTED = "reported", "待核实"
    DONE = "done", "已核销"
    CANCELLED = "cancelled", "已取消"


_BODIES = frozenset({Role.DEPARTMENT, Role.TOWNSHIP, Role.COUNTY_OFFICE})
_CHECKERS = frozenset({Role.COUNTY_OFFICE, Role.INSPECTOR, Role.TOWNSHIP})


def answers_for(row: "Decision", caller: Caller) -> bool:
    """Whether the task is the caller's: of their body, or of their township."""
    own = caller.acts_for(row.department)
    return own or of_its_township(row.region, caller)


def checks(row: "Decision", caller: Caller) -> bool:
    """What a county's group decided its office and inspectors recheck; what a township's decided, the township too."""
    above = bool(caller.roles & {Role.COUNTY_OFFICE, Role.INSPECTOR}) and not caller.is_of_a_township
    of_group = len(significant(row.group_region)) >= TOWNSHIP_DIGITS and of_its_township(row.group_region, caller)
    return above or of_group


def second_person(row: "Decision", caller: Caller) -> DecisionSamePerson | None:
    """Nobody rechecks what they reported, nor what their own body did."""
    reporters = [each["reported_by"] for each in row.rounds]
    own_body = caller.acts_for(row.department)
    return DecisionSamePerson() if own_body or caller.is_any_of(*reporters) else None


def _fact(kind: type[Any]) -> Any:
    def fact(row: "Decision", _: State) -> Event:
        event: Event = kind(**row.standing)
        return event

    return fact


def not_who_proposed(row: "Decision", caller: Caller) -> DecisionOwnProposal | None:
    """A body's clerk alone gives townships no tasks: somebody else of another body confirms them."""
    own_body = row.proposed_department is not None and caller.acts_for(row.proposed_department)
    return DecisionOwnProposal() if own_body or caller.is_any_of(row.proposed_by) else None


WORKFLOW = Workflow({
    "confirmation": Step(
        {State.PENDING}, {"confirmed": State.OPEN, "refused": State.CANCELLED}, _CHECKERS, "确认交办乡镇的事项",
        party=checks, rules=(not_who_proposed,),
        fact={"confirmed": _fact(facts.DecisionMade), "refused": _fact(facts.DecisionCancelled)},
    ),
    "report": Step(
        {State.OPEN}, State.REPORTED, _BODIES, "报告办结", party=answers_for, fact=_fact(facts.DecisionSubmitted),
    ),
    "recheck": Step(
        {State.REPORTED}, {"done": State.DONE, "returned": State.OPEN}, _CHECKERS, "核实办结情况", party=checks,
        rules=(second_person,),
        fact={"done": _fact(facts.DecisionDone), "returned": _fact(facts.DecisionReturned)},
    ),
    # Its event names the deadline before, which the service knows.
    "postponement": Step({State.OPEN}, None, _CHECKERS, "延长期限", party=checks, rules=(second_person,)),
    "cancellation": Step(
        {State.OPEN, State.REPORTED}, State.CANCELLED, _CHECKERS, "取消议定事项", party=checks,
        rules=(second_person,), fact=_fact(facts.DecisionCancelled),
    ),
})  # fmt: skip


class Decision(Aggregate, Base, table=True):
    """One decision. `region` is the home of its body, or the township; `group_region` where it was decided."""

    __tablename__ = "meeting_decision"
    reason_columns: ClassVar[tuple[str, ...]] = ("note",)
    __table_args__ = (
        sa.Index("meeting_decision_open_idx", "deadline", postgresql_where=sa.text("state = 'open'")),
    )  # fmt: skip

    group_id: UUID = Field(foreign_key="work_group.id", index=True)
    meeting_id: UUID = Field(foreign_key="meeting.id", index=True)
    group_region: str = Field(max_length=12, index=True)
    title: str = Field(max_length=200)
    department: str | None = Field(default=None, max_length=60)
    person: str | None = Field(default=None, max_length=30)
    deadline: date
    state: State = enumerated(State, default=State.OPEN)
    overdue_deadline: date | None = None
    """The deadline whose passing was published; it stays when another one is given."""
    rounds: list[dict[str, Any]] = document()
    """Each report with its recheck: what proved wrong stays readable."""
    note: str | None = Field(default=None, max_length=500)
    proposed_by: str | None = Field(default=None, max_length=200)
    """Who wrote the minutes, of a task that waits or waited for its confirmation."""
    proposed_department: str | None = Field(default=None, max_length=60)

    @property
    def standing(self) -> dict[str, Any]:
        """What each fact says of it."""
        return {"group": self.group_id, "meeting": self.meeting_id, "deadline": self.deadline}

    def is_overdue(self, now: datetime) -> bool:
        """Whether nobody reported it by its deadline."""
        return self.state is State.OPEN and today(now) > self.deadline


def _own(caller: Caller) -> sa.ColumnElement[bool]:
    own: sa.ColumnElement[bool] = col(Decision.department) == (caller.department or "")
    if Role.TOWNSHIP in caller.roles and len(caller.region) >= TOWNSHIP_DIGITS:
        own = own | col(Decision.region).startswith(caller.region, autoescape=True)
    return own


def _others(caller: Caller) -> sa.ColumnElement[bool]:
    """`checks` and `second_person` as a condition."""
    rounds = col(Decision.rounds)
    others = sa.and_(*(sa.not_(rounds.contains([{"reported_by": login}])) for login in sorted(caller.logins)))
    foreign = col(Decision.department).is_distinct_from(caller.department or "")
    if caller.roles & {Role.COUNTY_OFFICE, Role.INSPECTOR} and not caller.is_of_a_township:
        return others & foreign
    if len(caller.region) >= TOWNSHIP_DIGITS:
        return others & foreign & col(Decision.group_region).startswith(caller.region, autoescape=True)
    return sa.false()


def _unproposed(caller: Caller) -> sa.ColumnElement[bool]:
    """`checks` and `not_who_proposed` as a condition."""
    foreign = col(Decision.proposed_department).is_distinct_from(caller.department or "")
    above = caller.roles & {Role.COUNTY_OFFICE, Role.INSPECTOR} and not caller.is_of_a_township
    return not_by(Decision.proposed_by)(caller) & foreign if above else sa.false()


TODOS = (
    Todo(
        "decision_confirmation", "确认专班交办乡镇的事项", Decision, WORKFLOW, "confirmation",
        record="read_meeting_decision", subject="title", due="deadline", among=_unproposed,
    ),
    Todo(
        "decision_report", "办理会议议定事项", Decision, WORKFLOW, "report", record="read_meeting_decision",
        subject="title", due="deadline", among=_own,
    ),
    Todo(
        "decision_recheck", "核实议定事项办结情况", Decision, WORKFLOW, "recheck", record="read_meeting_decision",
        subject="title", among=_others,
    ),
)  # fmt: skip
