"""SQL about chat groups; every door takes the caller's scope."""

from uuid import UUID

import sqlalchemy as sa
from countykit.identity import Scope
from servicekit.transaction import Transaction
from sqlmodel import col

from checklist_svc.groups.models import Group, Platform, State


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


def matching(scope: Scope, *, region: str | None, state: State | None, platform: Platform | None) -> sa.Select[Group]:
    """The groups of a list request."""
    statement = sa.select(Group).where(scope.where(Group))
    if region is not None:
        statement = statement.where(col(Group.region) == region)
    if state is not None:
        statement = statement.where(col(Group.state) == state)
    if platform is not None:
        statement = statement.where(col(Group.platform) == platform)
    return statement
