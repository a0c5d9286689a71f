"""SQL about digests."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from countykit.identity import Role
from servicekit.transaction import Transaction
from sqlmodel import col

from gateway.digests.models import Subscription
from gateway.identity.accounts import repository as accounts
from gateway.identity.accounts.models import Account, State

_DONE_WITH = """
    UPDATE digest_subscription SET last_day = $2
    WHERE username = $1 AND last_day IS DISTINCT FROM $2 RETURNING 1 AS claimed
"""
_AS_BEFORE = "UPDATE digest_subscription SET last_day = $2 WHERE username = $1 RETURNING 1 AS released"


def may_have(account: Account) -> bool:
    """Whether an account may have digests: never one that is a village's."""
    return Role.VILLAGE not in account.roles


async def account(tx: Transaction, username: str) -> Account | None:
    """The active account of a username."""
    found = await accounts.named(tx, username)
    return found if found is not None and found.state == State.ACTIVE else None


async def subscription(tx: Transaction, username: str) -> Subscription | None:
    """What an account asked for."""
    statement = sa.select(Subscription).where(col(Subscription.username) == username)
    return (await tx.session.execute(statement)).scalar_one_or_none()


def missing(now: datetime) -> sa.Select[Any, Any]:
    """Every subscription belongs on the due-list; the job finds the right time by itself."""
    return sa.select(col(Subscription.username), sa.literal(now))


async def claim(tx: Transaction, username: str, day: date) -> bool:
    """Be done with a day, committed at once and before anything is sent: at most one digest a day, whatever fails."""
    return await tx.committed(_DONE_WITH, username, day) is not None


async def release(tx: Transaction, username: str, before: date | None) -> None:
    """Nothing was sent, for certain: the day may be tried again."""
    await tx.committed(_AS_BEFORE, username, before)
