"""Evaluations: the table and its states."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts.assignments import Grade, TaskEvaluated
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.tables import Aggregate
from countykit.todos import Todo
from servicekit.tables import enumerated, moment
from servicekit.workflow import Step, Workflow
from sqlmodel import Field, col

from checklist_svc.models import Base

LEAST = 5
"""Of fewer people nothing is shown."""


class State(TitledEnum, name="evaluation_state", title_zh="考核评价状态"):
    """Whether the township has evaluated a task that ended."""

    AWAITED = "awaited", "待评价"
    GIVEN = "given", "已评价"


def _evaluates(evaluation: "Evaluation", caller: Caller) -> bool:
    """The township evaluates, but not the task of a body of its own: that the county office does."""
    of_county = evaluation.charged_home.endswith("000000")
    return (Role.TOWNSHIP if of_county else Role.COUNTY_OFFICE) in caller.roles


WORKFLOW = Workflow({
    "grading": Step(
        {State.AWAITED}, State.GIVEN, frozenset({Role.TOWNSHIP, Role.COUNTY_OFFICE}), "考核评价", party=_evaluates,
        fact=lambda row, _: TaskEvaluated(
            title=row.title, number=row.number, admission=row.admission_id, grade=row.grade, villages=row.villages,
            respondents=row.respondents, satisfied=row.satisfied,
        ),
    ),
})  # fmt: skip


class Evaluation(Aggregate, Base, table=True):
    """How a task went in one township, which is `region`; it is about the task, never about a village."""

    __tablename__ = "evaluation"
    __table_args__ = (
        sa.Index(
            "one_awaited_evaluation", "admission_id", "region", unique=True,
            postgresql_where=sa.text("state = 'awaited'"),
        ),
    )  # fmt: skip

    reason_columns: ClassVar[tuple[str, ...]] = ("result",)

    admission_id: UUID = Field(foreign_key="admission.id", index=True)
    department: str = Field(max_length=60, index=True)
    charged_home: str = Field(max_length=12)
    title: str = Field(max_length=200)
    number: str = Field(max_length=60)
    villages: int = 0
    state: State = enumerated(State, default=State.AWAITED)
    grade: Grade | None = enumerated(Grade, default=None, nullable=True)
    result: str | None = Field(default=None, max_length=1000)
    respondents: int | None = None
    satisfied: int | None = None
    evaluator: str | None = Field(default=None, max_length=200)
    evaluated_at: datetime | None = moment(default=None, nullable=True)


def _to_evaluate(caller: Caller) -> sa.ColumnElement[bool]:
    """`_evaluates` in SQL."""
    of_county = col(Evaluation.charged_home).endswith("000000")
    return of_county if Role.TOWNSHIP in caller.roles else sa.not_(of_county)


TODOS = (
    Todo(
        "task_evaluation", "评价已结束的派交事项", Evaluation, WORKFLOW, "grading",
        record="read_evaluation", subject="title", among=_to_evaluate,
    ),
)  # fmt: skip
