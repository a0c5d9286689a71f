"""A code on each row of a log, by a key that the writing process holds and no role of the database can read.

A holder of only the service's database login can insert a row, but not one with a code that fits.
"""

import base64
import hmac
import os
from collections.abc import Iterable
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from servicekit.audit.tables import canonical
from servicekit.rings import ring

_NONCE_BYTES = 12


def derived_key(secret: str, purpose: str) -> bytes:
    """The key for one purpose from a secret of 32 bytes in base64 (RFC 5869); raises ValueError."""
    raw = base64.b64decode(secret, validate=True)
    if len(raw) != 32:
        raise ValueError("an audit key is 32 bytes in base64 (openssl rand -base64 32)")
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(raw)


class Keys:
    """The key for one purpose, and those before it, each of which proves nothing that is younger than its end."""

    def __init__(self, secret: str, purpose: str) -> None:
        first, former = ring(secret)
        self.current = derived_key(first, purpose)
        self._former = [(derived_key(one.key, purpose), one) for one in former]

    def proving(self, at: datetime) -> list[bytes]:
        """The keys that may have been used at a moment."""
        return [self.current, *(key for key, former in self._former if former.proves(at))]


class RowMac:
    """Makes and checks the codes of one part; a row copied from another part's database does not fit."""

    def __init__(self, secret: str, part: str) -> None:
        self._keys = Keys(secret, f"songbang log rows of {part}")

    def of(self, values: Iterable[object]) -> bytes:
        """The code of a row: a nonce, so that a copied row repeats a code, and an HMAC-SHA256 over both."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + hmac.digest(self._keys.current, nonce + canonical(values), "sha256")

    def fits(self, mac: bytes, values: Iterable[object], at: datetime) -> bool:
        """Whether a code was made for these values by a holder of a key that was in use at a moment."""
        nonce, code = mac[:_NONCE_BYTES], mac[_NONCE_BYTES:]
        covered = nonce + canonical(values)
        return any(hmac.compare_digest(code, hmac.digest(key, covered, "sha256")) for key in self._keys.proving(at))
