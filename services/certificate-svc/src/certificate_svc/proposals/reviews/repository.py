"""SQL about reviews of proposals."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from countykit.identity import Scope
from servicekit.filters import AnyOf, Equal, Words, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from certificate_svc.proposals.reviews.models import ListReview

FILTERS = filters(ListReview, q=Words("title"), state=AnyOf(), department=Equal(), proposal_id=Equal())


def visible(scope: Scope) -> sa.Select[ListReview]:
    """The reviews that a caller may see: a department those that it gives itself."""
    return sa.select(ListReview).where(scope.where(ListReview))


async def of_round(tx: Transaction, proposal_id: UUID, round: int) -> Sequence[ListReview]:
    """The opinions on one round of a proposal."""
    statement = sa.select(ListReview).where(col(ListReview.proposal_id) == proposal_id, col(ListReview.round) == round)
    return (await tx.session.execute(statement.order_by(col(ListReview.id)).with_for_update())).scalars().all()
