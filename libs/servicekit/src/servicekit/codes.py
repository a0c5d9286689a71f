"""Codes that stand on paper and are typed from it."""

import base64
import hashlib
import secrets

_BYTES = 10  # 80 bits: nobody finds a document by guessing


def verification_code() -> str:
    """An unguessable code without letters that look like digits (RFC 4648 base32)."""
    return base64.b32encode(secrets.token_bytes(_BYTES)).decode()


def code_hash(code: str) -> str:
    """How a code that opens something is kept: 80 random bits need no salt, and how people write it does not matter."""
    return hashlib.sha256("".join(code.split()).replace("-", "").upper().encode()).hexdigest()
