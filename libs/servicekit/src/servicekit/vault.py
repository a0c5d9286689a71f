"""Encryption at rest: AES-256-GCM with the key's id in front, bound to the place of the value.

Rotation: put a new key first and keep the old ones behind for as long as something is sealed with them.
"""

import base64
import binascii
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_KEY_BYTES, _NONCE_BYTES, _LONGEST_ID = 32, 12, 63


class SealBroken(Exception):
    """A sealed value does not belong to this place, was changed, or its key is no longer configured."""


def named_keys(text: str, *, setting: str) -> dict[str, bytes]:
    """The keys of a setting `id:base64[,id:base64…]` in their order; raises ValueError with the setting's name."""
    keys: dict[str, bytes] = {}
    for part in text.split(","):
        name, _, secret = part.strip().partition(":")
        try:
            key = base64.b64decode(secret, validate=True)
        except binascii.Error:
            key = b""
        if not (0 < len(name) <= _LONGEST_ID and name.isascii()) or len(key) != _KEY_BYTES or name in keys:
            raise ValueError(f"{setting} is id:base64 of 32 bytes, several separated by commas, each id once")
        keys[name] = key
    return keys


class Vault:
    """Seals with the first of its keys and opens with all of them."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self._keys = {name: AESGCM(key) for name, key in keys.items()}
        self._writing = next(iter(keys))

    def seal(self, plain: str, *, place: str) -> bytes:
        """Encrypt for one place, `table|column|row`, so that the value cannot be moved to another."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._keys[self._writing].encrypt(nonce, plain.encode(), place.encode())
        return beginning(self._writing) + nonce + sealed

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
        return sealed.startswith(beginning(self._writing))

    @property
    def former(self) -> list[bytes]:
        """How values begin that were sealed with a key which only opens."""
        return [beginning(name) for name in self._keys if name != self._writing]


def beginning(name: str) -> bytes:
    """How each value begins that was sealed with the key of that id."""
    return bytes([len(name)]) + name.encode()
