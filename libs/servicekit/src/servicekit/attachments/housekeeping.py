"""What is done with files over time: deletion after their years, and removal of content that no row names."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from sqlmodel import col

from servicekit.attachments import repository
from servicekit.attachments.models import AttachmentRow
from servicekit.attachments.settings import AttachmentSettings
from servicekit.attachments.store import Store
from servicekit.deletion import Deleted, prove
from servicekit.ticks import Tick
from servicekit.transaction import Transaction

_AT_A_TIME = 500
ORPHAN_AGE = timedelta(hours=1)
"""Younger content may belong to an upload that is not yet committed."""


def deleted(row: AttachmentRow) -> Deleted:
    """What the proof of a deletion says of an attachment: when it came, and its content's digest."""
    return Deleted(f"{row.created_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}/{row.id}", bytes.fromhex(row.sha256))


async def delete_old(tx: Transaction, table: type[AttachmentRow], keep_days: int) -> None:
    """Delete attachments older than their time, with a proof; their content goes with the next removal of orphans."""
    rows = await repository.older_than(tx, table, tx.now - timedelta(days=keep_days), _AT_A_TIME)
    if not rows:
        return
    await prove(
        tx, rule="attachment_keep_days", subject="attachment", keep_days=keep_days, deleted=[*map(deleted, rows)]
    )
    for row in rows:
        await tx.session.delete(row)


async def remove_orphans(tx: Transaction, store: Store, columns: Sequence[Any], before: datetime | None = None) -> int:
    """Remove content that no row names and that was written before a moment; tells how much of it there was.

    The age is the store's own, in real time: a told time does not move it.
    """
    removed = 0
    if not store.configured:
        return removed
    async for sha256 in store.older_than(before or datetime.now(UTC) - ORPHAN_AGE):
        if not await repository.is_used(tx, columns, sha256):
            await repository.lock_content(tx, sha256)
            if not await repository.is_used(tx, columns, sha256):
                await store.delete(sha256)
                removed += 1
    return removed


def ticks(settings: AttachmentSettings, store: Store, table: type[AttachmentRow], *others: Any) -> list[Tick]:
    """Every hour; `others` are columns of other tables that name content by its SHA-256."""

    async def orphans(tx: Transaction) -> None:
        await remove_orphans(tx, store, [col(table.sha256), *others])

    return [
        Tick("attachment-retention", 3600, partial(delete_old, table=table, keep_days=settings.attachment_keep_days)),
        Tick("attachment-orphans", 3600, orphans),
    ]
