"""What only this service needs to know."""

from datetime import date
from typing import Annotated, Self

from countykit.baseline import BaselineSettings
from pydantic import Field, SecretStr, model_validator
from servicekit.attachments.settings import AttachmentSettings
from servicekit.http import CONFIGURED
from servicekit.printing.settings import PrintSettings
from servicekit.signing import PublicKeyText, Signer

# Known to everybody on purpose, so that a demonstration needs no set-up; refused in production.
_DEMO_KEY = "c29uZ2JhbmctZGVtby1rZXktbm90LWZvci1yZWFsISE="


class Settings(PrintSettings, AttachmentSettings, BaselineSettings):
    """The service's own settings come on top of the kit's."""

    signing_key: SecretStr = Field(
        SecretStr(_DEMO_KEY),
        description="32 secret bytes in base64 that sign admission numbers; public keys before it may follow",
    )
    admission_previous_keys: list[PublicKeyText] = Field(
        default=[], description="public keys that signed admission numbers before, as a JSON list"
    )
    list_effective_from: date = Field(date(2025, 1, 1), description="first day of the shipped edition 1 of the lists")
    same_matter_threshold: int = Field(
        80, ge=50, le=100, description="likeness in percent from which two titles are taken for the same matter"
    )
    review_bodies: dict[str, str] = Field(
        {"组织部": "D115", "民政局": "D101", "农办": "D116", "社会工作部": "D117"},
        min_length=1,
        description="JSON object of the bodies that review admissions where a county keeps no table of its own: name "
        "and department code, here the demo's",
    )
    review_workdays: int = Field(7, ge=1, description="working days within which a body gives its opinion (LST-02)")
    notice_workdays: int = Field(30, ge=0, description="working days between application and start (LST-03)")
    emergency_workdays: int = Field(
        5, ge=1, description="working days within which the papers of a started emergency are handed in"
    )
    decision_workdays: int = Field(15, ge=1, description="working days within which the county office decides (LST-03)")
    burden_budget_minutes: int = Field(
        1200, ge=0, description="minutes per village and year that one department's admitted tasks may cost"
    )

    @model_validator(mode="after")
    def _own_key(self) -> Self:
        key = self.signing_key.get_secret_value()
        if self.environment == "production" and key == _DEMO_KEY:
            raise ValueError("SONGBANG_SIGNING_KEY must be set in production; make one with: openssl rand -base64 32")
        Signer(key)
        return self

    @property
    def public_keys(self) -> list[str]:
        """The keys by which an admission number is genuine: the present one, and those before it."""
        signer = self.signer
        return [signer.public_key, *signer.previous, *self.admission_previous_keys]

    @property
    def signer(self) -> Signer:
        """Signs admission numbers."""
        return Signer(self.signing_key.get_secret_value())


Configured = Annotated[Settings, CONFIGURED]
"""The settings, for a route."""
