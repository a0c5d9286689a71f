"""Signatures after Standard Webhooks 1.0: `v1` (HMAC-SHA256) and `v1a` (Ed25519), several during a rotation."""

import hmac
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SYMMETRIC, PRIVATE, PUBLIC = "whsec_", "whsk_", "whpk_"
SHORTEST, LONGEST = 24, 64
Signature = Callable[[bytes], str]


def new_symmetric() -> str:
    """A fresh `whsec_` secret."""
    return SYMMETRIC + b64encode(secrets.token_bytes(32)).decode()


def new_private() -> str:
    """A fresh `whsk_` key."""
    return PRIVATE + b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()


def public_of(private: str) -> str:
    """The `whpk_` key that receivers verify with."""
    key = Ed25519PrivateKey.from_private_bytes(b64decode(private.removeprefix(PRIVATE)))
    return PUBLIC + b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def is_symmetric(secret: str) -> bool:
    """Whether a text is a `whsec_` secret of 24 to 64 bytes, as the specification wants it."""
    try:
        raw = b64decode(secret.removeprefix(SYMMETRIC), validate=True)
    except ValueError:
        return False
    return secret.startswith(SYMMETRIC) and SHORTEST <= len(raw) <= LONGEST


def signature_with(secret: str) -> Signature:
    """The function that signs with a secret; made once, used for every delivery."""
    if secret.startswith(PRIVATE):
        private = Ed25519PrivateKey.from_private_bytes(b64decode(secret.removeprefix(PRIVATE)))
        return lambda content: "v1a," + b64encode(private.sign(content)).decode()
    key = b64decode(secret.removeprefix(SYMMETRIC))
    return lambda content: "v1," + b64encode(hmac.digest(key, content, "sha256")).decode()


@dataclass(frozen=True, slots=True)
class Signer:
    """All signatures that an endpoint's deliveries carry at the moment."""

    signatures: Sequence[Signature]

    def headers(self, id: str, body: bytes, timestamp: int) -> dict[str, str]:
        """The three headers of the specification; the timestamp is that of the attempt."""
        content = f"{id}.{timestamp}.".encode() + body
        return {
            "webhook-id": id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": " ".join(sign(content) for sign in self.signatures),
        }
