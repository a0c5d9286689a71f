"""SQL about changed ways in."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from countykit.identity import Scope
from servicekit.errors import NotFound
from servicekit.transaction import Transaction
from sqlmodel import col

from gateway.identity.accounts.models import Account
from gateway.identity.credentials.models import CredentialChange, CredentialKind


async def locked(tx: Transaction, account_id: UUID, change_id: UUID) -> CredentialChange:
    """One change to confirm; raises NotFound."""
    statement = sa.select(CredentialChange).where(
        col(CredentialChange.account_id) == account_id, col(CredentialChange.id) == change_id
    )
    found = (await tx.session.execute(statement.with_for_update())).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


async def drop(tx: Transaction, account_id: UUID, kind: CredentialKind) -> None:
    """Forget what waited: a later change of the same way in replaces it."""
    statement = sa.select(CredentialChange).where(
        col(CredentialChange.account_id) == account_id, col(CredentialChange.kind) == kind
    )
    for change in (await tx.session.execute(statement.with_for_update())).scalars():
        await tx.session.delete(change)


def awaiting(scope: Scope, now: datetime) -> sa.Select[CredentialChange]:
    """What waits for a second administrator in a region."""
    accounts = sa.select(col(Account.id)).where(scope.where(Account))
    return sa.select(CredentialChange).where(
        col(CredentialChange.account_id).in_(accounts), col(CredentialChange.expires_at) > now
    )
