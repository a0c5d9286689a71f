"""What delivering events needs to know; part of the gateway's settings."""

from functools import cached_property
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator
from servicekit.settings import ServiceSettings
from servicekit.vault import Vault, named_keys

from gateway.webhooks.wire.guard import Network, readable_networks

_DEMO_SECRETS_KEYS = "demo:c29uZ2JhbmctZGVtby1zZWNyZXRzLWtleS0zMmJ5dGU="
_MINUTE, _HOUR = 60.0, 3600.0
# Standard Webhooks 1.0, "Deliverability and reliability": 0 s, 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 hours.
_SCHEDULE = [0.0, 5.0, 5 * _MINUTE, 30 * _MINUTE, *(hours * _HOUR for hours in (2, 5, 10, 14, 20, 24))]


class WebhookSettings(ServiceSettings):
    """The settings of the event log and of the deliveries."""

    secrets_keys: SecretStr = Field(
        SecretStr(_DEMO_SECRETS_KEYS),
        description="id:base64[,id:base64…] of 32 bytes each; the first seals endpoints' secrets, all of them open",
    )
    event_log_keep_days: int = Field(90, ge=30, description="stored events and attempts; older months are dropped")
    webhooks_port: int | None = Field(None, ge=1, le=65535, description="health and metrics of the delivery process")
    webhooks_schedule_seconds: list[float] = Field(
        _SCHEDULE, min_length=1, max_length=20, description="waits before each attempt, the first included"
    )
    webhooks_timeout_seconds: float = Field(15, gt=0, le=30, description="from connecting to the end of the answer")
    webhooks_in_flight: int = Field(1000, ge=2, description="requests of one process at a time")
    webhooks_endpoint_in_flight: int = Field(32, ge=1, description="requests to one healthy endpoint at a time")
    webhooks_lease_seconds: float = Field(60, gt=0, description="a claimed delivery is another's after that")
    webhooks_failing_pause_seconds: float = Field(
        10, gt=0, description="longest pause between requests to a failing endpoint"
    )
    webhooks_disable_hours: float = Field(120, gt=0, description="failing for so long disables an endpoint")
    webhooks_allow_http: bool = Field(default=False, description="endpoints without TLS; never in production")
    webhooks_allowed_networks: list[str] = Field(
        default=[], description="CIDR networks that every endpoint may be in, as a JSON list; the public internet is"
    )
    webhooks_ca_file: Path | None = Field(None, description="further certificate authorities of receivers, PEM")

    @model_validator(mode="after")
    def _deliverable(self) -> Self:
        _ = self.vault, self.allowed_networks
        if self.environment == "production":
            if self.secrets_keys.get_secret_value() == _DEMO_SECRETS_KEYS:
                raise ValueError("SONGBANG_SECRETS_KEYS is needed in production: k1:$(openssl rand -base64 32)")
            if self.webhooks_allow_http:
                raise ValueError("SONGBANG_WEBHOOKS_ALLOW_HTTP is for demos and tests only")
        if self.webhooks_lease_seconds <= self.webhooks_timeout_seconds:
            raise ValueError("SONGBANG_WEBHOOKS_LEASE_SECONDS must be longer than SONGBANG_WEBHOOKS_TIMEOUT_SECONDS")
        return self

    @cached_property
    def vault(self) -> Vault:
        """Seals and opens the endpoints' secrets."""
        return Vault(named_keys(self.secrets_keys.get_secret_value(), setting="SONGBANG_SECRETS_KEYS"))

    @cached_property
    def allowed_networks(self) -> list[Network]:
        """The networks that this installation allows besides the public internet."""
        return readable_networks(self.webhooks_allowed_networks)
