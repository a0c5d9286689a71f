"""Visits to villages: the table, and the rules about one row."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts.offplan_visits import (
    VisitOffplanDismissalProposed,
    VisitOffplanJoined,
    VisitOffplanOverdue,
    VisitOffplanParted,
)
from contracts.supervision import (
    VisitOffplanDismissed,
    VisitOffplanObjected,
    VisitOffplanRetracted,
    VisitOffplanUpheld,
)
from contracts.titles import TitledEnum
from countykit.cases import hearing, second_person
from countykit.identity import Caller, Role
from countykit.joining import Joined, dismissed_by_two, joining
from countykit.neutrality import neutral, not_served
from countykit.objections import Contested, contest, not_joined, objection_review
from countykit.tables import Aggregate
from countykit.todos import Todo, not_by
from countykit.verdict_days import APPROVER, JUDGING, Awaited, in_turn, overdue
from servicekit.tables import document, enumerated
from servicekit.workflow import Step, Taken, Workflow
from sqlmodel import Field

from supervision_svc.models import Base
from supervision_svc.visits.errors import RecorderNotIndependent

COUNTY_DIGITS = 6
MOST_CORRECTIONS = 20
WEEKLY_LIMIT = 2
"""A village receives at most two visits a week as a rule (INS-06; 黔南州十条措施)."""


class State(TitledEnum, name="visit_state", title_zh="检查状态"):
    """What has become of a visit: made by our inspectors, or reported as made by others and then decided on."""

    COMPLETED = "completed", "已完成"
    REPORTED = "reported", "待认定"
    CONFIRMED = "confirmed", "属实"
    DISMISSED = "dismissed", "不属实"
    JOINED = "joined", "已并案"
    OBJECTED = "objected", "申诉中"
    UPHELD = "upheld", "维持认定"
    OVERTURNED = "overturned", "撤销认定"
    WITHDRAWN = "withdrawn", "自行纠正"


JUDGED = frozenset({State.CONFIRMED, State.OBJECTED, State.UPHELD, State.OVERTURNED, State.WITHDRAWN})
CHARGING = frozenset({State.CONFIRMED, State.OBJECTED, State.UPHELD})
CLEARED = frozenset({State.DISMISSED, State.OVERTURNED, State.WITHDRAWN})
"""The states of a report that accuses nobody any more."""


_RECORDERS = frozenset({Role.INSPECTOR, Role.DEPARTMENT})
_OFFICE = frozenset({Role.COUNTY_OFFICE})


def may_record(visit: "Visit", caller: Caller) -> bool:
    """Whose it is to record on a visit: the county's inspectors, and of other bodies those of its team alone."""
    of_the_county = Role.INSPECTOR in caller.roles and len(caller.region) >= COUNTY_DIGITS
    return of_the_county or (caller.is_any_of(*visit.recorders) and not caller.is_of_a_township)


def independent(_: "Visit", caller: Caller) -> RecorderNotIndependent | None:
    """Nobody of a township, nor who is placed in one, says what a village answered."""
    return RecorderNotIndependent() if caller.is_of_a_township else None


WORKFLOW = Workflow({
    "findings": Step({State.COMPLETED}, None, _RECORDERS, "记录问题", party=may_record),
    "practices": Step({State.COMPLETED}, None, _RECORDERS, "记录好做法", party=may_record),
    "checklist": Step(
        {State.COMPLETED}, None, _RECORDERS, "登记核实清单", party=may_record, rules=(independent, neutral),
    ),
    "correction": Step(
        {State.COMPLETED}, None, _RECORDERS, "更正登记", party=lambda row, caller: caller.is_any_of(row.recorded_by),
        when=lambda row: len(row.corrections) < MOST_CORRECTIONS,
    ),
    **joining(
        State, judge=second_person,
        joined=lambda visit, _: VisitOffplanJoined(visited_on=visit.visited_on, into=visit.joined_to),
        parted=lambda visit, _: VisitOffplanParted(visited_on=visit.visited_on),
        proposed=lambda visit, _: VisitOffplanDismissalProposed(visited_on=visit.visited_on),
    ),
    "question": hearing(State.REPORTED, second_person),
    # The fact of a confirmation names the home of the body, which the directory knows.
    "confirmation": Step(
        {State.REPORTED}, State.CONFIRMED, JUDGING, "认定属实", party=in_turn, rules=(second_person, neutral)
    ),
    # What the system does by itself; nobody may ask for it.
    "lateness": Step(
        {State.REPORTED}, None,
        fact=lambda visit, _: VisitOffplanOverdue(visited_on=visit.visited_on, judge_by=visit.judge_by),
    ),
    "dismissal": Step(
        {State.REPORTED}, State.DISMISSED, JUDGING, "认定不属实", party=in_turn,
        rules=(second_person, neutral, dismissed_by_two),
        fact=lambda visit, _: VisitOffplanDismissed(visited_on=visit.visited_on),
    ),
    **contest(
        State,
        objected=lambda visit, _: VisitOffplanObjected(charged_home=visit.charged_home),
        upheld=lambda visit, _: VisitOffplanUpheld(charged_home=visit.charged_home),
        retracted=lambda visit, day: VisitOffplanRetracted(
            charged_home=visit.charged_home, counted_on=day, by_objection=visit.state is State.OVERTURNED
        ),
    ),
})  # fmt: skip


class Visit(Awaited, Joined, Contested, Aggregate, Base, table=True):
    """One visit. `region` is the village; `department` is the visiting body once it may know of the row."""

    __tablename__ = "visit"
    reason_columns: ClassVar[tuple[str, ...]] = ("decision_note", "correction")
    __table_args__ = (
        sa.Index("visit_region_visited_on_idx", "region", "visited_on"),
        sa.Index("visit_plan_idx", "plan"),
        sa.Index(
            "one_report_per_reporter", "region", "reported_department", "visited_on", "recorded_by", unique=True,
            postgresql_where=sa.text("state = 'reported'"),
        ),
        sa.Index(
            "one_charge_per_offplan_visit", "region", "reported_department", "visited_on", unique=True,
            postgresql_where=sa.text("state IN ('confirmed', 'objected', 'upheld')"),
        ),
    )  # fmt: skip

    state: State = enumerated(State)
    visited_on: date
    plan: str | None = Field(default=None, max_length=60)
    unannounced: bool = False
    team_size: int | None = None
    department: str | None = Field(default=None, max_length=60)
    # The body that a report accuses. It only becomes `department`, which lets that body see the row, by confirmation:
    # a village must be able to report without its report landing on the desk of the accused first.
    reported_department: str | None = Field(default=None, max_length=60)
    charged_home: str | None = Field(default=None, max_length=12)
    demanded: str | None = Field(default=None, max_length=1000)
    week_place: int
    by_body: bool = False
    """Registered by the body that went, not by our inspectors: it is nobody's evidence."""
    over_quota: bool = False
    """More visits than its plan entry was approved for: packed in the plan, split in execution (INS-02)."""
    team_id: UUID | None = Field(default=None, foreign_key="visit_team.id", index=True)
    team: list[str] = document(default_factory=list)
    """Who was there, of a visit by a team."""
    work_group_id: UUID | None = Field(default=None, foreign_key="work_group.id", index=True)
    work_group: str | None = Field(default=None, max_length=100)
    """The work group that signs the visit of its people, by its name of that day."""
    recorders: list[str] = document(default_factory=list)
    """The accounts of the team's people, who record on this visit whosever body they are."""
    corrections: list[dict[str, Any]] = document(default_factory=list)
    """What was recorded before each correction, and why it was made."""
    correction: str | None = Field(default=None, max_length=500)
    recorded_by: str = Field(max_length=200)
    decided_by: str | None = Field(default=None, max_length=200)
    decision_note: str | None = Field(default=None, max_length=500)

    @property
    def reported_by(self) -> str:
        """Who put it on the record."""
        return self.recorded_by

    @property
    def judged_by(self) -> str | None:
        """Who decided on the report."""
        return self.decided_by

    @property
    def planned(self) -> bool:
        """Whether the visit has its place in a plan."""
        return self.plan is not None

    @property
    def broken_rules(self) -> list[str]:
        """The codes of the rules that this visit strains; they warn, they do not refuse."""
        if self.state in CLEARED:
            return []
        broken = [] if self.planned else ["INS-01"]
        broken += ["INS-02"] if self.over_quota else []
        return [*broken, "INS-06"] if self.week_place > WEEKLY_LIMIT else broken

    def decide(self, action: str, caller: Caller, note: str) -> Taken[State]:
        """Confirm or dismiss a report; raises IllegalTransition, ReporterCannotJudge."""
        taken = WORKFLOW.take(self, action, caller)
        self.decided_by, self.decision_note = caller.sub, note
        if self.state is State.CONFIRMED:
            self.department = self.reported_department
        return taken


def _without_part(caller: Caller) -> sa.ColumnElement[bool]:
    return sa.and_(not_by(Visit.recorded_by)(caller), not_joined(Visit, caller), not_served(Visit, caller))


TODOS = (
    Todo(
        "visit_judgement", "核实计划外检查反映", Visit, WORKFLOW, "confirmation",
        record="read_visit", subject="visited_on", due="judge_by", duty=_OFFICE, among=_without_part,
    ),
    Todo(
        "visit_overdue_judgement", "认定逾期的计划外检查反映", Visit, WORKFLOW, "confirmation",
        record="read_visit", subject="visited_on", due="judge_by", duty=APPROVER,
        among=lambda caller: overdue(Visit) & _without_part(caller),
    ),
    objection_review(
        "visit_review", "复核检查认定申诉", Visit, WORKFLOW, record="read_visit", subject="visited_on",
        parties=("recorded_by", "decided_by"),
    ),
)  # fmt: skip
