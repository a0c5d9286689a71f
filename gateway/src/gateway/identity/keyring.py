"""The keys that sign access tokens, and those whose tokens are still accepted."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import jwt
import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from servicekit.identity import ALGORITHM
from servicekit.rings import Former, ring


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _jwk(x: str) -> dict[str, Any]:
    """A public key as the JWKS shows it; its `kid` is the RFC 7638 thumbprint."""
    if len(base64.urlsafe_b64decode(x + "=" * (-len(x) % 4))) != 32:
        raise ValueError("a previous key is the `x` of an Ed25519 key in base64url")
    thumbprint = hashlib.sha256(orjson.dumps({"crv": "Ed25519", "kty": "OKP", "x": x})).digest()
    return {"kty": "OKP", "crv": "Ed25519", "x": x, "kid": _base64url(thumbprint), "use": "sig", "alg": ALGORITHM}


class Keyring:
    """One key signs; the public halves of earlier ones stay in the JWKS until their last token has expired."""

    def __init__(self, secret: str | None, previous: Sequence[str] = ()) -> None:
        former: list[Former] = []
        if secret is None:
            raw = secrets.token_bytes(32)
        else:
            first, former = ring(secret)
            raw = base64.b64decode(first, validate=True)
        if len(raw) != 32 or len(set(raw)) < 8:
            raise ValueError("a signing key is 32 random bytes in base64 (openssl rand -base64 32)")
        self._key = Ed25519PrivateKey.from_private_bytes(raw)
        public = _jwk(_base64url(self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)))
        self._id: str = public["kid"]
        now = datetime.now(UTC)
        # What a secret's file says of its former keys is in plain base64, as every public key there.
        kept = [_base64url(base64.b64decode(one.key, validate=True)) for one in former if one.proves(now)]
        self._public = [public, *map(_jwk, kept), *map(_jwk, previous)]
        self._chain = HKDF(SHA256(), 32, salt=None, info=b"songbang refresh chain").derive(raw)

    @property
    def jwks(self) -> dict[str, Any]:
        """The public key set."""
        return {"keys": self._public}

    def sign(self, claims: dict[str, Any]) -> str:
        """An access token over these claims (RFC 9068)."""
        return jwt.encode(claims, self._key, algorithm=ALGORITHM, headers={"kid": self._id, "typ": "at+jwt"})

    def successor(self, refresh_token: str) -> str:
        """The refresh token that follows another one: repeatable for us, unpredictable for everybody else.

        So a client that lost the answer can be given the same successor although only hashes are stored.
        """
        return _base64url(hmac.new(self._chain, refresh_token.encode(), "sha256").digest())
