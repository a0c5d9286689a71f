"""SQL about reviews of certificates and wordings."""

from uuid import UUID

import sqlalchemy as sa
from countykit.filters import Subtree
from servicekit.filters import AnyOf, Equal, Words
from servicekit.records import Records
from servicekit.transaction import Transaction
from sqlmodel import col

from certificate_svc.law_reviews.models import LawReview

REVIEWS = Records(LawReview, q=Words("title"), region=Subtree(), state=AnyOf(), change_id=Equal(), code=Equal())


async def reviewed(tx: Transaction, change_id: UUID) -> set[str]:
    """The codes that have a review of a change: an event may come twice."""
    statement = sa.select(col(LawReview.code)).where(col(LawReview.change_id) == change_id)
    return set((await tx.session.execute(statement)).scalars())
