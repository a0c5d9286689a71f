"""Cases: somebody reports that a body did what it must not, and the county office judges the report.

    reported ──► confirmed ──► objected ──► upheld
        │            │             └──────► overturned
        └► dismissed └► withdrawn

One mechanism for every kind of accusation. Before the verdict only the reporter and those who judge see a report;
afterwards the accused body sees the facts, never the reporter (INS-14). An anonymous report keeps neither the reporter
nor the place that would point to them. What comes after a verdict is in `countykit.objections`, how several reports of
one matter become one case in `countykit.joining`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

import sqlalchemy as sa
from contracts.titles import TitledEnum
from servicekit.bodies import Body, ResourceView
from servicekit.errors import Conflict
from servicekit.tables import enumerated
from servicekit.transaction import Transaction
from servicekit.workflow import Fact, Rule, Step, Workflow
from sqlmodel import Field, col

from countykit.directory import DepartmentCode, RegionCode
from countykit.identity import Caller, Role, Scope
from countykit.joining import JUDGES, OFFICE, Joined, JoinedView, dismissed_by_two, joining
from countykit.neutrality import neutral, not_served
from countykit.objections import Contested, ContestedView, Retraction, contest, not_joined, objection_day, reporters
from countykit.regions import county_of
from countykit.tables import Aggregate
from countykit.todos import Todo, not_by
from countykit.verdict_days import APPROVER, JUDGING, Awaited, AwaitedView, in_turn, overdue


class State(TitledEnum, name="case_state", title_zh="反映状态"):
    """What the county office made of a report."""

    REPORTED = "reported", "待认定"
    CONFIRMED = "confirmed", "属实"
    DISMISSED = "dismissed", "不属实"
    JOINED = "joined", "已并案"
    OBJECTED = "objected", "申诉中"
    UPHELD = "upheld", "维持认定"
    OVERTURNED = "overturned", "撤销认定"
    WITHDRAWN = "withdrawn", "自行纠正"


CHARGING = frozenset({State.CONFIRMED, State.OBJECTED, State.UPHELD})
"""The states in which a case counts against the accused body."""
JUDGED = CHARGING | {State.OVERTURNED, State.WITHDRAWN}
"""The states in which the accused body knows of it."""


class ReporterCannotJudge(Conflict):
    """A report is judged by somebody other than its reporter."""

    code = "reporter_cannot_judge"
    rule = "INS-14"
    detail = "反映人不能认定自己反映的问题，请由另一名工作人员办理"
    law = "政府督查工作条例第16、17条：原经办人回避"


class Case(Awaited, Joined, Contested, Aggregate):
    """The columns of a case. `department` is the accused body and `charged_home` the region that it belongs to.

    `region` is where it happened; of an anonymous report it is one level above the reporter's own.
    """

    department: str = Field(max_length=60, index=True)
    charged_home: str = Field(max_length=12)
    anonymous: bool = False
    reported_by: str | None = Field(default=None, max_length=200)
    state: State = enumerated(State, default=State.REPORTED)
    reason: str | None = Field(default=None, max_length=500)
    judged_by: str | None = Field(default=None, max_length=200)


C = TypeVar("C", bound=Case)


class CaseDecision(Body):
    """Why a report is confirmed or dismissed."""

    reason: str = Field(min_length=2, max_length=500)


def region_of(caller: Caller, region: str, *, anonymous: bool) -> str:
    """The region that a report carries: where it happened, or one level above the caller's own if it is anonymous.

    Many could have reported from there: a village's report carries its township, a township's its county.
    """
    if not anonymous:
        return region
    return caller.region[: 9 if len(caller.region) == 12 else 6].ljust(12, "0")


def reporter(tx: Transaction, caller: Caller, *, anonymous: bool) -> str | None:
    """Whom the case names as its reporter; of an anonymous report the audit forgets the caller too."""
    if not anonymous:
        return caller.sub
    tx.forget_caller()
    return None


def readable(
    caller: Caller, state: Any, reported_by: Any, judged_states: Collection[StrEnum] = JUDGED
) -> sa.ColumnElement[bool]:
    """Judges read every report of their scope, others what was confirmed and what they reported themselves.

    A judge who is placed in a township is of the township, which may be the accused one.
    """
    if caller.roles & JUDGES and not caller.is_of_a_township:
        return sa.true()
    judged: sa.ColumnElement[bool] = state.in_(judged_states)
    return judged if caller.scope.department is not None else judged | (reported_by == caller.sub)


@dataclass(frozen=True, slots=True)
class Seen(Scope):
    """A caller's scope without the reports that nobody has judged: to the accused body they do not exist.

    Steps read a case by it too, so that no refusal tells a body of a report against it before the verdict.
    """

    caller: Caller | None = None
    judged: Collection[StrEnum] = JUDGED
    """The states in which the accused body knows of a row."""
    reporter: str = "reported_by"
    """The column that names the reporter."""

    @classmethod
    def by(cls, caller: Caller, judged: Collection[StrEnum] = JUDGED, reporter: str = "reported_by") -> "Seen":
        """What a caller may see of rows that are cases."""
        own = caller.scope
        return cls(own.prefix, own.department, own.also, own.without, own.former, caller, judged, reporter)

    def where(self, model: type[Any]) -> sa.ColumnElement[bool]:
        """The condition of every read and write."""
        assert self.caller is not None, "made by `Seen.by`"  # noqa: S101
        # Named, since a dataclass with slots has another class than the one that `super()` knows.
        within = Scope.where(self, model)
        return within & readable(self.caller, col(model.state), col(getattr(model, self.reporter)), self.judged)


def visible(model: type[C], caller: Caller) -> sa.Select[C]:
    """The cases that a caller may see."""
    return sa.select(model).where(Seen.by(caller).where(model))


async def locked(tx: Transaction, model: type[C], caller: Caller, case_id: Any) -> C:
    """One case to change; raises NotFound for one that the caller may not see."""
    return await tx.locked(model, case_id, Seen.by(caller))


async def get(tx: Transaction, model: type[C], caller: Caller, case_id: object) -> C:
    """One case to look at; raises NotFound for one that the caller may not see."""
    return await tx.one(visible(model, caller).where(col(model.id) == case_id))


def second_person(case: Case, caller: Caller) -> ReporterCannotJudge | None:
    """Nobody judges what they reported, or put to it."""
    return ReporterCannotJudge() if caller.is_any_of(*reporters(case)) else None


def hearing(state: StrEnum, rule: Rule) -> Step[Any]:
    """The step of the judge's neutral question, before the verdict on what is in this state."""
    return Step({state}, None, OFFICE, "中性询问被反映机构", rules=(rule, neutral))


def workflow(
    *, confirmed: Fact, dismissed: Fact, objected: Fact, upheld: Fact, retracted: Retraction, joined: Fact,
    parted: Fact, proposed: Fact, late: Fact,
) -> Workflow[State]:  # fmt: skip
    """The table of a kind of case, with the events of its verdicts and of what several reports of one matter become."""
    return Workflow({
        **joining(State, joined=joined, parted=parted, proposed=proposed, judge=second_person),
        "question": hearing(State.REPORTED, second_person),
        "confirmation": Step(
            {State.REPORTED}, State.CONFIRMED, JUDGING, "认定属实", fact=confirmed, party=in_turn,
            rules=(second_person, neutral),
        ),
        # What the system does by itself; nobody may ask for it.
        "lateness": Step({State.REPORTED}, None, fact=late),
        "dismissal": Step(
            {State.REPORTED}, State.DISMISSED, JUDGING, "认定不属实", fact=dismissed, party=in_turn,
            rules=(second_person, neutral, dismissed_by_two),
        ),
        **contest(State, objected=objected, upheld=upheld, retracted=retracted),
    })  # fmt: skip


def judge(tx: Transaction, table: Workflow[State], case: Case, caller: Caller, action: str, reason: str) -> None:
    """Confirm or dismiss; raises IllegalTransition, ReporterCannotJudge. A dismissal charges and so names nobody."""
    taken = table.take(case, action, caller)
    case.reason, case.judged_by, case.judged_at = reason, caller.sub, tx.now
    charged = case.department if case.state is State.CONFIRMED else None
    if charged:
        case.objection_due_on = objection_day(tx)
    tx.record(taken.event(case), about=case, department=charged)


class CaseView(AwaitedView, JoinedView, ContestedView, ResourceView):
    """A case as it is shown; the accused body never learns who reported it, or from which village."""

    region: RegionCode = Field(title="行政区划")
    department: DepartmentCode = Field(title="被反映机构")
    charged_home: RegionCode = Field(title="机构所属")
    anonymous: bool = Field(title="匿名")
    reported_by: str | None = Field(title="反映人")
    reason: str | None = Field(title="认定理由")
    created_at: datetime = Field(title="反映时间")
    joined_outcome: State | None = Field(None, title="并案认定结果", description="of a joined report")

    def as_seen_by(self, case: Case, caller: Caller) -> bool:
        """Fit the view to its reader; tells whether the reporter's words are hidden."""
        self.kept_for_judges(caller)
        self.dated_for_judges(caller)
        if Role.COUNTY_OFFICE in caller.roles or case.reported_by == caller.sub:
            return False
        self.reported_by = None
        if caller.scope.department is None:
            return False
        self.region = county_of(case.region)
        return True


def _without_part(model: type[Case], caller: Caller) -> sa.ColumnElement[bool]:
    return sa.and_(not_by(model.reported_by)(caller), not_joined(model, caller), not_served(model, caller))


def judgement(kind: str, title: str, model: type[Case], table: Workflow[State], *, record: str) -> tuple[Todo, Todo]:
    """The to-dos of those who judge: a report waits for somebody without a part in it, overdue for the approver too.

    The kind is `<kind>_judgement`, of the approver's `<kind>_overdue_judgement`.
    """
    return (
        Todo(
            f"{kind}_judgement", f"核实{title}", model, table, "confirmation", record=record, subject="title",
            due="judge_by", duty=OFFICE, among=lambda caller: _without_part(model, caller),
        ),
        Todo(
            f"{kind}_overdue_judgement", f"认定逾期的{title}", model, table, "confirmation", record=record,
            subject="title", due="judge_by", duty=APPROVER,
            among=lambda caller: overdue(model) & _without_part(model, caller),
        ),
    )  # fmt: skip
