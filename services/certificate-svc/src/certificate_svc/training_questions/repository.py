"""SQL about questions; all of a county read them."""

from uuid import UUID

import sqlalchemy as sa
from countykit.identity import Scope
from servicekit.errors import NotFound
from servicekit.filters import AnyOf, Equal, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from certificate_svc.training_questions.models import TrainingQuestion

FILTERS = filters(TrainingQuestion, state=AnyOf(), training=Equal(column="training_id"))


def visible(scope: Scope) -> sa.Select[TrainingQuestion]:
    """The questions in a scope, and those of the county above it."""
    return sa.select(TrainingQuestion).where(scope.where_or_above(TrainingQuestion))


async def get(tx: Transaction, scope: Scope, question_id: UUID) -> TrainingQuestion:
    """One of them."""
    statement = visible(scope).where(col(TrainingQuestion.id) == question_id)
    question = (await tx.session.execute(statement)).scalar_one_or_none()
    if question is None:
        raise NotFound
    return question
