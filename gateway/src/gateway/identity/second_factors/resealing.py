"""Second factors under the newest key, so that an old one can be taken out of the settings."""

import logging
from datetime import timedelta
from functools import partial

from servicekit.due import Job, repeated
from servicekit.transaction import Transaction
from servicekit.vault import SealBroken, Vault

from gateway.identity.second_factors import repository
from gateway.identity.second_factors.models import SecondFactor

log = logging.getLogger(__name__)
_EVERY = timedelta(minutes=10)


async def seal_anew(tx: Transaction, vault: Vault) -> bool:
    """Bring the secrets of a former key to the newest one; tells whether there may be more.

    One that cannot be opened stays as it is, and must not cost the others their turn.
    """
    if not vault.former:
        return False
    changed = 0
    for factor in await repository.sealed_with(tx, vault.former):
        place = SecondFactor.place_of(factor.username)
        try:
            factor.sealed = vault.seal(vault.open(factor.sealed, place=place), place=place)
        except SealBroken as error:
            log.error("%s cannot be sealed anew: %s", place, error)
            continue
        changed += 1
    return changed == repository.AT_A_TIME


def job(vault: Vault) -> Job:
    """Looks every ten minutes."""
    return repeated("sealing:second_factor", _EVERY, partial(seal_anew, vault=vault))
