"""Who is calling, and which rows that lets them see. Every service verifies the token itself."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

import httpx
import jwt
from fastapi import Depends, Request
from fastapi.security import HTTPBearer
from sqlalchemy import ColumnElement, false, true
from sqlmodel import SQLModel

from servicekit.errors import Forbidden, Unauthenticated, Unavailable

ALGORITHM = "EdDSA"
_REQUIRED = ["exp", "iat", "iss", "aud", "sub"]
_CACHED_TOKENS = 4096
_REFETCH_SECONDS = 10.0
_REGION = re.compile(r"[0-9]{0,12}")


class Role(StrEnum):
    """The roles of 00-product: who does what."""

    VILLAGE = "village"
    TOWNSHIP = "township"
    DEPARTMENT = "department"
    COUNTY_OFFICE = "county_office"
    APPROVER = "approver"
    INSPECTOR = "inspector"
    OBSERVER = "observer"
    INTEGRATOR = "integrator"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows a caller may touch: a region prefix and, for departments, their own rows only."""

    prefix: str
    department: str | None = None

    def where(self, model: type[SQLModel]) -> ColumnElement[bool]:
        """The SQL condition every read and write of `model` carries; a row without a region is nobody's."""
        region = getattr(model, "region", None)
        condition = region.startswith(self.prefix, autoescape=True) if region is not None else false()
        if not self.prefix and region is not None:
            condition = true()
        return condition & self._own(model)

    def _own(self, model: type[SQLModel]) -> ColumnElement[bool]:
        own = getattr(model, "department", None)
        return true() if self.department is None or own is None else own == self.department

    def where_or_above(self, model: type[SQLModel]) -> ColumnElement[bool]:
        """Like `where`, and also rows of the regions above: what a county or township addresses to its villages."""
        above = [self.prefix[:length].ljust(12, "0") for length in (0, 2, 4, 6, 9) if length < len(self.prefix)]
        region: ColumnElement[str] = getattr(model, "region")  # noqa: B009 - a column of every aggregate
        return self.where(model) | (region.in_(above) & self._own(model))

    def covers(self, region: str) -> bool:
        """Whether a 12-digit region code lies inside this scope."""
        return region.startswith(self.prefix)


EVERYTHING = Scope("")
"""The scope of the system itself: consumers, ticks, public lookups by an unguessable number."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A verified caller. `region` is the significant prefix of a 12-digit code, empty for the whole country."""

    sub: str
    name: str
    roles: frozenset[Role]
    region: str
    department: str | None = None

    @property
    def scope(self) -> Scope:
        """What this caller may see; only the pure department role is limited to its own rows."""
        limited = self.roles == {Role.DEPARTMENT}
        return Scope(self.region, (self.department or "") if limited else None)

    def require_region(self, region: str) -> None:
        """Refuse a body that names a region outside of the caller's own."""
        if not self.scope.covers(region):
            raise Forbidden("所填行政区划不在您的管辖范围内")


def significant(region: str) -> str:
    """The prefix of a 12-digit code: 990101000000 → 990101 (county 6, township 9, village 12 digits)."""
    for length in (2, 4, 6, 9):
        if region[length:].strip("0") == "":
            return region[:length] if region.strip("0") else ""
    return region


def township_of(region: str) -> str:
    """The 12-digit code of the township (or of the county itself) that a region lies in."""
    return region[:9].ljust(12, "0")


def _prefix(claim: object) -> str:
    """The region of a token. Only an empty one means the whole country: one without any is of no use here."""
    if not isinstance(claim, str) or not _REGION.fullmatch(claim):
        raise ValueError("no region prefix")
    return claim


def _code(claim: object) -> str | None:
    """The department of a token, if it has one."""
    if not isinstance(claim, str | None):
        raise TypeError("no department code")
    return claim


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

    def __init__(self, keys: KeySource, *, issuer: str, audience: str) -> None:
        self._source = keys
        self._issuer = issuer
        self._audience = audience
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at = -_REFETCH_SECONDS
        self._lock = asyncio.Lock()
        self._seen: dict[str, tuple[float, Caller]] = {}

    async def verify(self, token: str) -> Caller:
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
            caller = Caller(
                sub=str(claims["sub"]), name=str(claims.get("name", "")),
                roles=frozenset(Role(role) for role in claims.get("roles", ())),
                region=_prefix(claims["region"]), department=_code(claims.get("department")),
            )  # fmt: skip
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


async def authenticate(request: Request) -> Caller | None:
    """The caller of this request, verified once; None when it carries no token at all."""
    if "caller" not in request.scope:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if not scheme:
            request.scope["caller"] = None
        elif scheme.lower() != "bearer" or not token:
            raise Unauthenticated
        else:
            request.scope["caller"] = await request.app.state.tokens.verify(token)
    caller: Caller | None = request.scope["caller"]
    return caller


class _Allowed(HTTPBearer):
    """The security scheme of the OpenAPI document, and who passes it."""

    def __init__(self, wanted: frozenset[Role]) -> None:
        super().__init__(scheme_name="access_token", bearerFormat="JWT")
        self._wanted = wanted

    async def __call__(self, request: Request) -> Caller:  # type: ignore[override] # who it is, not what was shown
        """The caller; raises Unauthenticated and Forbidden."""
        caller = await authenticate(request)
        if caller is None:
            raise Unauthenticated
        if self._wanted and not self._wanted & caller.roles:
            raise Forbidden
        return caller


def allow(*roles: Role) -> Any:
    """A dependency that yields the caller and refuses everybody else; no roles means anyone signed in."""
    return Depends(_Allowed(frozenset(roles)))


Anyone = Annotated[Caller, allow()]
