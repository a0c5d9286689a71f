"""A whole ledger in one call: every row is entered like a single registration, and all of them or none are kept."""

from datetime import date

from countykit import workdays
from countykit.directory import DepartmentUnknown, RegionEnded, RegionNotYetValid, RegionUnknown
from countykit.errors import DateInFuture
from countykit.identity import Caller
from fastapi import UploadFile
from servicekit import tabular
from servicekit.errors import Forbidden, Refusal
from servicekit.tabular import Row, RowError
from servicekit.transaction import Transaction

from signage_svc.plaques import service
from signage_svc.plaques.errors import AlreadyInLedger
from signage_svc.plaques.ledger import Ledger, locked_ledger
from signage_svc.plaques.models import Plaque
from signage_svc.plaques.schemas import PlaqueImportReport, PlaqueRow, PlaqueView
from signage_svc.settings import Settings
from signage_svc.specs.errors import SpecUnknown

_FIELDS: dict[type[Refusal], str] = {
    Forbidden: "region", RegionUnknown: "region", RegionEnded: "region", RegionNotYetValid: "region",
    SpecUnknown: "spec", DepartmentUnknown: "department",
    DateInFuture: "hung_on", AlreadyInLedger: "name",
}  # fmt: skip

_BY_DISPOSAL = "台账中已有的牌子不能用表格改动，请恢复此行，或在系统中标记、处置并核验"


async def import_ledger(
    tx: Transaction, caller: Caller, upload: UploadFile, settings: Settings, *, dry_run: bool
) -> PlaqueImportReport:
    """Read a table of plaques and enter them all; raises RowsRefused unless every row is right."""
    table = await tabular.read(
        upload, PlaqueRow, also=PlaqueView,
        most_rows=settings.plaque_import_rows, limit_bytes=settings.import_limit_bytes,
    )  # fmt: skip
    villages = {row.body.region for row in table.rows if caller.scope.covers(row.body.region)}
    departments = {row.body.department for row in table.rows if row.body.department}
    ledger = await locked_ledger(tx, settings, villages, departments)
    kept, changed = _known(ledger, table.rows)
    new = [row for row in table.rows if row.body.id is None]
    plaques, refused = _enter(ledger, new, caller, workdays.today(tx.now))
    rebounds = sum(plaque.rebound_of is not None for plaque in plaques)
    report = table.settled(PlaqueImportReport, [*changed, *refused], dry_run=dry_run, rebounds=rebounds, unchanged=kept)
    if not dry_run:
        await service.enter_all(tx, ledger, plaques)
    return report


def _known(ledger: Ledger, rows: list[Row[PlaqueRow]]) -> tuple[int, list[RowError]]:
    """How many rows of an export are as the ledger has them, and what is wrong with the others.

    What hangs is changed by a disposal with its verification, never by a table (PLQ-03).
    """
    errors: list[RowError] = []
    known = [row for row in rows if row.body.id is not None]
    for row in known:
        plaque = next((board for board in ledger.villages[row.body.region] if board.id == row.body.id), None)
        if plaque is None:
            errors.append(row.error("id", "plaque_unknown", "该村台账中没有这个编号的牌子；登记新牌子时编号请留空"))
        elif not row.body.same_as(plaque):
            errors.append(row.error("id", "plaque_changed_in_table", _BY_DISPOSAL))
    return len(known) - len(errors), errors


def _enter(
    ledger: Ledger, rows: list[Row[PlaqueRow]], caller: Caller, today: date
) -> tuple[list[Plaque], list[RowError]]:
    plaques: list[Plaque] = []
    errors: list[RowError] = []
    first_seen: dict[tuple[str, str], Row[PlaqueRow]] = {}
    for row in rows:
        board = (row.body.region, ledger.fingerprint(row.body.region, row.body.name))
        try:
            if board in first_seen:
                errors.append(row.error("name", "duplicate_in_file", f"与{first_seen[board].place}是同一块牌子"))
                continue
            caller.require_region(row.body.region)
            plaques.append(ledger.enter(row.body, today))
            first_seen[board] = row
        except tuple(_FIELDS) as refusal:
            errors.append(row.error(_FIELDS[type(refusal)], refusal.code, refusal.detail))
    return plaques, errors
