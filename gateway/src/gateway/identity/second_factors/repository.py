"""SQL about second factors."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from servicekit.transaction import Transaction
from sqlmodel import col

from gateway.identity.second_factors.models import SecondFactor

AT_A_TIME = 500


async def sealed_with(tx: Transaction, beginnings: Collection[bytes]) -> Sequence[SecondFactor]:
    """Some hundreds whose sealed secrets begin so; they stay locked, and those that others have locked are left out."""
    sealed = col(SecondFactor.sealed)
    begins = sa.or_(*(sa.func.substr(sealed, 1, len(beginning)) == beginning for beginning in beginnings))
    statement = sa.select(SecondFactor).where(begins).order_by(col(SecondFactor.username))
    return (await tx.session.execute(statement.with_for_update(skip_locked=True).limit(AT_A_TIME))).scalars().all()


async def locked(tx: Transaction, username: str) -> SecondFactor | None:
    """The second factor of an account; parallel guesses wait here, so none escapes the count."""
    statement = sa.select(SecondFactor).where(col(SecondFactor.username) == username).with_for_update()
    return (await tx.session.execute(statement.execution_options(populate_existing=True))).scalar_one_or_none()


async def confirmed(tx: Transaction, username: str) -> SecondFactor | None:
    """The second factor that an account signs in with."""
    statement = sa.select(SecondFactor).where(
        col(SecondFactor.username) == username, col(SecondFactor.confirmed_at).is_not(None)
    )
    return (await tx.session.execute(statement)).scalar_one_or_none()


async def drop(tx: Transaction, username: str) -> bool:
    """Remove a second factor; whether there was one."""
    statement = (
        sa.delete(SecondFactor).where(col(SecondFactor.username) == username).returning(col(SecondFactor.username))
    )
    return (await tx.session.execute(statement)).scalar_one_or_none() is not None
