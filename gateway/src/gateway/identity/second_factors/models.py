"""Second factors: the table, and the rules about one row."""

import hmac
import secrets
from collections.abc import Collection
from datetime import datetime

import pyotp
import sqlalchemy as sa
from servicekit.tables import document, moment
from sqlmodel import Field

from gateway.identity.digests import digest
from gateway.models import Base

STEP_SECONDS = 30
_EARLIER, _LATER = 1, 1
"""Steps around the present one whose codes are taken too: clocks differ and typing takes time (RFC 6238, 5.2)."""
_RECOVERY_CODES = 10


class SecondFactor(Base, table=True):
    """The authenticator of an account; its secret is sealed. Until it is confirmed it asks nobody for anything."""

    __tablename__ = "second_factor"
    __reconciled__ = False

    username: str = Field(primary_key=True, max_length=60, foreign_key="account.username")
    sealed: bytes = Field(sa_type=sa.LargeBinary)
    created_at: datetime = moment()
    confirmed_at: datetime | None = moment(default=None)
    last_step: int = 0
    recovery_hashes: list[str] = document(default=[])
    failures: int = 0
    locked_until: datetime | None = moment(default=None)

    @staticmethod
    def place_of(username: str) -> str:
        """Where the sealed secret of an account lives; part of its seal."""
        return f"second_factor|sealed|{username}"

    def takes(self, code: str, secret: str, now: datetime) -> bool:
        """Whether this is a code of the moment that was not used before; it is used up by the question."""
        step = _step_of(code, secret, now, after=self.last_step)
        if step is not None:
            self.last_step = step
        return step is not None

    def recovers(self, code: str) -> bool:
        """Whether this is one of the recovery codes; it is used up by the question."""
        hashed = _hash(code)
        left = [each for each in self.recovery_hashes if not hmac.compare_digest(each, hashed)]
        found = len(left) < len(self.recovery_hashes)
        self.recovery_hashes = left
        return found

    def new_recovery_codes(self) -> list[str]:
        """Draw recovery codes of 64 bits; they are shown once, and those of before hold no more."""
        codes = [f"{secrets.token_hex(4)}-{secrets.token_hex(4)}" for _ in range(_RECOVERY_CODES)]
        self.recovery_hashes = [_hash(code) for code in codes]
        return codes


def _hash(code: str) -> str:
    return digest(code.strip().lower()).hex()


def _step_of(code: str, secret: str, now: datetime, *, after: int) -> int | None:
    """The time step that a code belongs to, if it is near the present one and later than the last that was used."""
    present = int(now.timestamp()) // STEP_SECONDS
    steps: Collection[int] = range(max(present - _EARLIER, after + 1), present + _LATER + 1)
    totp = pyotp.TOTP(secret)
    given = code.strip().encode()
    return next((step for step in steps if hmac.compare_digest(totp.generate_otp(step).encode(), given)), None)
