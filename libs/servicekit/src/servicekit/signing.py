"""Ed25519 signatures over numbers, QR payloads, manifests: verifiable by anyone with the public key."""

import base64
from typing import Annotated

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import AfterValidator

from servicekit.rings import ring


class Signer:
    """A signing key from 32 secret bytes in base64, behind which the public keys may follow that signed before it."""

    def __init__(self, secret: str) -> None:
        first, former = ring(secret)
        raw = base64.b64decode(first, validate=True)
        if len(raw) != 32:
            raise ValueError("an Ed25519 key is 32 bytes in base64 (openssl rand -base64 32)")
        self._key = Ed25519PrivateKey.from_private_bytes(raw)
        self.previous = [checked_public_key(one.key) for one in former]
        """The public keys that signed before, newest first."""

    def signature(self, message: bytes) -> bytes:
        """The 64 bytes of the signature."""
        return self._key.sign(message)

    def sign(self, message: bytes) -> str:
        """The signature in unpadded base64url."""
        return base64.urlsafe_b64encode(self.signature(message)).rstrip(b"=").decode()

    @property
    def public_key(self) -> str:
        """The public key's 32 bytes in base64."""
        raw = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return base64.b64encode(raw).decode()


def checked_public_key(text: str) -> str:
    """A public key of 32 bytes in base64 as it was given; raises ValueError for anything else."""
    Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))
    return text


PublicKeyText = Annotated[str, AfterValidator(checked_public_key)]
"""A public key in a setting: a mistyped one would make genuine signatures look forged."""


def verify(public_key: str, message: bytes, signature: str | bytes) -> bool:
    """Whether the signature, as bytes or in base64url, was made over the message with that key."""
    try:
        raw = signature if isinstance(signature, bytes) else _decoded(signature)
        Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key)).verify(raw, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _decoded(signature: str) -> bytes:
    return base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
