"""Deleting what has been kept for its time, with a proof that stays: how many, from when to when, their digest."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import sqlalchemy as sa

from servicekit.audit.tables import DELETION_PROOF, SECURITY_LOG
from servicekit.due import Job, repeated
from servicekit.transaction import Transaction

_AT_A_TIME = 5000
_INSERT = """
    INSERT INTO deletion_proof (at, rule, subject, keep_days, count, earliest, latest, digest, mac)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
_DELETE = sa.text("SELECT row_id, digest FROM security_log_delete_older_than(:keep_days, :most)")


@dataclass(frozen=True, slots=True)
class Deleted:
    """Something that was deleted or erased: its place in time or in a log, and the digest of what it was."""

    place: str
    digest: bytes


async def prove(tx: Transaction, *, rule: str, subject: str, keep_days: int, deleted: Sequence[Deleted]) -> None:
    """Put the proof of a deletion on the record, in the transaction that deletes."""
    whole = hashlib.sha256(b"".join(item.digest for item in deleted)).digest()
    places = sorted(item.place for item in deleted)
    values = [tx.now, rule, subject, keep_days, len(deleted), places[0], places[-1], whole]
    mac = tx.row_mac.of([DELETION_PROOF.name, *values]) if tx.row_mac else None
    await tx.execute(_INSERT, *values, mac)
    tx.audit(proof_name(whole), None, dict(zip(DELETION_PROOF.columns, values, strict=True)))


def proof_name(digest: bytes) -> str:
    """What the audit calls a proof."""
    return f"{DELETION_PROOF.name}/{digest.hex()}"


async def delete_old_entries(tx: Transaction, keep_days: int) -> bool:
    """Delete the rows of the security log that are older than the limit, some thousands; tells whether to go on."""
    rows = (await tx.session.execute(_DELETE, {"keep_days": keep_days, "most": _AT_A_TIME})).all()
    if rows:
        deleted = [Deleted(f"{row.row_id:019d}", row.digest) for row in rows]
        await prove(tx, rule="security_log_keep_days", subject=SECURITY_LOG.name, keep_days=keep_days, deleted=deleted)
    return len(rows) == _AT_A_TIME


def security_log_retention(keep_days: int) -> Job:
    """Each day."""
    return repeated("security-log-retention", timedelta(days=1), partial(delete_old_entries, keep_days=keep_days))
