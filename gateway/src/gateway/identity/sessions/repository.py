"""SQL about sessions, refresh tokens and failed logins."""

from collections.abc import Collection
from datetime import datetime
from ipaddress import ip_address, ip_network
from uuid import UUID

import sqlalchemy as sa
from servicekit.errors import NotFound
from servicekit.transaction import Transaction
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from gateway.identity.digests import digest
from gateway.identity.sessions.models import LoginFailure, RefreshToken, Session


async def token(tx: Transaction, refresh_token: str) -> RefreshToken | None:
    """The row of a refresh token, as it is now."""
    statement = sa.select(RefreshToken).where(col(RefreshToken.hash) == digest(refresh_token))
    return (await tx.session.execute(statement.execution_options(populate_existing=True))).scalar_one_or_none()


async def locked_session(tx: Transaction, session_id: UUID) -> Session:
    """The family of a token; rotating and revoking hold this lock."""
    statement = sa.select(Session).where(col(Session.id) == session_id).with_for_update()
    return (await tx.session.execute(statement.execution_options(populate_existing=True))).scalar_one()


def open_sessions(username: str, now: datetime) -> sa.Select[Session]:
    """The sessions of one account that can still be used."""
    return sa.select(Session).where(
        col(Session.username) == username, col(Session.revoked_at).is_(None), col(Session.expires_at) > now
    )


async def locked_of(tx: Transaction, username: str, session_id: UUID) -> Session:
    """One open session of this account, to end it. Raises NotFound for others' sessions as for unknown ones."""
    statement = open_sessions(username, tx.now).where(col(Session.id) == session_id).with_for_update()
    found = (await tx.session.execute(statement)).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


async def locked_failures(tx: Transaction, username: str) -> LoginFailure:
    """The failure count of a name from the caller's network. Parallel guesses wait here, so none escapes the count."""
    key = {"name_hash": digest(username), "network": network_of(tx.context.address)}
    statement = insert(LoginFailure).values({**key, "failures": 0, "failed_at": tx.now})
    statement = statement.on_conflict_do_update(index_elements=list(key), set_={"name_hash": key["name_hash"]})
    return (await tx.session.execute(statement.returning(LoginFailure))).scalar_one()


async def forget_failures(tx: Transaction, username: str, network: str | None = None) -> None:
    """A good login wipes the slate of its network, a new password that of all."""
    statement = sa.delete(LoginFailure).where(col(LoginFailure.name_hash) == digest(username))
    if network is not None:
        statement = statement.where(col(LoginFailure.network) == network)
    await tx.session.execute(statement)


def network_of(address: str) -> str:
    """An IPv4 address, or the /64 that one holder of an IPv6 address has to himself; empty where none is known."""
    try:
        known = ip_address(address)
    except ValueError:
        return ""
    return str(known if known.version == 4 else ip_network((known, 64), strict=False).network_address)


async def revoke_sessions_of(tx: Transaction, username: str) -> None:
    """End every session of an account."""
    statement = sa.update(Session).where(col(Session.username) == username, col(Session.revoked_at).is_(None))
    await tx.session.execute(statement.values(revoked_at=tx.now))


async def revoke_outside(
    tx: Transaction, issuer: str, until: datetime, *, sid: str | None, usernames: Collection[str]
) -> list[str]:
    """End the open sessions that began at an outside provider up to a moment: those of its session, else of accounts.

    The accounts whose sessions ended.
    """
    of = col(Session.outside_sid) == sid if sid is not None else col(Session.username).in_(usernames)
    statement = sa.update(Session).where(
        col(Session.outside_issuer) == issuer, of, col(Session.revoked_at).is_(None), col(Session.created_at) <= until
    )
    ended = await tx.session.execute(statement.values(revoked_at=tx.now).returning(col(Session.username)))
    return sorted(set(ended.scalars()))


async def drop_outlived(tx: Transaction) -> None:
    """Housekeeping: sessions that nobody can use any more, and failures that count no longer."""
    day = sa.func.make_interval(0, 0, 0, 1)
    await tx.session.execute(sa.delete(Session).where(col(Session.expires_at) < tx.now))
    await tx.session.execute(sa.delete(LoginFailure).where(col(LoginFailure.failed_at) + day < tx.now))
