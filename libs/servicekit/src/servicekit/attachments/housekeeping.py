"""What is done with files over time: deletion after their years, and removal of content that no row names."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

from servicekit.attachments import repository
from servicekit.attachments.models import AttachmentRow
from servicekit.attachments.settings import AttachmentSettings
from servicekit.attachments.store import Store
from servicekit.changes import digest, values_of
from servicekit.deletion import Deleted, prove
from servicekit.due import Job, repeated
from servicekit.transaction import Transaction

_AT_A_TIME = 500
ORPHAN_AGE = timedelta(hours=1)
"""Younger content may belong to an upload that is not yet committed."""


def deleted(row: AttachmentRow) -> Deleted:
    """What the proof of a deletion says of an attachment: when it came, and its row's digest."""
    return Deleted(f"{row.created_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}/{row.id}", digest(values_of(row)))


async def delete_old(
    tx: Transaction, table: type[AttachmentRow], keep_days: int, *, rule: str = "attachment_keep_days",
    kind: str | None = None,
) -> bool:  # fmt: skip
    """Delete some hundred attachments older than their time, with a proof; tells whether there may be more.

    With `kind` those of one kind of records. Their content goes with the next removal of orphans.
    """
    before = tx.now - timedelta(days=keep_days)
    rows = await repository.older_than(tx, table, before, _AT_A_TIME, kind)
    if rows:
        proofs = [deleted(row) for row in rows]
        await prove(tx, rule=rule, subject="attachment", keep_days=keep_days, deleted=proofs)
    for row in rows:
        await tx.session.delete(row)
    return len(rows) == _AT_A_TIME


async def delete_with(
    tx: Transaction, table: type[AttachmentRow], records: Mapping[str, Collection[UUID]], *, rule: str, keep_days: int
) -> None:
    """Delete the attachments of records, by their kind, whose personal data are erased; proved under their own rule.

    Their content goes with the next removal of orphans.
    """
    found = [await repository.of_records(tx, table, kind, ids) for kind, ids in records.items() if ids]
    rows = sorted((row for of_kind in found for row in of_kind), key=lambda row: row.id)
    if rows:
        proofs = [deleted(row) for row in rows]
        await prove(tx, rule=rule, subject="attachment", keep_days=keep_days, deleted=proofs)
    for row in rows:
        await tx.session.delete(row)


async def remove_orphans(
    tx: Transaction, store: Store, table: type[AttachmentRow], before: datetime | None = None
) -> bool:
    """Remove some hundred contents that no row names and that were written before a moment; tells whether to go on.

    The age is the store's own, in real time: a simulated time does not move it. Raises AttachmentsOff.
    """
    removed = 0
    if not store.configured:
        return False
    async for names in store.older_than(before or datetime.now(UTC) - ORPHAN_AGE):
        for sha256 in sorted(set(names) - await repository.used(tx, table, names)):
            # An upload of the same content may have begun since; it takes the same lock before it writes.
            await repository.lock_content(tx, sha256)
            if not await repository.used(tx, table, [sha256]):
                await store.delete(sha256)
                removed += 1
            if removed == _AT_A_TIME:
                return True
    return False


def jobs(settings: AttachmentSettings, store: Store, table: type[AttachmentRow]) -> list[Job]:
    """Deletion each day, orphans each hour; a store that cannot be reached is tried again by the due-list."""
    keep_days = settings.attachment_keep_days
    return [
        repeated("attachment-retention", timedelta(days=1), partial(delete_old, table=table, keep_days=keep_days)),
        repeated("attachment-orphans", timedelta(hours=1), partial(remove_orphans, store=store, table=table)),
    ]
