"""HTTP about neutral questions."""

from typing import Annotated
from uuid import UUID

from countykit import questions
from countykit.identity import Anyone, Caller, Role, allow
from countykit.questions import StatementBody
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from checklist_svc.questions import repository
from checklist_svc.questions.models import WORKFLOW, Question
from checklist_svc.questions.schemas import QuestionView

router = Router(prefix="/v1", tags=["imposed tasks"])
Reader = Annotated[
    Caller,
    allow(Role.DEPARTMENT, Role.TOWNSHIP, Role.COUNTY_OFFICE, Role.APPROVER, Role.INSPECTOR, Role.OBSERVER),
]


@router.get("/questions")
async def list_questions(
    tx: Tx, caller: Reader, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[QuestionView]:
    """Questions to bodies; a body sees those to itself, and never which report one is for."""
    statement = wanted.narrow(repository.visible(caller))
    return await page(tx, statement, Question, paging, view=lambda row: QuestionView.seen_by(row, caller))


@router.get("/questions/{question_id}", responses=refusals(NotFound))
async def read_question(question_id: UUID, tx: Tx, caller: Reader) -> QuestionView:
    """One question."""
    return QuestionView.seen_by(await repository.get(tx, caller, question_id), caller)


@router.step(WORKFLOW, "statement", of="/questions/{question_id}")
async def state_on_question(question_id: UUID, body: StatementBody, tx: Tx, caller: Anyone) -> QuestionView:
    """Say as the body what it holds of the matter, once."""
    question = await tx.locked(Question, question_id, caller.scope)
    questions.state(tx, WORKFLOW, question, caller, body.statement)
    return QuestionView.seen_by(question, caller)
