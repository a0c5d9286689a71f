"""Makes access tokens."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.envelope import new_id
from countykit.regions import significant

from gateway.identity.accounts.models import Account
from gateway.identity.appointments.standing import Standing
from gateway.identity.clients.models import Client
from gateway.identity.keyring import Keyring
from gateway.identity.reach import Reach
from gateway.identity.second_factors.service import Prover
from gateway.identity.settings import IdentitySettings
from gateway.identity.tokens.outcomes import Tokens


@dataclass(frozen=True, slots=True)
class Issuer:
    """Makes tokens as the settings say."""

    settings: IdentitySettings
    keyring: Keyring
    prover: Prover

    def access_token(
        self, who: Account | Client, sub: str, now: datetime, session: UUID | None = None,
        standing: Standing | None = None, *, must_enrol: bool = False, by_password: bool = True,
        reach: Reach | None = None,
    ) -> Tokens:  # fmt: skip
        """An access token with the claims that every service reads; `session` goes in as `sid`.

        A person acts in the post of their `standing`, a system as what it was registered for. Who did not come in
        `by_password` owes no new one.
        """
        place = standing.post if standing is not None else who
        seconds = self.settings.access_token_seconds
        issued_at = int(now.timestamp())
        claims = {
            "iss": self.settings.token_issuer, "aud": self.settings.token_audience, "sub": sub, "jti": str(new_id()),
            "iat": issued_at, "exp": issued_at + seconds, "name": who.name, "roles": list(place.roles),
            "region": significant(place.region), "department": place.department,
            **(standing.claims if standing is not None else {}), **(reach.claims if reach is not None else {}),
        }  # fmt: skip
        if session is not None:
            claims["sid"] = str(session)
        if by_password and isinstance(who, Account) and who.owes_password(now, self.settings.password_days):
            claims["must_change_password"] = True
        if must_enrol:
            claims["must_enrol_second_factor"] = True
        return Tokens(self.keyring.sign(claims), seconds)
