"""Encryption of personal data at rest: AES-256-GCM with the key's id in front, and blind indexes for exact look-up.

A sealed value is bound to its table, column and row, so that it cannot be copied into another one. Every data key is
split by HKDF into one key that seals and one that indexes. Rotation: put a new key first and keep the old ones behind.
"""

import base64
import binascii
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES = 12


class SealBroken(Exception):
    """A sealed value does not belong to this place, was changed, or its key is no longer configured."""


class Vault:
    """Seals and opens personal data with the keys of `SONGBANG_DATA_KEYS`."""

    def __init__(self, keys: str) -> None:
        self._sealing: dict[str, AESGCM] = {}
        self._indexing: dict[str, bytes] = {}
        for part in keys.split(","):
            name, _, secret = part.strip().partition(":")
            raw = _raw(secret)
            if not (0 < len(name) < 64 and name.isascii()) or len(raw) != 32 or name in self._sealing:
                raise ValueError("data keys are id:base64 of 32 bytes, separated by commas, each id once")
            self._sealing[name] = AESGCM(_derived(raw, b"songbang sealing"))
            self._indexing[name] = _derived(raw, b"songbang blind index")
        self._writing = next(iter(self._sealing))

    def seal(self, plain: bytes, *, place: str) -> bytes:
        """Encrypt for one place, `table|column|row`."""
        name, nonce = self._writing.encode(), os.urandom(_NONCE_BYTES)
        return bytes([len(name)]) + name + nonce + self._sealing[self._writing].encrypt(nonce, plain, place.encode())

    def open(self, sealed: bytes, *, place: str) -> bytes:
        """Decrypt what was sealed for this place; raises SealBroken."""
        start = 1 + sealed[0]
        key = self._sealing.get(sealed[1:start].decode("ascii", "replace"))
        if key is None:
            raise SealBroken("the key that sealed this value is not configured")
        nonce, body = sealed[start : start + _NONCE_BYTES], sealed[start + _NONCE_BYTES :]
        try:
            return key.decrypt(nonce, body, place.encode())
        except InvalidTag as error:
            raise SealBroken("the sealed value was changed or moved") from error

    def index(self, value: str) -> bytes:
        """The blind index under which a new row is found again."""
        return _blinded(self._indexing[self._writing], value)

    def indexes(self, value: str) -> list[bytes]:
        """The blind indexes of a value under every configured key, for looking it up."""
        return [_blinded(key, value) for key in self._indexing.values()]


def _raw(secret: str) -> bytes:
    try:
        return base64.b64decode(secret, validate=True)
    except binascii.Error:
        return b""


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key)


def _blinded(key: bytes, value: str) -> bytes:
    return hmac.new(key, value.encode(), hashlib.sha256).digest()
