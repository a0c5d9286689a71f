"""SQL about questions."""

from uuid import UUID

import sqlalchemy as sa
from countykit.filters import Subtree
from countykit.identity import Caller
from servicekit.filters import AnyOf, Equal, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from checklist_svc.questions.models import Question

FILTERS = filters(Question, region=Subtree(), state=AnyOf(), department=Equal())


def visible(caller: Caller) -> sa.Select[Question]:
    """Judges see the questions of their county, a body those to itself, a township those to its units."""
    return sa.select(Question).where(caller.scope.where(Question))


async def get(tx: Transaction, caller: Caller, question_id: UUID) -> Question:
    """One question; raises NotFound."""
    return await tx.one(visible(caller).where(col(Question.id) == question_id))
