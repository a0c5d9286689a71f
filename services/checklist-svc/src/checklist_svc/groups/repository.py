"""SQL about chat groups; every door takes the caller's scope."""

from uuid import UUID

import sqlalchemy as sa
from countykit.filters import Subtree
from countykit.identity import Scope
from servicekit.filters import AnyOf, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from checklist_svc.groups.models import Group, State

FILTERS = filters(Group, region=Subtree(), state=AnyOf(), platform=AnyOf())


async def get(tx: Transaction, scope: Scope, group_id: UUID) -> Group:
    """One group to look at."""
    return await tx.get(Group, group_id, scope)


async def locked(tx: Transaction, scope: Scope, group_id: UUID) -> Group:
    """One group to change."""
    return await tx.locked(Group, group_id, scope)


async def retained_in(tx: Transaction, region: str) -> Group | None:
    """The group a township already keeps."""
    statement = sa.select(Group).where(col(Group.region) == region, col(Group.state) == State.RETAINED)
    return (await tx.session.execute(statement)).scalar_one_or_none()


def visible(scope: Scope) -> sa.Select[Group]:
    """The groups that a caller may see."""
    return sa.select(Group).where(scope.where(Group))
