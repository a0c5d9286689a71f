"""SQL about posts."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from countykit.identity import Scope
from servicekit.errors import NotFound
from servicekit.transaction import Transaction
from sqlmodel import col

from gateway.identity.posts.models import Post

_ACCOUNT = sa.table("account", sa.column("id"), sa.column("username"), sa.column("name"))


def of_account(account_id: UUID) -> sa.Select[Post]:
    """All posts of an account, past ones too."""
    return sa.select(Post).where(col(Post.account_id) == account_id)


async def of_logins(tx: Transaction, usernames: Collection[str], since: date | None = None) -> list[Post]:
    """The posts under these logins, the longest held first; `since` leaves out what ended on or before that day."""
    ids = sa.select(_ACCOUNT.c.id).where(_ACCOUNT.c.username.in_(usernames))
    statement = sa.select(Post).where(col(Post.account_id).in_(ids))
    if since is not None:
        statement = statement.where(sa.or_(col(Post.valid_to).is_(None), col(Post.valid_to) > since))
    return list((await tx.session.execute(statement.order_by(col(Post.valid_from), col(Post.id)))).scalars())


def awaiting(scope: Scope, day: date) -> sa.Select[Post]:
    """The posts that wait for a second administrator and have not ended by a day."""
    going_on = sa.or_(col(Post.valid_to).is_(None), col(Post.valid_to) > day)
    return sa.select(Post).where(scope.where(Post), col(Post.awaits_confirmation), going_on)


async def holders(tx: Transaction, accounts: Collection[UUID]) -> dict[UUID, dict[str, str]]:
    """The names and logins of some accounts."""
    statement = sa.select(_ACCOUNT).where(_ACCOUNT.c.id.in_(accounts))
    return {row.id: {"name": row.name, "username": row.username} for row in await tx.session.execute(statement)}


async def one(tx: Transaction, account_id: UUID, post_id: UUID) -> Post:
    """One post of an account to look at; raises NotFound."""
    return await tx.one(of_account(account_id).where(col(Post.id) == post_id))


async def locked(tx: Transaction, account_id: UUID, post_id: UUID) -> Post:
    """One post of an account to change; raises NotFound."""
    statement = of_account(account_id).where(col(Post.id) == post_id).with_for_update()
    found = (await tx.session.execute(statement)).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found
