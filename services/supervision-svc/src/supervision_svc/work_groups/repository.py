"""SQL about work groups: the county's own bodies see all, a township its own, a body where it sits."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from countykit.due import last_days
from countykit.filters import Subtree
from countykit.identity import EVERYTHING, Caller, Role
from countykit.regions import TOWNSHIP_DIGITS
from servicekit.filters import AnyOf, Equal, Words, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from supervision_svc.programmes.repository import watches
from supervision_svc.work_groups.models import GroupState, WorkGroup

GROUPS = filters(WorkGroup, q=Words("title"), region=Subtree(), state=AnyOf(), programme=Equal(column="programme_id"))
EXPIRING = last_days(WorkGroup, "until", col(WorkGroup.state) == GroupState.ACTIVE)
"""The groups whose term ends or has ended."""


def seen(model: Any, caller: Caller) -> sa.ColumnElement[bool]:
    """Which rows with a `region` and `bodies` the caller sees."""
    within: sa.ColumnElement[bool] = col(model.region).startswith(caller.region[:6], autoescape=True)
    if watches(caller):
        return within
    own: sa.ColumnElement[bool] = sa.false()
    if caller.department is not None:
        own = col(model.bodies).contains([caller.department])
    if Role.TOWNSHIP in caller.roles and len(caller.region) >= TOWNSHIP_DIGITS:
        own = own | col(model.region).startswith(caller.region, autoescape=True)
    return within & own


def groups(caller: Caller) -> sa.Select[WorkGroup]:
    """The groups that a caller may see."""
    return sa.select(WorkGroup).where(seen(WorkGroup, caller))


async def group(tx: Transaction, caller: Caller, group_id: UUID) -> WorkGroup:
    """One group; raises NotFound."""
    return await tx.one(groups(caller).where(col(WorkGroup.id) == group_id))


async def locked_group(tx: Transaction, caller: Caller, group_id: UUID) -> WorkGroup:
    """One group to change; raises NotFound, StaleVersion."""
    await group(tx, caller, group_id)
    return await tx.locked(WorkGroup, group_id, EVERYTHING)


async def group_by_system(tx: Transaction, group_id: UUID) -> WorkGroup:
    """A group whose day has come."""
    return await tx.locked(WorkGroup, group_id, EVERYTHING)
