"""What stands in the address: the subscription's id and our Ed25519 signature over it, both in base64url.

Nothing of it is stored: who reads the database cannot make an address, and an ended row ends the one that was made.
"""

import base64
from collections.abc import Sequence
from uuid import UUID

from servicekit.signing import Signer, verify

_ID_BYTES = 16


def token(subscription_id: UUID, signer: Signer) -> str:
    """The secret part of the address; deterministic, so that its owner may be shown it again."""
    return _text(subscription_id.bytes + signer.signature(_signed(subscription_id)))


def read(written: str, keys: Sequence[str]) -> UUID | None:
    """The subscription that one of our keys signed; None for anything else."""
    try:
        raw = base64.b64decode(written + "=" * (-len(written) % 4), altchars=b"-_", validate=True)
        found = UUID(bytes=raw[:_ID_BYTES])
    except ValueError:
        return None
    return found if any(verify(key, _signed(found), raw[_ID_BYTES:]) for key in keys) else None


def _signed(subscription_id: UUID) -> bytes:
    return b"SBC1\n" + subscription_id.bytes


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
