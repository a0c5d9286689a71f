"""What papers are made with, as routes ask for it: keys, the address of codes, and fonts."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from servicekit.printing.glyphs import Glyphs, glyphs_of
from servicekit.signing import Signer

from certificate_svc.sealing import PersonalVault
from certificate_svc.settings import Settings


@dataclass(frozen=True, slots=True)
class Keys:
    """The vault of personal data, the signer of QR codes and the public keys before it, where codes lead, and fonts."""

    vault: PersonalVault
    signer: Signer
    previous: list[str]
    public_url: str | None
    glyphs: Glyphs

    @property
    def public(self) -> list[str]:
        """Every key that signs or signed papers."""
        return [self.signer.public_key, *self.previous]

    @classmethod
    def of(cls, settings: Settings) -> "Keys":
        """From the configured secrets."""
        signer = Signer(settings.signing_key.get_secret_value())
        return cls(
            PersonalVault(settings.data_keys.get_secret_value()),
            signer,
            [*signer.previous, *settings.certificate_previous_keys],
            settings.public_url,
            glyphs_of(settings.fonts_dir),
        )


def keys_of(request: Request) -> Keys:
    """Those of the running service."""
    keys: Keys = request.app.state.secrets
    return keys


InUse = Annotated[Keys, Depends(keys_of)]
