"""How secrets of full entropy are kept."""

import hashlib


def digest(secret: str) -> bytes:
    """The SHA-256 by which a client's secret or a refresh token is kept and looked up; a password needs more."""
    return hashlib.sha256(secret.encode()).digest()
