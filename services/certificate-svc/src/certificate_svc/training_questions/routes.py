"""HTTP about questions."""

from typing import Annotated
from uuid import UUID

from contracts.titles import TITLE
from countykit.identity import Anyone, Caller, Role, allow
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from certificate_svc.training_questions import repository, service
from certificate_svc.training_questions.models import WORKFLOW, TrainingQuestion
from certificate_svc.training_questions.schemas import AnswerBody, QuestionView, TrainingQuestionBody
from certificate_svc.unlisted import NameHoldsPerson

router = Router(prefix="/v1/training-questions", tags=["trainings"])
Local = Annotated[Caller, allow(Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY_OFFICE)]
Reader = Annotated[
    Caller, allow(Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY_OFFICE, Role.INSPECTOR, Role.OBSERVER, Role.APPROVER)
]


@router.post("", status_code=201, openapi_extra={TITLE: "提出培训问题"}, responses=refusals(NotFound, NameHoldsPerson))
async def raise_training_question(body: TrainingQuestionBody, tx: Tx, caller: Local) -> QuestionView:
    """Put a question about issuing certificates, from a training or in between; who asked, only the office may know."""
    return QuestionView.of(await service.raise_one(tx, caller, body), caller)


@router.get("")
async def list_training_questions(
    tx: Tx, caller: Reader, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[QuestionView]:
    """What was asked and answered in the county."""
    statement = wanted.narrow(repository.visible(caller.scope))
    return await page(tx, statement, TrainingQuestion, paging, view=lambda row: QuestionView.of(row, caller))


@router.get("/{question_id}", responses=refusals(NotFound))
async def read_training_question(question_id: UUID, tx: Tx, caller: Reader) -> QuestionView:
    """One question."""
    return QuestionView.of(await repository.get(tx, caller.scope, question_id), caller)


@router.step(WORKFLOW, "answer", of="/{question_id}", refused=(NameHoldsPerson,))
async def answer_training_question(question_id: UUID, body: AnswerBody, tx: Tx, caller: Anyone) -> QuestionView:
    """Answer a question for all, or correct the answer; what it said before stays in the history."""
    return QuestionView.of(await service.answer(tx, caller, question_id, body.answer), caller)
