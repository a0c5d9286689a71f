"""SQL about accounts; every door for people takes the caller's scope."""

from uuid import UUID

import sqlalchemy as sa
from countykit.filters import Subtree
from countykit.identity import Scope
from servicekit.filters import AnyOf, Words, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from gateway.identity.accounts.models import Account


async def locked(tx: Transaction, scope: Scope, account_id: UUID) -> Account:
    """One account to change."""
    return await tx.locked(Account, account_id, scope)


async def get(tx: Transaction, scope: Scope, account_id: UUID) -> Account:
    """One account to look at."""
    return await tx.get(Account, account_id, scope)


async def named(tx: Transaction, username: str) -> Account | None:
    """The account of a username, for signing in; anybody may try."""
    return (await tx.session.execute(sa.select(Account).where(col(Account.username) == username))).scalar_one_or_none()


FILTERS = filters(
    Account,
    q=Words("name", "username"),
    region=Subtree(),
    state=AnyOf(),
)


def visible(scope: Scope) -> sa.Select[Account]:
    """The accounts that a caller may see."""
    return sa.select(Account).where(scope.where(Account))
