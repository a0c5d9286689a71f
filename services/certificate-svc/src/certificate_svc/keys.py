"""The keys in use, as routes ask for them."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from servicekit.signing import Signer

from certificate_svc.sealing import PersonalVault
from certificate_svc.settings import Settings


@dataclass(frozen=True, slots=True)
class Keys:
    """The vault of personal data, the signer of QR codes, the public keys of those before it, and where codes lead."""

    vault: PersonalVault
    signer: Signer
    previous: list[str]
    public_url: str | None = None

    @property
    def public(self) -> list[str]:
        """Every key that signs or signed papers."""
        return [self.signer.public_key, *self.previous]

    @classmethod
    def of(cls, settings: Settings) -> "Keys":
        """From the configured secrets."""
        return cls(
            PersonalVault(settings.data_keys.get_secret_value()),
            Signer(settings.signing_key.get_secret_value()),
            settings.certificate_previous_keys,
            settings.public_url,
        )


def keys_of(request: Request) -> Keys:
    """Those of the running service."""
    keys: Keys = request.app.state.secrets
    return keys


InUse = Annotated[Keys, Depends(keys_of)]
