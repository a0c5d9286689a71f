"""SQL about issued documents."""

from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from servicekit.printing.models import IssuedDocumentRow, SerialRow
from servicekit.transaction import Transaction

T = TypeVar("T", bound=IssuedDocumentRow)
# Two people who print a record for the first time must get one document.
_LOCK = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:record, 20261129))")


async def locked_of(tx: Transaction, table: type[T], kind: str, record_id: UUID) -> T | None:
    """The document of a record, which nobody else can issue or give out until the end of the transaction."""
    await tx.session.execute(_LOCK, {"record": f"{kind}/{record_id}"})
    statement = sa.select(table).where(col(table.record_kind) == kind, col(table.record_id) == record_id)
    return (await tx.session.execute(statement.with_for_update())).scalar_one_or_none()


async def by_code(tx: Transaction, table: type[T], code: str) -> T | None:
    """The document with this verification code."""
    return (await tx.session.execute(sa.select(table).where(col(table.code) == code))).scalar_one_or_none()


async def next_serial(tx: Transaction, table: type[SerialRow], series: str) -> int:
    """The next serial of a series, beginning with 1."""
    statement = insert(table).values(series=series, last=1)
    raised = statement.on_conflict_do_update(index_elements=["series"], set_={"last": col(table.last) + 1})
    return int((await tx.session.execute(raised.returning(col(table.last)))).scalar_one())
