"""What sealing files needs to know; part of the gateway's settings."""

from functools import cached_property
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, SecretStr, model_validator
from servicekit.settings import ServiceSettings
from servicekit.signing import Signer

# Known to everybody on purpose, so that a demonstration needs no set-up; refused in production.
_DEMO_KEY = "c29uZ2JhbmctZmlsZXMtZGVtby1rZXktbm90LXJlYWw="


class FileSettings(ServiceSettings):
    """The settings of sealed files. Without a directory none are made."""

    files_dir: Path | None = Field(None, description="where sealed files are written; shared by all gateway replicas")
    files_interval_minutes: int = Field(60, ge=1, le=1440, description="one file per region and interval, in UTC")
    files_regions: list[Annotated[str, Field(pattern=r"^\d{12}$")]] = Field(
        ["000000000000"], min_length=1, max_length=1000,
        description="subtrees that get a chain of files each, as a JSON list; only who may see all of one may read it",
    )  # fmt: skip
    files_keep_days: int = Field(400, ge=1, description="older contents are deleted, their manifests are kept")
    signing_key: SecretStr = Field(
        SecretStr(_DEMO_KEY),
        description="32 secret bytes in base64 that sign manifests; public keys before it may follow",
    )

    @model_validator(mode="after")
    def _sealable(self) -> Self:
        if self.environment == "production" and self.files_dir and self.signing_key.get_secret_value() == _DEMO_KEY:
            raise ValueError("SONGBANG_SIGNING_KEY must be set in production; make one with: openssl rand -base64 32")
        _ = self.file_signer
        return self

    @cached_property
    def file_signer(self) -> Signer:
        """Signs the manifests."""
        return Signer(self.signing_key.get_secret_value())
