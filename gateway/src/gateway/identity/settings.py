"""What signing in needs to know; part of the gateway's settings."""

from collections.abc import Collection
from datetime import timedelta
from functools import cached_property
from typing import Self

from countykit.identity import Role
from pydantic import Field, SecretStr, model_validator
from servicekit.settings import ServiceSettings

from gateway.identity.keyring import Keyring

POWERFUL = frozenset({Role.COUNTY_OFFICE, Role.APPROVER, Role.OPERATOR, Role.AUDITOR})
"""Who decides about others, or administers: their posts are given by two people and need a second factor."""
_MOST_DOUBLINGS, _LONGEST_WAIT_SECONDS = 10, 3600


class IdentitySettings(ServiceSettings):
    """The settings of tokens, sessions and failed logins."""

    cors_origins: list[str] = Field(default=[], description="exact origins of other front ends, as a JSON list")
    cors_credentials: bool = Field(default=False, description="whether those front ends may send the session's cookie")
    token_signing_key: SecretStr | None = Field(
        None, description="32 bytes in base64 (openssl rand -base64 32); public keys before it may follow, key@until"
    )
    token_previous_keys: list[str] = Field(
        default=[], description="`x` of keys that signed before, from the JWKS, as a JSON list"
    )
    access_token_seconds: int = Field(600, ge=60, le=900)
    refresh_token_hours: int = Field(12, ge=1, le=24 * 30, description="a refresh token unused for so long expires")
    session_days: int = Field(7, ge=1, le=90, description="after that everybody signs in again")
    lockout_failures: int = Field(5, ge=1)
    lockout_seconds: int = Field(900, ge=1)
    one_time_password_hours: int = Field(72, ge=1, le=24 * 30, description="a password given by another expires then")
    recusal_days: int = Field(
        365, ge=0, le=3650, description="for so long nobody checks a township or body that they served before"
    )
    second_factor_roles: list[Role] | None = Field(
        None, description="roles that must sign in with a one-time code, as a JSON list; others may. By default "
        "county_office, approver, operator and auditor in production, and none elsewhere",
    )  # fmt: skip
    password_days: int = Field(
        0, ge=0, le=3650, description="after so many days a password has to be changed; 0: never"
    )
    secure_cookies: bool = Field(default=True, description="false only where the intranet has no TLS at all")

    @model_validator(mode="after")
    def _signing_key(self) -> Self:
        if self.token_signing_key is None and self.environment == "production":
            raise ValueError("SONGBANG_TOKEN_SIGNING_KEY is missing (openssl rand -base64 32)")
        _ = self.keyring
        return self

    def needs_second_factor(self, roles: Collection[str]) -> bool:
        """Whether a post of these roles needs a second factor."""
        wanted = self.second_factor_roles
        if wanted is None:
            wanted = list(POWERFUL) if self.environment == "production" else []
        return not set(wanted).isdisjoint(roles)

    def needs_confirmation(self, roles: Collection[str]) -> bool:
        """Whether one person may not give a post of these roles alone; in a demonstration everybody may."""
        return not self.demo and not POWERFUL.isdisjoint(roles)

    def waiting_time(self, beyond: int) -> timedelta:
        """How long to wait after so many failures beyond the allowed ones: twice as long each time."""
        longest = max(self.lockout_seconds, _LONGEST_WAIT_SECONDS)
        return timedelta(seconds=min(self.lockout_seconds << min(beyond, _MOST_DOUBLINGS), longest))

    @cached_property
    def keyring(self) -> Keyring:
        """The keys that sign and verify tokens; outside of production a missing one is made for this process."""
        secret = self.token_signing_key.get_secret_value() if self.token_signing_key is not None else None
        return Keyring(secret, self.token_previous_keys)
