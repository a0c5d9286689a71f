"""What only the gateway needs to know."""

from pathlib import Path
from typing import Self

from limits import RateLimitItem, parse
from pydantic import Field, field_validator, model_validator

from gateway.digests.settings import DigestSettings
from gateway.files.settings import FileSettings
from gateway.identity.outside.settings import OutsideSettings
from gateway.identity.settings import IdentitySettings
from gateway.upstreams import UpstreamSettings
from gateway.webhooks.settings import WebhookSettings

_GENEROUS = 1000


class Settings(IdentitySettings, OutsideSettings, WebhookSettings, FileSettings, DigestSettings, UpstreamSettings):
    """The settings of the edge and of the directory, on top of those of identity, webhooks and files."""

    inside_port: int | None = Field(
        None, ge=1, le=65535, description="reasons of `/readyz` and `/metrics` of the gateway, never to be published"
    )
    upstream_timeout_seconds: float = Field(30, gt=0, description="longest silence of a service before 504")
    upstream_connect_seconds: float = Field(2, gt=0)
    upstream_patience_seconds: float = Field(
        20, ge=0, description="how long requests wait for a service that is being replaced, from its first absence on"
    )
    upstream_connections: int = Field(200, ge=1, description="most connections to one service at a time")
    upstream_queue_seconds: float = Field(5, gt=0, description="how long a request waits for one of them")
    upstream_streams: int = Field(500, ge=1, description="most open event streams of one service, besides")
    breaker_failures: int = Field(5, ge=1, description="failures in a row that open a service's circuit breaker")
    breaker_open_seconds: float = Field(5, gt=0, description="how long it stays open before one request may try")
    proxy_body_limit_bytes: int = Field(33_554_432, ge=1024, description="largest body that is passed to a service")
    anonymous_body_bytes: int = Field(65_536, ge=1024, description="largest body without a token, on public routes")
    bodies_bytes: int = Field(
        100_663_296, ge=1_048_576, description="all bodies that are on their way at a time; one client gets half"
    )
    openapi_refresh_seconds: float = Field(30, gt=0)
    dashboard_dir: Path | None = Field(None, description="the dashboard's build; found beside the sources by default")

    rate_client: str = Field("1200/minute", description="per signed-in client; in demo mode a thousand times that")
    rate_address: str = Field("3000/minute", description="per address")
    rate_login: str = Field("30/minute", description="logins and token requests per address")
    rate_verify: str = Field("60/minute", description="public checks of certificates and draws per address")
    rate_complaint: str = Field("20/minute", description="complaints, and looks at answers by a code, per address")
    rate_report: str = Field("20/hour", description="reports without a login, and their photos, per address")

    @field_validator("rate_client", "rate_address", "rate_login", "rate_verify", "rate_complaint", "rate_report")
    @classmethod
    def _readable_rate(cls, value: str) -> str:
        parse(value)
        return value

    @model_validator(mode="after")
    def _room_for_two_bodies(self) -> Self:
        if self.bodies_bytes < 2 * self.proxy_body_limit_bytes:
            raise ValueError("SONGBANG_BODIES_BYTES must be at least twice SONGBANG_PROXY_BODY_LIMIT_BYTES")
        return self

    def rate(self, text: str) -> RateLimitItem:
        """A rate limit; the demo county's year is told in a minute, so demo mode is generous."""
        item = parse(text)
        return type(item)(item.amount * _GENEROUS, item.multiples) if self.demo else item
