"""Encryption of the endpoints' secrets at rest: AES-256-GCM with the key's id in front, bound to their place.

Rotation: put a new key first and keep the old ones behind; the worker seals everything anew, then the old ones may go.
"""

import base64
import binascii
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12


class SealBroken(Exception):
    """A sealed value does not belong to this place, was changed, or its key is no longer configured."""


class Vault:
    """Seals and opens with the keys of `SONGBANG_SECRETS_KEYS`."""

    def __init__(self, keys: str) -> None:
        self._keys: dict[str, AESGCM] = {}
        for part in keys.split(","):
            name, _, secret = part.strip().partition(":")
            try:
                raw = base64.b64decode(secret, validate=True)
            except binascii.Error:
                raw = b""
            if not (0 < len(name) < 64 and name.isascii()) or len(raw) != 32 or name in self._keys:
                raise ValueError("secrets keys are id:base64 of 32 bytes, separated by commas, each id once")
            self._keys[name] = AESGCM(raw)
        self._writing = next(iter(self._keys))

    def seal(self, plain: str, *, place: str) -> bytes:
        """Encrypt for one place, `table|column|row`."""
        name, nonce = self._writing.encode(), os.urandom(_NONCE_BYTES)
        sealed = self._keys[self._writing].encrypt(nonce, plain.encode(), place.encode())
        return bytes([len(name)]) + name + nonce + sealed

    def open(self, sealed: bytes, *, place: str) -> str:
        """Decrypt what was sealed for this place; raises SealBroken."""
        start = 1 + sealed[0]
        key = self._keys.get(sealed[1:start].decode("ascii", "replace"))
        if key is None:
            raise SealBroken("the key that sealed this value is not configured")
        nonce, body = sealed[start : start + _NONCE_BYTES], sealed[start + _NONCE_BYTES :]
        try:
            return key.decrypt(nonce, body, place.encode()).decode()
        except InvalidTag as error:
            raise SealBroken("the sealed value was changed or moved") from error

    def is_current(self, sealed: bytes) -> bool:
        """Whether a value was sealed with the key that is used now."""
        return sealed[1 : 1 + sealed[0]] == self._writing.encode()
