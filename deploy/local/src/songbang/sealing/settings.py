"""What the sealing process needs to know: its login, its key, and where the heads go."""

from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from servicekit.audit.row_mac import Keys
from servicekit.migrate import SEALER
from servicekit.settings import ProcessSettings, with_password

from songbang.provision import database_url

DEMO_SEAL_KEY = "c29uZ2JhbmctZGVtby1zZWFsLWtleS0zMi1ieXRlcyE="
"""Published here, hence worth nothing: production refuses it."""


class SealerSettings(ProcessSettings):
    """The settings of `songbang seal`. The services hold neither its password nor its key."""

    sealer_database_url: SecretStr = Field(description="postgresql://sealer@host:port/postgres of the database server")
    sealer_password: SecretStr | None = Field(None, description="instead of one in the address; best as a file")
    seal_key: SecretStr = Field(
        SecretStr(DEMO_SEAL_KEY), description="32 bytes in base64; keys before it follow, key@until"
    )
    sealer_port: int | None = Field(None, description="port for health and metrics")
    heads_seconds: float = Field(60, ge=1, le=3600, description="how often the heads are sent out")
    heads_file: Path | None = Field(None, description="a file on another disk or machine that gets a line per head")
    heads_syslog: str | None = Field(None, description="udp://host:514 or tcp://host:601; RFC 5424")
    heads_webhook: str | None = Field(None, description="an address that gets the heads as JSON by POST")

    @field_validator("heads_syslog")
    @classmethod
    def _reachable_syslog(cls, value: str | None) -> str | None:
        if value is not None:
            parts = urlsplit(value)
            if parts.scheme not in ("udp", "tcp") or not parts.hostname or not parts.port:
                raise ValueError("udp://host:port or tcp://host:port")
        return value

    @model_validator(mode="after")
    def _real_key(self) -> Self:
        key = self.seal_key.get_secret_value()
        Keys(key, "check")
        if self.environment == "production" and key == DEMO_SEAL_KEY:
            raise ValueError("SONGBANG_SEAL_KEY is needed in production: $(openssl rand -base64 32)")
        return self

    def database(self, part: str) -> str:
        """The address of a part's database as the sealer's own role."""
        url = self.sealer_database_url.get_secret_value()
        if self.sealer_password is not None:
            url = with_password(url, self.sealer_password.get_secret_value())
        password = urlsplit(url).password or ""
        return database_url(url, part, SEALER, password)
