"""SQL about chat groups: reading within the caller's scope, and the filters of the list."""

import sqlalchemy as sa
from countykit.filters import Subtree
from servicekit.filters import AnyOf
from servicekit.records import Records
from servicekit.transaction import Transaction
from sqlmodel import col

from checklist_svc.groups.models import Group, State

GROUPS = Records(Group, region=Subtree(), state=AnyOf(), platform=AnyOf())


async def retained_in(tx: Transaction, region: str) -> Group | None:
    """The group a township already keeps."""
    statement = sa.select(Group).where(col(Group.region) == region, col(Group.state) == State.RETAINED)
    return (await tx.session.execute(statement)).scalar_one_or_none()
