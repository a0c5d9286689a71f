"""What ties one browser to one trip to the provider."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ticket:
    """A secret that only the browser's HttpOnly cookie carries, and what is derived from it for the provider.

    So nothing has to be stored for people who never come back, and what travels in addresses says nothing of the rest.
    """

    secret: str

    @classmethod
    def drawn(cls) -> "Ticket":
        """A new one."""
        return cls(secrets.token_urlsafe(32))

    @property
    def state(self) -> str:
        """Comes back in the browser's address: whoever else sends somebody here does not know it."""
        return self._derived("state")

    @property
    def nonce(self) -> str:
        """Comes back in the ID token: one that was made for another trip is refused."""
        return self._derived("nonce")

    @property
    def verifier(self) -> str:
        """Proves to the provider that the code is redeemed by who asked for it (RFC 7636)."""
        return self._derived("verifier")

    @property
    def challenge(self) -> str:
        """The digest of the verifier, for the provider to compare."""
        return _base64url(hashlib.sha256(self.verifier.encode()).digest())

    def _derived(self, purpose: str) -> str:
        return _base64url(hmac.new(self.secret.encode(), purpose.encode(), "sha256").digest())


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
