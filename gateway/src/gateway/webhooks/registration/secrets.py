"""Making secrets: the plain text leaves in one answer, the sealed one stays."""

from uuid import UUID

from contracts.envelope import new_id
from servicekit.transaction import Transaction
from servicekit.vault import Vault

from gateway.webhooks.endpoints.errors import SecretRefused
from gateway.webhooks.endpoints.models import Kind, Secret, place_of
from gateway.webhooks.wire.signing import is_symmetric, new_private, new_symmetric, public_of


def make(
    tx: Transaction, vault: Vault, endpoint: UUID, kind: Kind, actor: str, *, own: str | None = None
) -> tuple[Secret, str]:
    """A new secret of an endpoint, or the caller's own; returns the row and the plain text."""
    if own is not None and (kind is not Kind.HMAC or not is_symmetric(own)):
        raise SecretRefused
    plain = own or (new_symmetric() if kind is Kind.HMAC else new_private())
    id = new_id()
    row = Secret(
        id=id, endpoint_id=endpoint, kind=kind, created_at=tx.now, created_by=actor,
        sealed=vault.seal(plain, place=place_of("webhook_secret", "sealed", id)),
        public_key=None if kind is Kind.HMAC else public_of(plain),
    )  # fmt: skip
    return tx.add(row), plain
