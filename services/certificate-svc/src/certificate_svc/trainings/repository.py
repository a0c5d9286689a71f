"""SQL about trainings; every door takes the caller's scope."""

from collections.abc import Collection, Sequence
from uuid import UUID

import sqlalchemy as sa
from countykit.identity import Caller, Scope
from servicekit.errors import NotFound
from servicekit.transaction import Transaction
from sqlmodel import col

from certificate_svc.trainings.models import Attendance, Training


def visible(scope: Scope) -> sa.Select[Training]:
    """The trainings in a scope, and those of the regions above it."""
    return sa.select(Training).where(scope.where_or_above(Training))


async def get(tx: Transaction, scope: Scope, training_id: UUID, *, locked: bool = False) -> Training:
    """One of them, to look at or to enter who attended."""
    statement = visible(scope).where(col(Training.id) == training_id)
    statement = statement.with_for_update() if locked else statement
    training = (await tx.session.execute(statement)).scalar_one_or_none()
    if training is None:
        raise NotFound
    return training


async def seen(tx: Transaction, caller: Caller, training_id: UUID) -> Training:
    """One of them, for its material."""
    return await get(tx, caller.scope, training_id)


async def attendance(tx: Transaction, scope: Scope, training_id: UUID) -> Sequence[Attendance]:
    """Who attended a training, of the villages in a scope, by their codes."""
    statement = sa.select(Attendance).where(scope.where(Attendance), col(Attendance.training_id) == training_id)
    return (await tx.session.execute(statement.order_by(col(Attendance.region)))).scalars().all()


async def attended(tx: Transaction, training_id: UUID, villages: Collection[str]) -> dict[str, Attendance]:
    """What was entered of some villages so far."""
    statement = sa.select(Attendance).where(
        col(Attendance.training_id) == training_id, col(Attendance.region).in_(villages)
    )
    return {row.region: row for row in (await tx.session.execute(statement)).scalars()}


async def totals(tx: Transaction, training_id: UUID) -> tuple[int, int]:
    """How many villages and people stand on the lists of a training."""
    counted = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(col(Attendance.people)), 0))
    villages, people = (await tx.session.execute(counted.where(col(Attendance.training_id) == training_id))).one()
    return int(villages), int(people)
