"""What only this service needs to know."""

from typing import Annotated, Self

from pydantic import Field, SecretStr, model_validator
from servicekit.attachments.settings import AttachmentSettings
from servicekit.http import CONFIGURED
from servicekit.printing.settings import PrintSettings
from servicekit.signing import PublicKeyText, Signer

from certificate_svc.sealing import PersonalVault

# Published in this file, hence worth nothing: a demo county can start with them, a production one refuses them.
_DEMO_DATA_KEYS = "demo:c29uZ2JhbmctZGVtby1kYXRhLWtleS0zMi1ieXRlczE="
_DEMO_SIGNING_KEY = "c29uZ2JhbmctZGVtby1zaWduaW5nLWtleS0zMmJ5dGU="


class Settings(PrintSettings, AttachmentSettings):
    """Keys for personal data and for the codes printed on certificates."""

    data_keys: SecretStr = Field(
        SecretStr(_DEMO_DATA_KEYS),
        description="id:base64[,id:base64…] of 32 bytes each; the first seals new rows, all of them open old ones",
    )
    signing_key: SecretStr = Field(
        SecretStr(_DEMO_SIGNING_KEY),
        description="32 bytes in base64 that sign the QR codes of certificates; public keys before it may follow",
    )
    certificate_previous_keys: list[PublicKeyText] = Field(
        default=[], description="public keys that signed QR codes before, as a JSON list"
    )
    application_keep_days: int = Field(1095, ge=30, description="personal data of an application, from its last step")
    refusal_keep_days: int = Field(730, ge=30, description="the same of a refused application")
    certificate_keep_days: int = Field(3650, ge=30, description="holder and wording of a certificate")
    forbidden_wording_threshold: int = Field(
        80, ge=50, le=100, description="similarity in percent from which a wording counts as a forbidden item"
    )

    supervision_phone: str = Field(
        "12345", pattern=r"^[0-9-]{5,20}$", description="telephone for complaints, printed on refusals"
    )
    list_review_bodies: dict[str, str] = Field(
        {"民政局": "D101", "司法局": "D108"},
        min_length=1,
        description="JSON object of the bodies that study every change of the list of certificates: name and code",
    )
    list_review_workdays: int = Field(7, ge=1, description="working days for the opinion on a change of that list")

    @model_validator(mode="after")
    def _real_keys(self) -> Self:
        PersonalVault(self.data_keys.get_secret_value())
        Signer(self.signing_key.get_secret_value())
        if self.environment == "production":
            if self.data_keys.get_secret_value() == _DEMO_DATA_KEYS:
                raise ValueError("SONGBANG_DATA_KEYS is needed in production: k1:$(openssl rand -base64 32)")
            if self.signing_key.get_secret_value() == _DEMO_SIGNING_KEY:
                raise ValueError("SONGBANG_SIGNING_KEY is needed in production: $(openssl rand -base64 32)")
        return self


Configured = Annotated[Settings, CONFIGURED]
