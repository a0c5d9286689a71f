"""SQL about refused demands; every door takes the caller's scope."""

from uuid import UUID

import sqlalchemy as sa
from countykit.identity import Scope
from servicekit.filters import AnyOf, Equal, Words, filters
from servicekit.transaction import Transaction

from checklist_svc.refusals.models import RefusedDemand


async def get(tx: Transaction, scope: Scope, refusal_id: UUID) -> RefusedDemand:
    """One refusal to look at."""
    return await tx.get(RefusedDemand, refusal_id, scope)


FILTERS = filters(
    RefusedDemand,
    q=Words("title"),
    department=Equal(),
    state=AnyOf(),
)


def visible(scope: Scope) -> sa.Select[RefusedDemand]:
    """The refusals that a caller may see."""
    return sa.select(RefusedDemand).where(scope.where(RefusedDemand))
