"""SQL about people of a table."""

from collections.abc import Collection

import sqlalchemy as sa
from servicekit.transaction import Transaction
from sqlmodel import col

from gateway.identity.accounts.models import Account

_ADVISORY = sa.text("SELECT pg_advisory_xact_lock(hashtext('people import'))")


async def one_at_a_time(tx: Transaction) -> None:
    """Two tables at once must not both find a name unknown."""
    await tx.session.execute(_ADVISORY)


async def known(tx: Transaction, usernames: Collection[str]) -> dict[str, Account]:
    """The accounts of some usernames."""
    statement = sa.select(Account).where(col(Account.username).in_(usernames)).with_for_update()
    rows = (await tx.session.execute(statement.order_by(col(Account.id)))).scalars()
    return {account.username: account for account in rows}


async def namesakes(tx: Transaction, names: Collection[str], counties: Collection[str]) -> list[Account]:
    """The accounts of people of these names in some counties."""
    county = sa.func.left(col(Account.region), sa.literal_column("6"))
    statement = sa.select(Account).where(col(Account.name).in_(names), county.in_(counties))
    return list((await tx.session.execute(statement)).scalars())
