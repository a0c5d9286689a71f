"""SQL about good practices; every door takes the caller's scope."""

from uuid import UUID

import sqlalchemy as sa
from countykit.filters import Subtree
from countykit.identity import Scope
from servicekit.filters import AnyOf, Equal, filters
from servicekit.transaction import Transaction

from supervision_svc.practices.models import Practice


async def get(tx: Transaction, scope: Scope, practice_id: UUID) -> Practice:
    """One practice to look at."""
    return await tx.get(Practice, practice_id, scope)


async def locked(tx: Transaction, scope: Scope, practice_id: UUID) -> Practice:
    """One practice to change."""
    return await tx.locked(Practice, practice_id, scope)


FILTERS = filters(
    Practice,
    region=Subtree(),
    visit=Equal(column="visit_id"),
    action=AnyOf(),
    state=AnyOf(),
)


def visible(scope: Scope) -> sa.Select[Practice]:
    """The practices that a caller may see."""
    return sa.select(Practice).where(scope.where(Practice))
