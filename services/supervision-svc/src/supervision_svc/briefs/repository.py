"""SQL about briefs."""

from uuid import UUID

import sqlalchemy as sa
from countykit.filters import Subtree
from countykit.identity import Caller
from servicekit.filters import AnyOf, Equal, Words, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from supervision_svc.briefs.models import Brief

FILTERS = filters(
    Brief, q=Words("name"), region=Subtree(), kind=AnyOf(), state=AnyOf(), edition=Equal(column="edition_id")
)


def visible(caller: Caller) -> sa.Select[Brief]:
    """The county's own bodies see all of theirs, a township its own extracts."""
    return sa.select(Brief).where(caller.scope.where(Brief))


async def get(tx: Transaction, caller: Caller, brief_id: UUID) -> Brief:
    """One brief; raises NotFound."""
    return await tx.one(visible(caller).where(col(Brief.id) == brief_id))
