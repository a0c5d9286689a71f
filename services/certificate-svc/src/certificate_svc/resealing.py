"""Personal data under the newest key: after a new one was put in front, an old one can be taken out."""

import logging
from datetime import timedelta
from functools import partial

import sqlalchemy as sa
from servicekit.due import Job, repeated
from servicekit.transaction import Transaction
from servicekit.vault import SealBroken
from sqlmodel import col

from certificate_svc import holders
from certificate_svc.applications.models import Application
from certificate_svc.certificates.models import Certificate
from certificate_svc.personal import PersonalRow
from certificate_svc.sealing import PersonalVault

log = logging.getLogger(__name__)
SEALED: tuple[type[PersonalRow], ...] = (Application, Certificate)
_AT_A_TIME = 200
_EVERY = timedelta(minutes=10)


async def seal_anew(tx: Transaction, model: type[PersonalRow], vault: PersonalVault) -> bool:
    """Bring some hundreds of rows from a former key to the newest one; tells whether there may be more.

    A row that cannot be opened stays as it is, and must not cost the others their turn.
    """
    if not vault.former:
        return False
    of_former = sa.or_(*(sa.func.substr(col(model.sealed), 1, len(begins)) == begins for begins in vault.former))
    statement = sa.select(model).where(of_former).order_by(col(model.id)).with_for_update(skip_locked=True)
    rows = (await tx.session.execute(statement.limit(_AT_A_TIME))).scalars().all()
    changed = 0
    for row in rows:
        try:
            person = row.seal_anew(vault)
        except SealBroken as error:
            log.error("%s/%s cannot be sealed anew: %s", model.__tablename__, row.id, error)
            continue
        await holders.index_anew(tx, row.id, person.others, vault.indexes)
        changed += 1
    return changed == _AT_A_TIME


def jobs(vault: PersonalVault) -> list[Job]:
    """One job per table."""
    return [
        repeated(f"sealing:{model.__tablename__}", _EVERY, partial(seal_anew, model=model, vault=vault))
        for model in SEALED
    ]
