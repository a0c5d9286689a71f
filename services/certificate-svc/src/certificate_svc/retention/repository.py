"""SQL about rows whose time has passed."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

import sqlalchemy as sa
from servicekit.transaction import Transaction
from sqlmodel import col

from certificate_svc.personal import PersonalRow

P = TypeVar("P", bound=PersonalRow)
AT_A_TIME = 500


async def outlived(
    tx: Transaction, model: type[P], before: datetime, *conditions: sa.ColumnElement[bool]
) -> Sequence[P]:
    """Rows that were last changed before a moment and still hold personal data, some hundreds; they stay locked."""
    statement = sa.select(model).where(col(model.erased_at).is_(None), col(model.updated_at) < before, *conditions)
    statement = statement.order_by(col(model.id)).limit(AT_A_TIME).with_for_update()
    return (await tx.session.execute(statement)).scalars().all()
