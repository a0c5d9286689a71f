"""Erasing personal data after their limits (PIPL art. 19 and 47); what remains of a row counts and names nobody."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

import sqlalchemy as sa
from servicekit.attachments.housekeeping import delete_old, delete_with
from servicekit.changes import digest, values_of
from servicekit.deletion import Deleted, prove
from servicekit.due import Job, repeated
from servicekit.transaction import Transaction
from sqlmodel import col

from certificate_svc import holders
from certificate_svc.applications.models import Application, State
from certificate_svc.certificates.models import Certificate
from certificate_svc.models import Attachment
from certificate_svc.personal import PersonalRow
from certificate_svc.proceedings import repository as proceedings
from certificate_svc.retention import repository
from certificate_svc.sealing import PersonalVault
from certificate_svc.settings import Settings

_DEMANDS = "retention:demands"


@dataclass(frozen=True, slots=True)
class Limit:
    """How long the rows of one kind keep their personal data, in days from their last change."""

    rule: str
    model: type[PersonalRow]
    keep_days: int
    condition: sa.ColumnElement[bool]


def limits(settings: Settings) -> list[Limit]:
    """Every limit, as it is set."""
    refused = col(Application.state) == State.REFUSED
    return [
        Limit("retention:refusals", Application, settings.refusal_keep_days, refused),
        Limit("retention:applications", Application, settings.application_keep_days, ~refused),
        Limit("retention:certificates", Certificate, settings.certificate_keep_days, sa.true()),
    ]


async def erase_outlived(tx: Transaction, limit: Limit, vault: PersonalVault) -> bool:
    """Erase some hundreds of rows whose time has passed, and prove it; tells whether there may be more."""
    before = tx.now - timedelta(days=limit.keep_days)
    rows = await repository.outlived(tx, limit.model, before, limit.condition)
    if not rows:
        return False
    deleted = [Deleted(row.updated_at.date().isoformat(), digest(values_of(row))) for row in rows]
    for row in rows:
        row.erase(vault, tx.now)
    await holders.forget(tx, [row.id for row in rows])
    subject = str(limit.model.__tablename__)
    await prove(tx, rule=limit.rule, subject=subject, keep_days=limit.keep_days, deleted=deleted)
    if limit.model is Application:
        await _delete_files(tx, limit, [row.id for row in rows])
    return len(rows) == repository.AT_A_TIME


async def _delete_files(tx: Transaction, limit: Limit, applications: list[UUID]) -> None:
    """A mandate, a register, the minutes of a deliberation: they name people as the application did."""
    minutes = await proceedings.of_applications(tx, applications)
    records = {"application": applications, "proceeding": minutes}
    await delete_with(tx, Attachment, records, rule=limit.rule, keep_days=limit.keep_days)


async def delete_files_of_demands(tx: Transaction, keep_days: int) -> bool:
    """What a demander wants in writing may name people: it goes as a refused application does."""
    return await delete_old(tx, Attachment, keep_days, rule=_DEMANDS, kind="demand")


def jobs(settings: Settings, vault: PersonalVault) -> list[Job]:
    """One job per limit, each day."""
    return [
        *(
            repeated(limit.rule, timedelta(days=1), partial(erase_outlived, limit=limit, vault=vault))
            for limit in limits(settings)
        ),
        repeated(_DEMANDS, timedelta(days=1), partial(delete_files_of_demands, keep_days=settings.refusal_keep_days)),
    ]
