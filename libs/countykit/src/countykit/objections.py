"""What comes after a verdict: the accused body objects, people who had no part in it decide, errors are taken back.

    confirmed ──► objected ──► upheld
        │             └──────► overturned
        └► withdrawn

The accused body may object within 30 days, and the decision comes within 30 more (INS-14). A verdict that falls takes
its point back on the day that it was counted. For every aggregate that has a verdict: its states have these names, and
its rows `reported_by`, `judged_by`, `department` and `charged_home` beside the columns of `Contested`.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal

import sqlalchemy as sa
from contracts.envelope import Event
from contracts.titles import named
from servicekit.bodies import Body, DecisionBody, View
from servicekit.errors import Conflict
from servicekit.tables import moment
from servicekit.transaction import Transaction
from servicekit.workflow import Fact, Step, Workflow
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from countykit.identity import Caller, Role
from countykit.neutrality import neutral, not_served
from countykit.todos import Todo, not_by
from countykit.workdays import today

DAYS = 30
"""Calendar days for objecting, and from the objection for deciding (INS-14, 政府督查工作条例)."""
REVIEWERS = frozenset({Role.COUNTY_OFFICE, Role.APPROVER})
"""Who decides on objections and takes verdicts back."""
ACCUSED = frozenset({Role.DEPARTMENT, Role.TOWNSHIP})
Retraction = Callable[[Any, date], Event]
"""Tells of a verdict that fell, by an objection or without one: (case, the day on which it was counted) → the event."""


class JudgeCannotReview(Conflict):
    """What a verdict is worth is decided by people who had no part in it."""

    code = "judge_cannot_review"
    rule = "INS-14"
    detail = "原认定人、反映人不能复核该认定，请由其他工作人员办理"
    law = "政府督查工作条例第16、17条：原经办人回避"


class ObjectionLate(Conflict):
    """The time for objecting has passed."""

    code = "verdict_objection_late"
    detail = "申诉期已过，认定生效后 30 日内可以申诉"
    law = "政府督查工作条例第16、17条：异议30日内申请复核"


class Objection(SQLModel):
    """The columns of an objection and of its decision."""

    objection: str | None = Field(default=None, max_length=2000)
    objected_by: str | None = Field(default=None, max_length=200)
    objection_due_on: date | None = None
    """The last day for objecting, where it is known; once somebody has objected, for deciding."""
    review: str | None = Field(default=None, max_length=500)
    """Why what was found was upheld, overturned or withdrawn."""
    reviewed_by: str | None = Field(default=None, max_length=200)
    reviewed_at: datetime | None = moment(default=None, nullable=True)


class Contested(Objection):
    """The columns of the time after a verdict."""

    judged_at: datetime | None = moment(default=None, nullable=True)


class CaseObjection(Body):
    """Why the accused body holds the verdict to be wrong."""

    grounds: str = Field(min_length=2, max_length=2000)


class CaseReview(DecisionBody):
    """What people who had no part in the verdict decide on the objection."""

    decision: Annotated[Literal["upheld", "overturned"], named(upheld="维持认定", overturned="撤销认定")] = Field(
        title="决定"
    )


class ObjectionView(View):
    """What is shown of an objection and of its decision."""

    objection: str | None = Field(title="申诉理由")
    objection_due_on: date | None = Field(
        title="申诉或复核期限", description="the last day for objecting; once somebody has objected, for deciding"
    )
    review: str | None = Field(title="复核意见")
    reviewed_at: datetime | None = Field(title="复核时间")


class ContestedView(ObjectionView):
    """What is shown of the time after a verdict."""

    judged_at: datetime | None = Field(title="认定时间")


def reporters(case: Any) -> tuple[str | None, ...]:
    """Who reported a case, and who put further reports to it, where it takes several."""
    return (case.reported_by, *getattr(case, "joined_by", ()))


def not_joined(model: Any, caller: Caller) -> sa.ColumnElement[bool]:
    """The rows to which the caller put no further report."""
    joined = getattr(model, "joined_by", None)
    logins = sa.cast(sorted(caller.logins), ARRAY(sa.Text))
    return sa.true() if joined is None else ~sa.func.jsonb_exists_any(joined, logins)


def no_part_in_it(case: Any, caller: Caller) -> JudgeCannotReview | None:
    """Nobody reviews what they reported, judged or objected to."""
    return JudgeCannotReview() if caller.is_any_of(*reporters(case), case.judged_by, case.objected_by) else None


def accused(case: Any, caller: Caller) -> bool:
    """Whether the caller speaks for the accused body: its department, or the township that the body belongs to."""
    if Role.DEPARTMENT in caller.roles:
        return caller.acts_for(case.department)
    home = case.charged_home or ""  # a report may not say it before the verdict
    return bool(caller.is_of_a_township and home.startswith(caller.townships))


def contest(states: Any, *, objected: Fact, upheld: Fact, retracted: Retraction) -> dict[str, Step[Any]]:
    """The steps after a verdict, for an aggregate whose states have the names of a case's."""
    return {
        "objection": Step({states.CONFIRMED}, states.OBJECTED, ACCUSED, "申诉", fact=objected, party=accused),
        "review": Step(
            {states.OBJECTED}, {"upheld": states.UPHELD, "overturned": states.OVERTURNED}, REVIEWERS, "复核",
            fact={"upheld": upheld, "overturned": lambda case, _: retracted(case, counted_on(case))},
            rules=(no_part_in_it, neutral),
        ),
        "withdrawal": Step(
            {states.CONFIRMED, states.UPHELD}, states.WITHDRAWN, REVIEWERS, "自行纠正",
            fact=lambda case, _: retracted(case, counted_on(case)), rules=(no_part_in_it, neutral),
        ),
    }  # fmt: skip


def counted_on(case: Contested) -> date:
    """The day on which the verdict was counted: the county's day of its confirmation."""
    assert case.judged_at is not None, "only a verdict is taken back"  # noqa: S101
    return today(case.judged_at)


def objection_day(tx: Transaction) -> date:
    """The last day of what begins today: of objecting, or of deciding on an objection (INS-14)."""
    return objection_until(today(tx.now))


def objection_until(day: date) -> date:
    """The last day of what began on a day: of objecting to a verdict, or of deciding on an objection (INS-14)."""
    return day + timedelta(days=DAYS)


def object_to(tx: Transaction, table: Workflow[Any], case: Any, caller: Caller, grounds: str) -> None:
    """The accused body objects; raises Forbidden, IllegalTransition, ObjectionLate."""
    taken = table.take(case, "objection", caller)
    if case.objection_due_on is None or today(tx.now) > case.objection_due_on:
        raise ObjectionLate
    case.objection, case.objected_by = grounds, caller.sub
    case.objection_due_on = objection_day(tx)
    tx.record(taken.event(case), about=case, department=case.department)


def review(
    tx: Transaction, table: Workflow[Any], case: Any, caller: Caller, reason: str, *, decision: str | None = None
) -> None:
    """Decide on an objection, or without a decision withdraw a verdict; raises IllegalTransition, JudgeCannotReview."""
    taken = table.take(case, "review" if decision else "withdrawal", caller, outcome=decision)
    case.review, case.reviewed_by, case.reviewed_at = reason, caller.sub, tx.now
    tx.record(taken.event(case), about=case, department=case.department)


def objection_review(
    kind: str, title: str, model: type[Any], table: Workflow[Any], *, record: str, subject: str = "title",
    parties: tuple[str, str] = ("reported_by", "judged_by"),
) -> Todo:  # fmt: skip
    """The to-do of those who decide on an objection; `parties` are the columns of who had a part in the verdict."""
    columns = [getattr(model, name) for name in parties]
    return Todo(
        kind, title, model, table, "review", record=record, subject=subject, due="objection_due_on",
        among=lambda caller: sa.and_(
            not_served(model, caller), not_joined(model, caller), *(not_by(column)(caller) for column in columns)
        ),
    )  # fmt: skip
