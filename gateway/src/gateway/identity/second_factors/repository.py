"""SQL about second factors."""

import sqlalchemy as sa
from servicekit.transaction import Transaction
from sqlmodel import col

from gateway.identity.second_factors.models import SecondFactor


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
