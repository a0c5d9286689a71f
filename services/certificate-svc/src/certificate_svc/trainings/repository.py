"""SQL about trainings; every door takes the caller's scope."""

from uuid import UUID

import sqlalchemy as sa
from countykit.identity import Scope
from servicekit.errors import NotFound
from servicekit.transaction import Transaction
from sqlmodel import col

from certificate_svc.trainings.models import Training


def visible(scope: Scope) -> sa.Select[Training]:
    """The trainings in a scope, and those of the regions above it."""
    return sa.select(Training).where(scope.where_or_above(Training))


async def get(tx: Transaction, scope: Scope, training_id: UUID) -> Training:
    """One of them."""
    training = (await tx.session.execute(visible(scope).where(col(Training.id) == training_id))).scalar_one_or_none()
    if training is None:
        raise NotFound
    return training
