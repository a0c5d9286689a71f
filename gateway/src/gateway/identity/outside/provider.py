"""The outside provider as a client sees it: its addresses, the trip of a browser, and what it proves.

OpenID Connect Core 1.0 with the code flow and PKCE, Discovery 1.0, Back-Channel Logout 1.0.
"""

import hmac
import logging
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

import httpx

from gateway.identity.outside.errors import OutsideAway, OutsideDenied
from gateway.identity.outside.settings import OutsideSettings
from gateway.identity.outside.ticket import Ticket
from gateway.identity.outside.tokens import Verifier
from gateway.identity.sessions.models import Entrance

_SECONDS = 10.0
_METADATA_SECONDS = 3600.0
_LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
_LOGOUT_TOKEN_SECONDS = 300
_LONGEST = 255
_SHOWN = 300
log = logging.getLogger(__name__)
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who came back from the provider: a subject, which it gives to nobody else, and how they came in there."""

    subject: str
    entrance: Entrance


@dataclass(frozen=True, slots=True)
class Ended:
    """Whose sessions the provider ended, and at what moment."""

    subject: str | None
    sid: str | None
    at: datetime


class Provider:
    """One configured provider; what it says of itself is read when it is first needed, and again each hour."""

    def __init__(self, settings: OutsideSettings, issuer: str, redirect_uri: str) -> None:
        self.issuer = issuer
        self._settings, self._redirect_uri = settings, redirect_uri
        self._client_id = settings.oidc_client_id or ""
        self._trust = ssl.create_default_context(cafile=settings.oidc_ca_file)
        self._metadata: dict[str, Any] = {}
        self._read_at = -_METADATA_SECONDS
        self._verifier = Verifier(issuer, self._client_id, self._keys)

    async def address(self, ticket: Ticket) -> str:
        """Where the browser goes to sign in; raises OutsideAway."""
        query = {
            "response_type": "code", "client_id": self._client_id, "redirect_uri": self._redirect_uri,
            "scope": "openid", "state": ticket.state, "nonce": ticket.nonce, "code_challenge": ticket.challenge,
            "code_challenge_method": "S256",
        }  # fmt: skip
        if self._settings.oidc_second_factor_acr:
            query["acr_values"] = " ".join(self._settings.oidc_second_factor_acr)
        endpoint = str((await self._described())["authorization_endpoint"])
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(query)}"

    async def arrival(self, ticket: Ticket, code: str, state: str) -> Arrival:
        """Redeem a code; raises OutsideDenied, OutsideAway."""
        if not hmac.compare_digest(state.encode(), ticket.state.encode()):
            raise OutsideDenied
        claims = await self._verifier.claims(await self._redeemed(code, ticket), required=("exp", "sub", "nonce"))
        if not hmac.compare_digest(str(claims["nonce"]).encode(), ticket.nonce.encode()):
            raise OutsideDenied
        sid = claims.get("sid")
        entrance = Entrance(self.issuer, _name(sid) if sid is not None else None, self._second_factor(claims))
        return Arrival(_name(claims["sub"]), entrance)

    async def ended(self, logout_token: str) -> Ended:
        """Read a logout token; raises OutsideDenied, OutsideAway."""
        claims = await self._verifier.claims(logout_token, required=("jti", "events"))
        events, sub, sid = claims["events"], claims.get("sub"), claims.get("sid")
        fresh = time.time() - float(claims["iat"]) < _LOGOUT_TOKEN_SECONDS
        # With a nonce it would be an ID token, which anybody has who signed in.
        if not isinstance(events, dict) or _LOGOUT_EVENT not in events or "nonce" in claims or not fresh:
            raise OutsideDenied
        if sub is None and sid is None:
            raise OutsideDenied
        at = datetime.fromtimestamp(float(claims["iat"]) + 1, UTC)
        return Ended(_name(sub) if sub is not None else None, _name(sid) if sid is not None else None, at)

    def _second_factor(self, claims: Mapping[str, Any]) -> bool:
        methods = claims.get("amr")
        proved = set(methods) if isinstance(methods, list) and all(isinstance(each, str) for each in methods) else set()
        by_method = not proved.isdisjoint(self._settings.oidc_second_factor_amr)
        return by_method or claims.get("acr") in self._settings.oidc_second_factor_acr

    async def _redeemed(self, code: str, ticket: Ticket) -> str:
        """The ID token for a code (RFC 6749, 4.1.3; RFC 7636, 4.5)."""
        described = await self._described()
        form = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": self._redirect_uri,
            "code_verifier": ticket.verifier,
        }  # fmt: skip
        secret = self._settings.oidc_client_secret
        methods = described.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        auth = None
        if secret is not None and "client_secret_basic" in methods:
            auth = (quote_plus(self._client_id), quote_plus(secret.get_secret_value()))  # RFC 6749, 2.3.1
        else:
            form["client_id"] = self._client_id
            if secret is not None:
                form["client_secret"] = secret.get_secret_value()
        answer = await self._call("POST", str(described["token_endpoint"]), data=form, auth=auth)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise OutsideDenied
        return token

    async def _described(self) -> dict[str, Any]:
        """The provider's metadata; raises OutsideAway where it is another's, or names addresses without protection."""
        if time.monotonic() - self._read_at >= _METADATA_SECONDS:
            found = await self._call("GET", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
            schemes = {urlsplit(str(found.get(name, ""))).scheme for name in _ENDPOINTS}
            if found.get("issuer") != self.issuer or schemes != {urlsplit(self.issuer).scheme}:
                log.warning("the description of %s is not its own, or lacks an address", self.issuer)
                raise OutsideAway
            self._metadata, self._read_at = found, time.monotonic()
        return self._metadata

    async def _keys(self) -> Sequence[Mapping[str, Any]]:
        document = await self._call("GET", str((await self._described())["jwks_uri"]))
        keys = document.get("keys")
        return [key for key in keys if isinstance(key, dict)] if isinstance(keys, list) else []

    async def _call(self, method: str, url: str, **options: Any) -> dict[str, Any]:
        """A JSON object of the provider; 4xx is its refusal, whatever else is wrong its absence."""
        try:
            async with httpx.AsyncClient(timeout=_SECONDS, trust_env=False, verify=self._trust) as client:
                answer = await client.request(method, url, headers={"accept": "application/json"}, **options)
            if method == "POST" and answer.is_client_error:
                log.warning("%s refuses a code with %d: %s", url, answer.status_code, answer.text[:_SHOWN])
                raise OutsideDenied
            answer.raise_for_status()
            document = answer.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            log.warning("%s does not answer as it should: %r", url, error)
            raise OutsideAway from error
        if not isinstance(document, dict):
            raise OutsideAway
        return document


def _name(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST:
        raise OutsideDenied
    return value
