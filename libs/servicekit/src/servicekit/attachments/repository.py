"""SQL about attachments."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from servicekit.attachments.models import AttachmentRow
from servicekit.transaction import Transaction

_NAMES = sa.ARRAY(sa.String)
T = TypeVar("T", bound=AttachmentRow)
# Both the uploader and the cleaner of orphans take it, so that neither sees the other's work half done.
_LOCK = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:sha256, 20261128))")
_ANONYMOUS = sa.text("""
    SELECT 1 FROM idempotency_key WHERE subject = 'anonymous' AND key = :key AND status = 201
    AND starts_with(convert_from(body, 'UTF8'), '{') AND convert_from(body, 'UTF8')::jsonb ->> 'id' = :id
""")


async def lock_content(tx: Transaction, sha256: str) -> None:
    """Keep everybody else from storing or removing this content until the end of the transaction."""
    await tx.session.execute(_LOCK, {"sha256": sha256})


async def of_record(tx: Transaction, table: type[T], kind: str, record_id: UUID) -> Sequence[T]:
    """The attachments of one record, oldest first."""
    statement = sa.select(table).where(col(table.record_kind) == kind, col(table.record_id) == record_id)
    return (await tx.session.execute(statement.order_by(col(table.id)))).scalars().all()


async def of_records(tx: Transaction, table: type[T], kind: str, record_ids: Collection[UUID]) -> Sequence[T]:
    """The attachments of many records, locked."""
    statement = sa.select(table).where(col(table.record_kind) == kind, col(table.record_id).in_(record_ids))
    return (await tx.session.execute(statement.order_by(col(table.id)).with_for_update())).scalars().all()


async def one(tx: Transaction, table: type[T], kind: str, record_id: UUID, attachment_id: UUID) -> T | None:
    """One attachment of a record."""
    statement = sa.select(table).where(
        col(table.id) == attachment_id, col(table.record_kind) == kind, col(table.record_id) == record_id
    )
    return (await tx.session.execute(statement)).scalar_one_or_none()


async def older_than(
    tx: Transaction, table: type[T], moment: datetime, most: int, kind: str | None = None
) -> Sequence[T]:  # fmt: skip
    """Attachments that were uploaded before a moment, of all records or of one kind."""
    statement = sa.select(table).where(col(table.created_at) < moment).order_by(col(table.id)).limit(most)
    if kind is not None:
        statement = statement.where(col(table.record_kind) == kind)
    return (await tx.session.execute(statement.with_for_update(skip_locked=True))).scalars().all()


async def used(tx: Transaction, table: type[AttachmentRow], contents: Collection[str]) -> set[str]:
    """Which of these contents, named by their SHA-256, belong to an attachment."""
    statement = (
        sa.select(col(table.sha256)).distinct().where(col(table.sha256) == sa.any_(sa.literal([*contents], _NAMES)))
    )
    return set((await tx.session.execute(statement)).scalars())


async def reported_with_key(tx: Transaction, key: str, record_id: UUID) -> bool:
    """Whether an anonymous report was made with this idempotency key: only its reporter knows the key."""
    return (await tx.session.execute(_ANONYMOUS, {"key": key, "id": str(record_id)})).first() is not None
