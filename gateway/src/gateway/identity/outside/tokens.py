"""Verifies what an outside provider signed: its ID tokens and logout tokens."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import jwt

from gateway.identity.outside.errors import OutsideDenied

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures by a key that only the provider has: neither `none`, nor HMAC with what is public or shared."""
_LEEWAY_SECONDS = 30
_REFETCH_SECONDS = 1.0
"""Anybody may send logout tokens of unknown keys: they must not become a flood of requests to the provider."""

ReadKeys = Callable[[], Awaitable[Sequence[Mapping[str, Any]]]]


class Verifier:
    """Checks signature, issuer, audience and times; the keys are the provider's, read anew when it changed them."""

    def __init__(self, issuer: str, client_id: str, read_keys: ReadKeys) -> None:
        self._issuer, self._client_id, self._read = issuer, client_id, read_keys
        self._keys: dict[str, Mapping[str, Any]] = {}
        self._fetched_at = -_REFETCH_SECONDS
        self._lock = asyncio.Lock()

    async def claims(self, token: str, *, required: Sequence[str]) -> dict[str, Any]:
        """The claims of a token of the provider for us; raises OutsideDenied, OutsideAway."""
        try:
            key = await self._key(jwt.get_unverified_header(token))
            claims: dict[str, Any] = jwt.decode(
                token, key, algorithms=ALGORITHMS, issuer=self._issuer, audience=self._client_id,
                leeway=_LEEWAY_SECONDS, options={"require": ["iss", "aud", "iat", *required]},
            )  # fmt: skip
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise OutsideDenied from error
        # OpenID Connect Core, 3.1.3.7: of a token for several parties we have to be the one it was issued to.
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if several else self._client_id) != self._client_id:
            raise OutsideDenied
        return claims

    async def _key(self, header: Mapping[str, Any]) -> jwt.PyJWK:
        algorithm, kid = header.get("alg"), header.get("kid")
        if algorithm not in ALGORITHMS or not isinstance(kid, str):
            raise OutsideDenied
        if kid not in self._keys:
            await self._refresh()
        entry = self._keys.get(kid)
        if entry is None or entry.get("alg", algorithm) != algorithm:
            raise OutsideDenied
        return jwt.PyJWK(dict(entry), algorithm=algorithm)

    async def _refresh(self) -> None:
        """Read the keys once for all who wait for one; who comes soon after a reading waits for the next."""
        begun = time.monotonic()
        async with self._lock:
            if self._fetched_at > begun:
                return
            await asyncio.sleep(max(0.0, self._fetched_at + _REFETCH_SECONDS - begun))
            self._fetched_at = time.monotonic()
            self._keys = {
                str(entry["kid"]): entry
                for entry in await self._read()
                if "kid" in entry and entry.get("kty") != "oct" and entry.get("use", "sig") == "sig"
            }
