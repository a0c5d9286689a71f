"""SQL about persons."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from servicekit.transaction import Transaction
from sqlmodel import col

from gateway.identity.persons.models import PersonLogin


async def others(tx: Transaction, username: str) -> list[str]:
    """The further logins of the person behind an account, disabled ones too: what was done under them stays theirs."""
    own = sa.select(col(PersonLogin.person)).where(col(PersonLogin.username) == username).scalar_subquery()
    statement = sa.select(col(PersonLogin.username)).where(
        col(PersonLogin.person) == own, col(PersonLogin.username) != username
    )
    return list((await tx.session.execute(statement.order_by(col(PersonLogin.username)))).scalars())


async def person_of(tx: Transaction, username: str) -> UUID | None:
    """The person behind an account that is known to be one of several logins."""
    statement = sa.select(col(PersonLogin.person)).where(col(PersonLogin.username) == username)
    return (await tx.session.execute(statement)).scalar_one_or_none()


async def locked(tx: Transaction, usernames: Collection[str]) -> list[PersonLogin]:
    """All logins of the persons behind these accounts, in one order, to join or part them."""
    persons = sa.select(col(PersonLogin.person)).where(col(PersonLogin.username).in_(usernames))
    statement = sa.select(PersonLogin).where(col(PersonLogin.person).in_(persons)).order_by(col(PersonLogin.username))
    return list((await tx.session.execute(statement.with_for_update())).scalars())


def by_username(rows: Collection[PersonLogin]) -> dict[str, UUID]:
    """Person by login."""
    return {row.username: row.person for row in rows}
