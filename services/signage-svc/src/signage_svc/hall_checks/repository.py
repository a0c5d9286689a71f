"""SQL about checks of service places."""

from uuid import UUID

import sqlalchemy as sa
from countykit.filters import Subtree
from servicekit.filters import AnyOf, Equal
from servicekit.records import Records
from servicekit.transaction import Transaction
from sqlmodel import col

from signage_svc.hall_checks.models import COUNTING, HallCheck

CHECKS = Records(HallCheck, region=Subtree(), state=AnyOf(), hall_id=Equal(kind=UUID))


async def counting_of(tx: Transaction, hall_id: UUID) -> HallCheck | None:
    """The check of a hall that counts, locked; at most one does."""
    statement = sa.select(HallCheck).where(col(HallCheck.hall_id) == hall_id, col(HallCheck.state).in_(COUNTING))
    return (await tx.session.execute(statement.with_for_update())).scalar_one_or_none()
