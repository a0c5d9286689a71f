"""What can be done with clients."""

import secrets
from uuid import UUID

from countykit.identity import Caller
from servicekit.security_log import SecurityKind
from servicekit.transaction import Transaction

from gateway.identity import grants
from gateway.identity.clients import repository
from gateway.identity.clients.models import Client, State
from gateway.identity.clients.schemas import ClientCreation
from gateway.identity.digests import digest
from gateway.webhooks import lifecycle as endpoints


async def create(tx: Transaction, caller: Caller, creation: ClientCreation) -> tuple[Client, str]:
    """Register a client; returns its secret, which cannot be shown again."""
    await grants.check(tx, caller, roles=creation.roles, region=creation.region, department=creation.department)
    secret = secrets.token_urlsafe(32)
    # Usernames have no capitals, so `sub` never means two callers.
    client_id = f"C{secrets.token_hex(8)}"
    values = creation.model_dump(mode="json")
    tx.log_security(
        SecurityKind.ADMINISTRATION, resource=f"client/{client_id}", roles=creation.roles, region=creation.region
    )
    return tx.add(Client(**values, version=1, client_id=client_id, secret_hash=digest(secret))), secret


async def renew_secret(tx: Transaction, caller: Caller, id: UUID) -> tuple[Client, str]:
    """Replace the secret; the old one stops working at once."""
    client = await repository.locked(tx, caller.scope, id)
    tx.log_security(SecurityKind.ADMINISTRATION, resource=f"client/{client.client_id}")
    secret = secrets.token_urlsafe(32)
    client.secret_hash = digest(secret)
    client.version += 1
    client.updated_at = tx.now
    return client, secret


async def step(tx: Transaction, caller: Caller, id: UUID, action: str) -> Client:
    """Disable or enable; the endpoints of a disabled client get nothing any more."""
    client = await repository.locked(tx, caller.scope, id)
    client.apply(action)
    tx.log_security(SecurityKind.ADMINISTRATION, resource=f"client/{client.client_id}")
    client.updated_at = tx.now
    if client.state is State.DISABLED:
        await endpoints.disable_those_of(tx, client.client_id)
    return client
