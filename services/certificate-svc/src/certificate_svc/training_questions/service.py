"""What can be done with questions."""

from uuid import UUID

from contracts.envelope import new_id
from contracts.trainings import TrainingQuestionRaised
from countykit.identity import Caller
from countykit.workdays import today
from servicekit.transaction import Transaction

from certificate_svc.training_questions.models import WORKFLOW, TrainingQuestion
from certificate_svc.training_questions.schemas import TrainingQuestionBody
from certificate_svc.trainings import repository as trainings
from certificate_svc.unlisted import require_nameless

_COUNTY_DIGITS = 6


async def raise_one(tx: Transaction, caller: Caller, body: TrainingQuestionBody) -> TrainingQuestion:
    """Put a question; raises NameHoldsPerson, and NotFound for a training that the caller does not see."""
    require_nameless(body.question)
    if body.training_id is not None:
        await trainings.get(tx, caller.scope, body.training_id)
    county = caller.region[:_COUNTY_DIGITS].ljust(12, "0")
    question = tx.add(TrainingQuestion(id=new_id(), region=county, **body.model_dump()))
    tx.record(TrainingQuestionRaised(), about=question)
    return question


async def answer(tx: Transaction, caller: Caller, question_id: UUID, text: str) -> TrainingQuestion:
    """Answer for all, or correct an answer; raises NameHoldsPerson."""
    require_nameless(text)
    question = await tx.locked(TrainingQuestion, question_id, caller.scope)
    taken = WORKFLOW.take(question, "answer", caller)
    question.answer, question.answered_on = text, today(tx.now)
    tx.record(taken.event(question), about=question)
    return question
