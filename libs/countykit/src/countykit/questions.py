"""The judge's neutral question: an accused body is heard before a verdict, and learns of no report by it.

    waiting ──► stated

The judge puts a question of their own about a matter, a period and a rule. It names no village and says of nobody that
they reported, and the body never sees which case it is for. Where so few could have reported that a question would
point to them, none is put: then the objection after the verdict is the hearing. Until the statement has come or its
days are over nobody confirms the report; dismissing it waits for nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self, TypeVar
from uuid import UUID

import sqlalchemy as sa
from contracts.envelope import Event
from contracts.titles import TitledEnum
from pydantic import model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body, ResourceView
from servicekit.errors import Conflict, Invalid
from servicekit.tables import enumerated
from servicekit.transaction import Transaction
from servicekit.workflow import Step, Workflow
from sqlmodel import Field, col

from countykit import directory
from countykit.calendar import Deadline, calendar_of
from countykit.cases import Case
from countykit.directory import DepartmentCode, RegionCode
from countykit.identity import Caller
from countykit.objections import ACCUSED, accused
from countykit.regions import significant
from countykit.tables import Aggregate
from countykit.todos import Todo
from countykit.workdays import today

WORKDAYS = 5
"""Working days for a statement."""
LEAST_DAYS = 30
"""The shortest period that a question may name: a day would be that of a report."""
LEAST_VILLAGES = 3
"""A body that serves fewer villages would know from where it was reported."""
_COUNTY = 6
_SAYS_REPORTED = re.compile(r"反映|举报|投诉|检举|来信|来访|信访|有人|村民|群众")


class State(TitledEnum, name="question_state", title_zh="询问状态"):
    """Whether the body has said something."""

    WAITING = "waiting", "待陈述"
    STATED = "stated", "已陈述"


class QuestionNotNeutral(Invalid):
    """A question that names a village, or that somebody reported, leads to the reporter."""

    code = "question_not_neutral"
    detail = "询问应当中性：不写村名，不提有无反映"


class QuestionWouldIdentify(Conflict):
    """So few could have reported that the question itself would name them."""

    code = "question_would_identify"
    detail = "该机构服务的村不足3个，询问会暴露反映人；认定后由其申诉"


class QuestionAlreadyPut(Conflict):
    """A body is heard once about one report."""

    code = "question_already_put"
    detail = "该反映已询问过被反映机构"


class StatementAwaited(Conflict):
    """Who was given days to say something is not judged before they are over."""

    code = "statement_awaited"
    detail = "已询问被反映机构，陈述期未满，不能认定属实"
    until: date


class QuestionBody(Body):
    """What the judge wants to know: a matter in general words, a period of a month at least, and the rule."""

    matter: str = Field(min_length=2, max_length=100, title="询问事项")
    since: date = Field(title="期间开始")
    until: date = Field(title="期间结束")
    law: str = Field(min_length=2, max_length=200, title="依据")

    @model_validator(mode="after")
    def _a_month_at_least(self) -> "QuestionBody":
        if self.until - self.since < timedelta(days=LEAST_DAYS - 1):
            raise PydanticCustomError("period_too_short", "询问的期间不得少于30日")
        return self


class StatementBody(Body):
    """What the body says."""

    statement: str = Field(min_length=2, max_length=2000)


class Question(Aggregate):
    """The columns of a question. `region` is the home of the body; `case_id` is for those who judge."""

    department: str = Field(max_length=60, index=True)
    case_id: UUID = Field(unique=True)
    matter: str = Field(max_length=100)
    since: date
    until: date
    law: str = Field(max_length=200)
    due_on: date
    put_by: str = Field(max_length=200)
    state: State = enumerated(State, default=State.WAITING)
    statement: str | None = Field(default=None, max_length=2000)
    stated_by: str | None = Field(default=None, max_length=200)
    stated_on: date | None = None

    @property
    def charged_home(self) -> str:
        """The region that the body belongs to, as a case has it."""
        return self.region


Q = TypeVar("Q", bound=Question)


@dataclass(frozen=True, slots=True)
class Accused:
    """Which body a question goes to, and the report it is for."""

    case_id: UUID
    department: str
    home: str

    @classmethod
    def of(cls, case: Case) -> "Accused":
        """The body that a case accuses."""
        return cls(case.id, case.department, case.charged_home)


class QuestionView(ResourceView):
    """A question as it is shown; which report it is for is for those who judge."""

    region: RegionCode = Field(title="机构所属")
    department: DepartmentCode = Field(title="被询问机构")
    case_id: UUID | None = Field(title="所涉反映", description="null for the body itself")
    matter: str = Field(title="询问事项")
    since: date = Field(title="期间开始")
    until: date = Field(title="期间结束")
    law: str = Field(title="依据")
    due_on: date = Field(title="陈述期限")
    statement: str | None = Field(title="陈述")
    stated_on: date | None = Field(title="陈述日期")

    @classmethod
    def seen_by(cls, question: Question, caller: Caller) -> Self:
        """The view, fitted to its reader."""
        view = cls.of(question, caller)
        if caller.is_of_a_township or caller.scope.department is not None:
            view.case_id = None
        return view


def workflow(stated: Callable[[Any, Any], Event]) -> Workflow[State]:
    """The one step: the accused body states."""
    return Workflow({
        "statement": Step({State.WAITING}, State.STATED, ACCUSED, "作出陈述", fact=stated, party=accused),
    })  # fmt: skip


def statement_todo(kind: str, title: str, model: type[Question], table: Workflow[State], *, record: str) -> Todo:
    """The to-do of the body."""
    return Todo(kind, title, model, table, "statement", record=record, subject="matter", due="due_on")


async def require_neutral(tx: Transaction, home: str, matter: str, law: str) -> None:
    """What a body of this home may be asked before a verdict; raises QuestionNotNeutral, QuestionWouldIdentify."""
    own = significant(home)
    villages = await directory.regions_within(tx, own, "village")
    if len(villages) < LEAST_VILLAGES:
        raise QuestionWouldIdentify
    county = villages if len(own) <= _COUNTY else await directory.regions_within(tx, own[:_COUNTY], "village")
    if _SAYS_REPORTED.search(matter) or any(village.name in f"{matter}{law}" for village in county):
        raise QuestionNotNeutral


async def put(tx: Transaction, model: type[Q], caller: Caller, about: Accused, body: QuestionBody) -> Q:
    """Put the question; the report is locked by the caller, and is not changed, so that nothing of it moves.

    Raises QuestionNotNeutral, QuestionWouldIdentify, QuestionAlreadyPut.
    """
    caller.require_region(about.home)
    await require_neutral(tx, about.home, body.matter, body.law)
    if await of_case(tx, model, about.case_id) is not None:
        raise QuestionAlreadyPut
    calendar = await calendar_of(tx, about.home)
    due = Deadline.of(calendar, today(tx.now), workdays=WORKDAYS)
    return tx.add(
        model(
            region=about.home, department=about.department, case_id=about.case_id, due_on=due.day, put_by=caller.sub,
            **body.model_dump(),
        )
    )  # fmt: skip


async def of_case(tx: Transaction, model: type[Q], case_id: UUID) -> Q | None:
    """The question about a report, if one was put."""
    found: Q | None = (
        await tx.session.execute(sa.select(model).where(col(model.case_id) == case_id))
    ).scalar_one_or_none()
    return found


async def require_heard(tx: Transaction, model: type[Q], case_id: UUID) -> None:
    """Raises StatementAwaited while the days of a question run that nobody has answered."""
    question = await of_case(tx, model, case_id)
    if question is not None and question.state is State.WAITING and today(tx.now) <= question.due_on:
        raise StatementAwaited(until=question.due_on.isoformat())


def state(tx: Transaction, table: Workflow[State], question: Question, caller: Caller, statement: str) -> None:
    """The body says what it holds of it, once; raises Forbidden, IllegalTransition."""
    taken = table.take(question, "statement", caller)
    question.statement, question.stated_by, question.stated_on = statement, caller.sub, today(tx.now)
    tx.record(taken.event(question), about=question, department=question.department)
