"""SQL about guidance visits; every door takes the caller's scope."""

from uuid import UUID

import sqlalchemy as sa
from countykit.identity import Scope
from countykit.regions import significant
from servicekit.transaction import Transaction

from supervision_svc.guidance.models import Guidance


async def get(tx: Transaction, scope: Scope, guidance_id: UUID) -> Guidance:
    """One guidance visit to look at."""
    return await tx.get(Guidance, guidance_id, scope)


def matching(scope: Scope, *, region: str | None, **equal: object) -> sa.Select[Guidance]:
    """The guidance visits of a list request; a region includes what lies within it, `equal` are plain columns."""
    statement = sa.select(Guidance).where(scope.where(Guidance))
    if region is not None:
        statement = statement.where(Scope(significant(region)).where(Guidance))
    return statement.filter_by(**{name: value for name, value in equal.items() if value is not None})
