"""Codes that stand on paper and are typed from it."""

import base64
import secrets

_BYTES = 10  # 80 bits: nobody finds a document by guessing


def verification_code() -> str:
    """An unguessable code without letters that look like digits (RFC 4648 base32)."""
    return base64.b32encode(secrets.token_bytes(_BYTES)).decode()
