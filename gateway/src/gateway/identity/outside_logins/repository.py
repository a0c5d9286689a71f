"""SQL about logins at outside providers."""

from datetime import datetime

import sqlalchemy as sa
from servicekit.transaction import Transaction
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from gateway.identity.digests import digest
from gateway.identity.outside_logins.models import OutsideArrival, OutsideLogin
from gateway.identity.sessions.models import Entrance


async def of_subject(tx: Transaction, issuer: str, subject: str) -> OutsideLogin | None:
    """The account that a subject is bound to."""
    return await tx.session.get(OutsideLogin, (issuer, subject))


async def of_account(tx: Transaction, issuer: str, username: str) -> OutsideLogin | None:
    """The subject that is bound to an account, to look at or to part them."""
    statement = sa.select(OutsideLogin).where(
        col(OutsideLogin.issuer) == issuer, col(OutsideLogin.username) == username
    )
    return (await tx.session.execute(statement.with_for_update())).scalar_one_or_none()


async def arrive(tx: Transaction, ticket: str, username: str, entrance: Entrance, until: datetime) -> bool:
    """Use a ticket up; False when it was used before."""
    values = {
        "hash": digest(ticket), "username": username, "issuer": entrance.issuer, "sid": entrance.sid,
        "second_factor": entrance.second_factor, "expires_at": until, "done": False,
    }  # fmt: skip
    statement = insert(OutsideArrival).values(values).on_conflict_do_nothing().returning(col(OutsideArrival.hash))
    return (await tx.session.execute(statement)).scalar_one_or_none() is not None


async def arrived(tx: Transaction, ticket: str) -> OutsideArrival | None:
    """The arrival of a ticket that may still become a session; parallel attempts wait here."""
    statement = sa.select(OutsideArrival).where(
        col(OutsideArrival.hash) == digest(ticket), col(OutsideArrival.expires_at) > tx.now,
        col(OutsideArrival.done).is_(False),
    )  # fmt: skip
    return (await tx.session.execute(statement.with_for_update())).scalar_one_or_none()


async def drop_outlived(tx: Transaction) -> None:
    """Housekeeping: arrivals whose code at the provider expired long ago, so that it cannot come again."""
    day = sa.func.make_interval(0, 0, 0, 1)
    await tx.session.execute(sa.delete(OutsideArrival).where(col(OutsideArrival.expires_at) + day < tx.now))
