"""Who is calling. Every service verifies the token itself; what its claims mean is the product's own."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from typing import Any, Protocol

import httpx
import jwt
from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from servicekit.errors import Forbidden, Unauthenticated, Unavailable

ALGORITHM = "EdDSA"
_REQUIRED = ["exp", "iat", "iss", "aud", "sub"]
_CACHED_TOKENS = 4096
_REFETCH_SECONDS = 10.0


class Identity(Protocol):
    """Who is calling, as far as the kit needs to know."""

    @property
    def sub(self) -> str:
        """The subject of the token: whom the audit names."""

    @property
    def roles(self) -> frozenset[Any]:
        """What they may act as."""

    @property
    def session(self) -> str | None:
        """The session that the token was issued in; None for a system, which has no session."""

    @property
    def post(self) -> str | None:
        """The post that the token was issued for; None for a system, which holds none."""

    @property
    def must_change_password(self) -> bool:
        """Whether they may do nothing but choose a password of their own."""

    @property
    def must_enrol_second_factor(self) -> bool:
        """Whether they may do nothing but enrol a second factor."""


ReadClaims = Callable[[Mapping[str, Any]], Identity]
"""Makes the caller of verified claims; raises KeyError, TypeError or ValueError for claims that name nobody."""

KeySource = Callable[[], Awaitable[dict[str, Any]]]


def jwks_over_http(url: str) -> KeySource:
    """Fetch the key set from the issuer."""

    async def fetch() -> dict[str, Any]:
        try:
            async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
                answer = await client.get(url)
                answer.raise_for_status()
                document: dict[str, Any] = answer.json()
                return document
        except (httpx.HTTPError, ValueError) as error:
            raise Unavailable("暂时无法核验登录凭证，请稍后重试") from error

    return fetch


class TokenVerifier:
    """Verifies access tokens: one pinned algorithm, keys by `kid` from our own set, issuer, audience, expiry."""

    def __init__(self, keys: KeySource, read: ReadClaims, *, issuer: str, audience: str) -> None:
        self._source = keys
        self._read = read
        self._issuer = issuer
        self._audience = audience
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at = -_REFETCH_SECONDS
        self._lock = asyncio.Lock()
        self._seen: dict[str, tuple[float, Identity]] = {}

    async def verify(self, token: str) -> Identity:
        """The caller behind a token; raises Unauthenticated."""
        known = self._seen.get(token)
        if known is not None and known[0] > time.time():
            return known[1]
        try:
            key = await self._key(jwt.get_unverified_header(token))
            claims = jwt.decode(
                token, key, algorithms=[ALGORITHM], issuer=self._issuer, audience=self._audience,
                options={"require": _REQUIRED}, leeway=30,
            )  # fmt: skip
            caller = self._read(claims)
        except (jwt.PyJWTError, ValueError, TypeError, AttributeError, KeyError) as error:
            raise Unauthenticated from error
        if len(self._seen) >= _CACHED_TOKENS:
            self._seen.clear()
        self._seen[token] = (float(claims["exp"]), caller)
        return caller

    async def _key(self, header: dict[str, Any]) -> jwt.PyJWK:
        kid = header.get("kid")
        if header.get("alg") != ALGORITHM or not isinstance(kid, str):
            raise Unauthenticated
        if kid not in self._keys:
            await self._refresh()
        if kid not in self._keys:
            raise Unauthenticated
        return self._keys[kid]

    async def _refresh(self) -> None:
        async with self._lock:
            # A flood of unknown key ids must not become a flood of requests to the issuer.
            if time.monotonic() - self._fetched_at < _REFETCH_SECONDS and self._keys:
                return
            document = await self._source()
            keys = [jwt.PyJWK(entry, algorithm=ALGORITHM) for entry in document.get("keys", ())]
            self._keys = {str(key.key_id): key for key in keys}
            self._fetched_at = time.monotonic()


async def authenticate(request: Request) -> Identity | None:
    """The caller of this request, verified once; None when it carries no token at all."""
    if "caller" not in request.scope:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if not scheme:
            request.scope["caller"] = None
        elif scheme.lower() != "bearer" or not token:
            raise Unauthenticated
        else:
            request.scope["caller"] = await request.app.state.tokens.verify(token)
    caller: Identity | None = request.scope["caller"]
    return caller


class Allowed(HTTPBearer):
    """The security scheme of the OpenAPI document, and who passes it."""

    def __init__(self, wanted: frozenset[StrEnum]) -> None:
        super().__init__(scheme_name="access_token", bearerFormat="JWT")
        self.roles = wanted

    async def __call__(self, request: Request) -> Identity:  # type: ignore[override] # who it is, not what was shown
        """The caller; raises Unauthenticated and Forbidden."""
        caller = await authenticate(request)
        if caller is None:
            raise Unauthenticated
        if self.roles and not self.roles & caller.roles:
            raise Forbidden
        return caller


def allowed(*roles: StrEnum) -> Any:
    """A dependency that yields the caller and refuses everybody else; no roles means anyone signed in."""
    return Depends(Allowed(frozenset(roles)))
