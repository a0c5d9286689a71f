"""SQL about clients; every door for people takes the caller's scope."""

from uuid import UUID

import sqlalchemy as sa
from countykit.identity import Scope
from servicekit.transaction import Transaction
from sqlmodel import col

from gateway.identity.clients.models import Client


async def get(tx: Transaction, scope: Scope, id: UUID) -> Client:
    """One client to look at; raises NotFound."""
    return await tx.get(Client, id, scope)


async def locked(tx: Transaction, scope: Scope, id: UUID) -> Client:
    """One client to change."""
    return await tx.locked(Client, id, scope)


async def named(tx: Transaction, client_id: str) -> Client | None:
    """The client that signs in."""
    return (await tx.session.execute(sa.select(Client).where(col(Client.client_id) == client_id))).scalar_one_or_none()


def visible(scope: Scope) -> sa.Select[Client]:
    """The clients that a caller may see."""
    return sa.select(Client).where(scope.where(Client))
