"""Checking proofs of deletion: each was written by a service, is named by the audit, and covers what was audited."""

import hashlib
from typing import Any

import asyncpg

from servicekit.audit.row_mac import RowMac
from servicekit.audit.tables import DELETION_PROOF, SECURITY_LOG
from servicekit.changes import digest

_PROOFS = "SELECT * FROM deletion_proof ORDER BY id"
_NAMED = "SELECT resource, after, action FROM audit WHERE starts_with(resource, 'deletion_proof/')"
# What the job erased is audited row by row; the proof's digest covers what the rows were before.
_ERASED = """
    SELECT before FROM audit
    WHERE at = $1 AND action = $2 AND (resource = $3 OR starts_with(resource, $3 || '/')) AND before IS NOT NULL
    ORDER BY resource COLLATE "C"
"""


async def check_proofs(connection: asyncpg.Connection, row_mac: RowMac | None) -> list[str]:
    """Sentences about proofs that are forged, changed, or gone."""
    findings = []
    named = {row["resource"]: (row["after"], row["action"]) for row in await connection.fetch(_NAMED)}
    for proof in await connection.fetch(_PROOFS):
        name = f"{DELETION_PROOF.name}/{proof['digest'].hex()}"
        values = {column: proof[column] for column in DELETION_PROOF.columns}
        audited, action = named.pop(name, (None, ""))
        if audited != digest(values):
            findings.append(f"proof of deletion {proof['id']} is not what was audited")
        elif row_mac is not None and not row_mac.fits(proof["mac"] or b"", DELETION_PROOF.content(proof), proof["at"]):
            findings.append(f"proof of deletion {proof['id']} was not written by a service")
        elif proof["subject"] != SECURITY_LOG.name and not await _covers(connection, proof, action):
            findings.append(f"proof of deletion {proof['id']} does not cover what was erased")
    return findings + [f"{name} has disappeared" for name in named]


async def _covers(connection: asyncpg.Connection, proof: Any, action: str) -> bool:
    rows = await connection.fetch(_ERASED, proof["at"], action, proof["subject"])
    whole = hashlib.sha256(b"".join(row["before"] for row in rows)).digest()
    return (len(rows), whole) == (proof["count"], proof["digest"])
