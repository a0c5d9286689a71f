"""SQL about rebounds."""

from collections.abc import Sequence

import sqlalchemy as sa
from countykit.filters import Subtree
from servicekit.filters import AnyOf, Equal, Words
from servicekit.records import Records
from servicekit.transaction import Transaction
from sqlmodel import col

from checklist_svc.groups.models import CLOSED, Group
from checklist_svc.groups.rebounds.models import FALLEN, GroupRebound

REBOUNDS = Records(GroupRebound, q=Words("title"), region=Subtree(), state=AnyOf(), department=Equal())


async def closed_in(tx: Transaction, region: str) -> Sequence[Group]:
    """The closed groups of a township that are not known to be there again, the last registered first."""
    back = sa.exists().where(
        col(GroupRebound.closed) == col(Group.id), col(GroupRebound.state).not_in(FALLEN),
        col(GroupRebound.registered_again).in_(sa.select(col(Group.id)).where(col(Group.state).not_in(CLOSED))),
    ).correlate_except(GroupRebound)  # fmt: skip
    statement = sa.select(Group).where(col(Group.region) == region, col(Group.state).in_(CLOSED), ~back)
    return (await tx.session.execute(statement.order_by(col(Group.id).desc()))).scalars().all()
