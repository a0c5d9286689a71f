"""What only this service needs to know."""

from typing import Self

from pydantic import Field, SecretStr, model_validator
from servicekit.attachments.settings import AttachmentSettings
from servicekit.printing.settings import PrintSettings
from servicekit.signing import PublicKeyText, Signer

# Known to everybody on purpose, so that a demonstration needs no set-up; refused in production.
_DEMO_KEY = "c29uZ2JhbmctZGVtby1wYXNzLWtleS0zMi1ieXRlcyE="


class Settings(PrintSettings, AttachmentSettings):
    """The service's own settings come on top of the kit's."""

    letter_prefix: str = Field("减负函", max_length=20, description="the word before 〔year〕serial in letter numbers")
    letter_office: str = Field(
        "为基层减负工作办公室", max_length=100, description="who signs reminder letters, behind the county's name"
    )
    stream_seconds: float = Field(600, gt=0, description="how long an event stream stays open before it comes back")
    signing_key: SecretStr = Field(
        SecretStr(_DEMO_KEY),
        description="32 secret bytes in base64 that sign visit passes and calendars; public keys before it may follow",
    )
    pass_previous_keys: list[PublicKeyText] = Field(
        default=[], description="public keys that signed visit passes before, as a JSON list"
    )

    @model_validator(mode="after")
    def _own_key(self) -> Self:
        key = self.signing_key.get_secret_value()
        if self.environment == "production" and key == _DEMO_KEY:
            raise ValueError("SONGBANG_SIGNING_KEY must be set in production; make one with: openssl rand -base64 32")
        Signer(key)
        return self

    @property
    def signer(self) -> Signer:
        """Signs visit passes."""
        return Signer(self.signing_key.get_secret_value())

    @property
    def pass_keys(self) -> list[str]:
        """The keys by which a pass is genuine: the present one, and those before it."""
        signer = self.signer
        return [signer.public_key, *signer.previous, *self.pass_previous_keys]
