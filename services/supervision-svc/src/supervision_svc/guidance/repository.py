"""SQL about guidance visits; every door takes the caller's scope."""

from uuid import UUID

import sqlalchemy as sa
from countykit.filters import Subtree
from countykit.identity import Scope
from servicekit.filters import Equal, filters
from servicekit.transaction import Transaction

from supervision_svc.guidance.models import Guidance


async def get(tx: Transaction, scope: Scope, guidance_id: UUID) -> Guidance:
    """One guidance visit to look at."""
    return await tx.get(Guidance, guidance_id, scope)


FILTERS = filters(
    Guidance,
    region=Subtree(),
    letter=Equal(column="letter_id"),
)


def visible(scope: Scope) -> sa.Select[Guidance]:
    """The guidance visits that a caller may see."""
    return sa.select(Guidance).where(scope.where(Guidance))
