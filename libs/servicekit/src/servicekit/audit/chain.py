"""Checking a log: every seal, every row against its seal and its writer's code, and heads that were kept outside."""

import hashlib
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import asyncpg

from servicekit.audit.row_mac import RowMac
from servicekit.audit.seals import FAR, GENESIS, Head, Sealer, digest_of_row
from servicekit.audit.tables import DELETION_PROOF, SECURITY_LOG, LogTable

MOST_FINDINGS = 1000
# A release before this one wrote rows without codes; it may go on for a day while it is being replaced.
_REPLACEMENT = timedelta(days=1)
_SEALED = """
    SELECT s.position, s.row_id, s.sealed_at, s.digest, s.seal, r.*
    FROM log_seal s LEFT JOIN {table} r ON r.id = s.row_id WHERE s.log = '{table}' ORDER BY s.position
"""
_UNSEALED = """
    SELECT r.* FROM {table} r
    WHERE NOT EXISTS (SELECT 1 FROM log_seal s WHERE s.log = '{table}' AND s.row_id = r.id) ORDER BY r.id
"""


@dataclass(slots=True)
class Checked:
    """What was found in one log: how much is sealed, its head, and a sentence about everything that is wrong."""

    log: str
    sealed: int = 0
    unsealed: int = 0
    head: bytes = GENESIS
    findings: list[str] = field(default_factory=list)

    def find(self, sentence: str) -> None:
        """Put something wrong on the list; a rewritten log would name every row, so the list has an end."""
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(sentence)
        elif len(self.findings) == MOST_FINDINGS:
            self.findings.append("and more")


async def check(
    connection: asyncpg.Connection,
    table: LogTable,
    sealer: Sealer,
    row_mac: RowMac | None,
    heads: Collection[Head] = (),
) -> Checked:
    """Check one log within the caller's transaction, which must see one moment (REPEATABLE READ).

    Without `row_mac` the writers' codes are not looked at.
    """
    checked = Checked(table.name)
    codes = _Codes(checked, row_mac, table)
    wanted = {head.position: head for head in heads if head.log == table.name}
    missing: list[tuple[int, bytes]] = []
    last_id = 0
    async for row in _cursor(connection, _SEALED.format(table=table.name)):
        checked.sealed += 1
        _check_link(checked, sealer, row)
        if row["id"] is None:
            missing.append((row["row_id"], row["digest"]))
        elif digest_of_row(table, row) != row["digest"]:
            checked.find(f"{table.name} row {row['id']} has been changed")
        else:
            codes.check(row, row["sealed_at"])
        head = wanted.pop(checked.sealed, None)
        if head is not None and head.seal != row["seal"]:
            checked.find(f"{table.name}: seal {head.position} is not the one that was sent out")
        last_id = max(last_id, row["row_id"])
    if wanted:
        first, last = checked.sealed + 1, max(wanted)
        checked.find(f"{table.name}: seals {first} to {last} were sent out and are gone, with their rows")
    await _excuse(connection, checked, row_mac, missing)
    now = await connection.fetchval("SELECT now()")
    async for row in _cursor(connection, _UNSEALED.format(table=table.name)):
        checked.unsealed += 1
        codes.check(row, now)
        if row["id"] <= last_id - FAR:
            checked.find(f"{table.name} row {row['id']} was put among old rows and is not sealed")
    return checked


def _check_link(checked: Checked, sealer: Sealer, row: Any) -> None:
    if row["position"] != checked.sealed:
        checked.find(f"{checked.log}: seals {checked.sealed} to {row['position'] - 1} are missing")
        checked.sealed = row["position"]
    if not sealer.made(
        row["seal"], checked.log, row["position"], row["row_id"], row["sealed_at"], row["digest"], checked.head
    ):
        checked.find(f"{checked.log}: seal {row['position']} (row {row['row_id']}) was not made with the sealing key")
    checked.head = row["seal"]


class _Codes:
    """The writers' codes of a log: each must fit, and none may come twice."""

    def __init__(self, checked: Checked, row_mac: RowMac | None, table: LogTable) -> None:
        self._checked, self._row_mac, self._table = checked, row_mac, table
        self._seen: dict[bytes, int] = {}
        self._tolerated_until: datetime | None = None
        self._first = True

    def check(self, row: Any, sealed_at: datetime) -> None:
        if self._row_mac is None:
            return
        mac: bytes | None = row["mac"]
        first, self._first = self._first, False
        if mac is None:
            if first:
                self._tolerated_until = sealed_at + _REPLACEMENT
            if self._tolerated_until is None or sealed_at > self._tolerated_until:
                self._find(row, "was not written by a service: it has no code")
            return
        if not self._row_mac.fits(mac, self._table.content(row), sealed_at):
            self._find(row, "was not written by a service: its code does not fit")
        elif (other := self._seen.setdefault(mac[:12], row["id"])) != row["id"]:
            self._find(row, f"is a copy of row {other}")

    def _find(self, row: Any, what: str) -> None:
        self._checked.find(f"{self._table.name} row {row['id']} {what}")


async def _excuse(
    connection: asyncpg.Connection, checked: Checked, row_mac: RowMac | None, missing: list[tuple[int, bytes]]
) -> None:
    """Name the rows that are missing, except where a proof of deletion covers exactly them."""
    missing.sort()
    if checked.log == SECURITY_LOG.name:
        for proof in await connection.fetch("SELECT * FROM deletion_proof WHERE subject = $1 ORDER BY id", checked.log):
            first, last = int(proof["earliest"]), int(proof["latest"])
            covered = [(row_id, digest) for row_id, digest in missing if first <= row_id <= last]
            whole = hashlib.sha256(b"".join(digest for _, digest in covered)).digest()
            genuine = row_mac is None or row_mac.fits(proof["mac"] or b"", DELETION_PROOF.content(proof), proof["at"])
            if genuine and (len(covered), whole) == (proof["count"], proof["digest"]):
                missing = [item for item in missing if not first <= item[0] <= last]
            else:
                checked.find(f"proof of deletion {proof['id']} does not fit what is missing from {checked.log}")
    for first, last in _runs([row_id for row_id, _ in missing]):
        rows = f"row {first} has" if first == last else f"rows {first} to {last} have"
        checked.find(f"{checked.log} {rows} been deleted")


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


async def _cursor(connection: asyncpg.Connection, statement: str) -> AsyncIterator[Any]:
    async for row in connection.cursor(statement, prefetch=1000):
        yield row
