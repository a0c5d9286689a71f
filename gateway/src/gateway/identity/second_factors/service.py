"""Enrolling and proving a second factor."""

import math
from dataclasses import dataclass
from enum import Enum, auto

import pyotp
from servicekit.transaction import Transaction
from servicekit.vault import Vault

from gateway.identity.second_factors import repository
from gateway.identity.second_factors.errors import SecondFactorKnown, SecondFactorMissing
from gateway.identity.second_factors.models import SecondFactor
from gateway.identity.settings import IdentitySettings


class Outcome(Enum):
    """What a proof came to. It is returned, not raised: what it counts or uses up must be committed."""

    GOOD = auto()
    NEEDED = auto()
    WRONG = auto()
    LOCKED = auto()


@dataclass(frozen=True, slots=True)
class Proof:
    """The outcome, and for LOCKED the seconds to wait."""

    outcome: Outcome
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Prover:
    """Opens sealed secrets and counts wrong codes as the settings say."""

    settings: IdentitySettings
    vault: Vault

    async def enrol(self, tx: Transaction, username: str) -> str:
        """Draw a secret that waits to be confirmed, in place of one that was not; raises SecondFactorKnown."""
        factor = await repository.locked(tx, username)
        if factor is not None and factor.confirmed_at is not None:
            raise SecondFactorKnown
        secret = pyotp.random_base32()
        sealed = self.vault.seal(secret, place=SecondFactor.place_of(username))
        if factor is None:
            tx.add(SecondFactor(username=username, sealed=sealed, created_at=tx.now))
        else:
            factor.sealed = sealed
        return secret

    async def confirm(self, tx: Transaction, username: str, code: str) -> tuple[Proof, list[str]]:
        """Prove that the telephone has the secret: from now on it is asked for. With the recovery codes, shown once.

        Raises SecondFactorMissing.
        """
        factor = await repository.locked(tx, username)
        if factor is None or factor.confirmed_at is not None:
            raise SecondFactorMissing
        proof = self._proof(tx, factor, code)
        if proof.outcome is not Outcome.GOOD:
            return proof, []
        factor.confirmed_at = tx.now
        return proof, factor.new_recovery_codes()

    async def prove(self, tx: Transaction, username: str, code: str | None) -> Proof:
        """Good where the account has no second factor or the code is right; wrong ones are counted and then wait."""
        factor = await repository.locked(tx, username)
        if factor is None or factor.confirmed_at is None:
            return Proof(Outcome.GOOD)
        return self._proof(tx, factor, code) if code else Proof(Outcome.NEEDED)

    def _proof(self, tx: Transaction, factor: SecondFactor, code: str) -> Proof:
        """Whoever gets here knows the password, so counting for the account lets no stranger lock it."""
        if factor.locked_until is not None and tx.now < factor.locked_until:
            return Proof(Outcome.LOCKED, math.ceil((factor.locked_until - tx.now).total_seconds()))
        secret = self.vault.open(factor.sealed, place=SecondFactor.place_of(factor.username))
        if factor.takes(code, secret, tx.now) or factor.recovers(code):
            factor.failures, factor.locked_until = 0, None
            return Proof(Outcome.GOOD)
        factor.failures += 1
        beyond = factor.failures - self.settings.lockout_failures
        factor.locked_until = tx.now + self.settings.waiting_time(beyond) if beyond >= 0 else None
        return Proof(Outcome.WRONG)
