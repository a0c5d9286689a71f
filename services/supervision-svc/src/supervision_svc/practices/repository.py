"""SQL about good practices; every door takes the caller's scope."""

from uuid import UUID

import sqlalchemy as sa
from countykit.identity import Scope
from countykit.regions import significant
from servicekit.transaction import Transaction

from supervision_svc.practices.models import Practice


async def get(tx: Transaction, scope: Scope, practice_id: UUID) -> Practice:
    """One practice to look at."""
    return await tx.get(Practice, practice_id, scope)


async def locked(tx: Transaction, scope: Scope, practice_id: UUID) -> Practice:
    """One practice to change."""
    return await tx.locked(Practice, practice_id, scope)


def matching(scope: Scope, *, region: str | None, **equal: object) -> sa.Select[Practice]:
    """The practices of a list request; a region includes what lies within it, `equal` are plain columns."""
    statement = sa.select(Practice).where(scope.where(Practice))
    if region is not None:
        statement = statement.where(Scope(significant(region)).where(Practice))
    return statement.filter_by(**{name: value for name, value in equal.items() if value is not None})
