"""SQL about guidance; every door takes the caller's scope."""

from uuid import UUID

import sqlalchemy as sa
from countykit.filters import Subtree
from countykit.identity import Scope
from servicekit.filters import AnyOf, Equal, filters
from servicekit.records import Records
from servicekit.transaction import Transaction

from supervision_svc.guidance.models import Guidance, GuidanceRequest

REQUESTS = Records(GuidanceRequest, region=Subtree(), state=AnyOf(), letter=Equal(column="letter_id"))
FILTERS = filters(Guidance, region=Subtree(), state=AnyOf(), letter=Equal(column="letter_id"))


async def get(tx: Transaction, scope: Scope, guidance_id: UUID) -> Guidance:
    """One guidance visit to look at."""
    return await tx.get(Guidance, guidance_id, scope)


async def locked(tx: Transaction, scope: Scope, guidance_id: UUID) -> Guidance:
    """One guidance visit to change."""
    return await tx.locked(Guidance, guidance_id, scope)


def visible(scope: Scope) -> sa.Select[Guidance]:
    """The guidance visits that a caller may see."""
    return sa.select(Guidance).where(scope.where(Guidance))
