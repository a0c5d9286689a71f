"""What signing in at an outside provider needs to know; part of the gateway's settings."""

from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from servicekit.settings import ServiceSettings


class OutsideSettings(ServiceSettings):
    """The provincial platform of identities, if there is one. Without an issuer nobody signs in from outside."""

    oidc_issuer: str | None = Field(
        None, max_length=200, description="of the OpenID Connect provider, as it names itself"
    )
    oidc_client_id: str | None = Field(None, description="as the provider knows this installation")
    oidc_client_secret: SecretStr | None = Field(
        None, description="none for a public client, which PKCE protects alone"
    )
    oidc_name: str = Field("统一身份认证", min_length=1, max_length=40, description="the provider's name on the button")
    oidc_second_factor_amr: list[str] = Field(
        default=["mfa"], description="values of `amr` (RFC 8176) that prove a second factor, as a JSON list"
    )
    oidc_second_factor_acr: list[str] = Field(
        default=[], description="values of `acr` that prove a second factor, as a JSON list; they are requested, too"
    )
    oidc_ca_file: Path | None = Field(None, description="certificate authority of the provider, PEM")

    @model_validator(mode="after")
    def _whole_provider(self) -> Self:
        if self.oidc_issuer is None:
            return self
        if not self.oidc_client_id:
            raise ValueError("SONGBANG_OIDC_CLIENT_ID is needed with SONGBANG_OIDC_ISSUER")
        if self.environment == "production" and urlsplit(self.oidc_issuer).scheme != "https":
            raise ValueError("SONGBANG_OIDC_ISSUER must be an https address in production")
        return self
