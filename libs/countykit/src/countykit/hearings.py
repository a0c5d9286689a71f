"""The routes of neutral questions, for every service that judges reports.

A service declares its table as a subclass of `questions.Question` and says how its events are called; lists, reading,
the statement and the step of the judge are the same everywhere:

    HEARING = Hearing(Question, QuestionView, WORKFLOW, QuestionPut)
    router = HEARING.router("offplan-demands")

    @router.step(REPORTS, "question", of="/{demand_id}", status_code=201, refused=QUESTION_REFUSALS)
    async def question_about_offplan_demand(…) -> QuestionView:
        return await HEARING.put(tx, caller, REPORTS, demand, body)
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

import sqlalchemy as sa
from contracts.envelope import Event
from servicekit.errors import NotFound
from servicekit.filters import AnyOf, Equal, Wanted, filters
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals
from servicekit.transaction import Transaction
from servicekit.workflow import Workflow
from sqlmodel import col

from countykit import questions
from countykit.filters import Subtree
from countykit.identity import Anyone, Caller, Role, allow
from countykit.questions import (
    Accused,
    Q,
    QuestionAlreadyPut,
    QuestionBody,
    QuestionNotNeutral,
    QuestionWouldIdentify,
    StatementBody,
)

QUESTION_REFUSALS = (QuestionNotNeutral, QuestionWouldIdentify, QuestionAlreadyPut)
"""What the judge's step can be refused for, beyond its table."""
V = TypeVar("V", bound=questions.QuestionView)
Reader = Annotated[
    Caller,
    allow(Role.DEPARTMENT, Role.TOWNSHIP, Role.COUNTY_OFFICE, Role.APPROVER, Role.INSPECTOR, Role.OBSERVER),
]


@dataclass(frozen=True)
class Hearing(Generic[Q, V]):
    """How one service hears bodies before it judges reports about them."""

    model: type[Q]
    view: type[V]
    workflow: Workflow[questions.State]
    put_event: Callable[..., Event]

    async def put(
        self, tx: Transaction, caller: Caller, steps: Workflow[Any], report: Any, body: QuestionBody,
        about: Accused | None = None,
    ) -> V:  # fmt: skip
        """Put the judge's question about a locked report that is no other case's; the report does not move.

        Raises IllegalTransition, ReporterCannotJudge, and QUESTION_REFUSALS.
        """
        steps.take(report, "question", caller)
        question = tx.target = await questions.put(tx, self.model, caller, about or Accused.of(report), body)
        tx.record(self.put_event(due_on=question.due_on), about=question, department=question.department)
        return self.view.seen_by(question, caller)

    async def require_heard(self, tx: Transaction, steps: Workflow[Any], report: Any) -> None:
        """Before a confirmation: raises StatementAwaited while the days of a question run that nobody has answered."""
        if steps.step("confirmation").fits(report):
            await questions.require_heard(tx, self.model, report.id)

    def router(self, tag: str) -> Router:
        """List, record and statement."""
        model, view, steps = self.model, self.view, self.workflow
        router = Router(prefix="/v1", tags=[tag])
        wanted_of = filters(model, region=Subtree(), state=AnyOf(), department=Equal())

        def visible(caller: Caller) -> sa.Select[Q]:
            """Judges see the questions of their county, a body those to itself, a township those to its units."""
            return sa.select(model).where(caller.scope.where(model))

        async def list_questions(
            tx: Tx, caller: Reader, paging: Pages, wanted: Annotated[Wanted, wanted_of]
        ) -> Page[view]:  # type: ignore[valid-type]
            """Questions to bodies; a body sees those to itself, and never which report one is for."""
            return await page(
                tx, wanted.narrow(visible(caller)), model, paging, view=lambda row: view.seen_by(row, caller)
            )

        async def read_question(question_id: UUID, tx: Tx, caller: Reader) -> view:  # type: ignore[valid-type]
            """One question."""
            return view.seen_by(await tx.one(visible(caller).where(col(model.id) == question_id)), caller)

        async def state_on_question(question_id: UUID, body: StatementBody, tx: Tx, caller: Anyone) -> view:  # type: ignore[valid-type]
            """Say as the body what it holds of the matter, once."""
            question = await tx.locked(model, question_id, caller.scope)
            questions.state(tx, steps, question, caller, body.statement)
            return view.seen_by(question, caller)

        # The address of a step at the gateway follows from the module of its handler.
        state_on_question.__module__ = model.__module__
        router.get("/questions")(list_questions)
        router.get("/questions/{question_id}", responses=refusals(NotFound))(read_question)
        router.step(steps, "statement", of="/questions/{question_id}")(state_on_question)
        return router
