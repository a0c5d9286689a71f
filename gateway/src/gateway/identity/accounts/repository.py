"""SQL about accounts; every door for people takes the caller's scope."""

from uuid import UUID

import sqlalchemy as sa
from countykit.identity import Scope
from servicekit.transaction import Transaction
from sqlmodel import col

from gateway.identity.accounts.models import Account, State


async def locked(tx: Transaction, scope: Scope, account_id: UUID) -> Account:
    """One account to change."""
    return await tx.locked(Account, account_id, scope)


async def get(tx: Transaction, scope: Scope, account_id: UUID) -> Account:
    """One account to look at."""
    return await tx.get(Account, account_id, scope)


async def named(tx: Transaction, username: str) -> Account | None:
    """The account of a username, for signing in; anybody may try."""
    return (await tx.session.execute(sa.select(Account).where(col(Account.username) == username))).scalar_one_or_none()


def matching(scope: Scope, *, region: str | None, state: State | None) -> sa.Select[Account]:
    """The accounts of a list request."""
    statement = sa.select(Account).where(scope.where(Account))
    if region is not None:
        statement = statement.where(col(Account.region) == region)
    if state is not None:
        statement = statement.where(col(Account.state) == state)
    return statement
