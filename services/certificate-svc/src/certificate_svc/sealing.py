"""Personal data at rest: sealed for its row, and found again by a blind index of the identity number.

Every data key is split by HKDF into one key that seals and one that indexes.
"""

import hashlib
import hmac

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from servicekit.vault import Vault, named_keys


class PersonalVault(Vault):
    """Seals, opens and indexes personal data with the keys of `SONGBANG_DATA_KEYS`."""

    def __init__(self, data_keys: str) -> None:
        keys = named_keys(data_keys, setting="SONGBANG_DATA_KEYS")
        super().__init__({name: _derived(key, b"songbang sealing") for name, key in keys.items()})
        self._indexing = {name: _derived(key, b"songbang blind index") for name, key in keys.items()}

    def index(self, value: str) -> bytes:
        """The blind index under which a new row is found again."""
        return _blinded(self._indexing[self._writing], value)

    def indexes(self, value: str) -> list[bytes]:
        """The blind indexes of a value under every configured key, for looking it up."""
        return [_blinded(key, value) for key in self._indexing.values()]


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key)


def _blinded(key: bytes, value: str) -> bytes:
    return hmac.new(key, value.encode(), hashlib.sha256).digest()
