"""A whole ledger in one call: every row is entered like a single registration, and all of them or none are kept."""

from asyncio import to_thread
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
from signage_svc.plaques.advice import learn
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

_BY_DISPOSAL = "台账中已有牌子的名称、规格、位置、尺寸和颜色不能用表格改动，请恢复此行，或在系统中标记、处置并核验"


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
    ledger, today = await locked_ledger(tx, settings, villages, departments), workdays.today(tx.now)
    # Reading the words of thousands of names takes seconds, and the loop serves everybody else.
    await to_thread(learn, [ledger.fingerprint(row.body.region, row.body.name) for row in table.rows])
    known, wrong = _known(ledger, [row for row in table.rows if row.body.id is not None], today)
    plaques, refused = _enter(ledger, [row for row in table.rows if row.body.id is None], caller, today)
    updated = sum(bool(plaque.outdated(row)) for plaque, row in known)
    report = table.settled(
        PlaqueImportReport, [*wrong, *refused], dry_run=dry_run, unchanged=len(known) - updated, updated=updated,
        rebounds=sum(plaque.rebound_of is not None for plaque in plaques),
        suspected=sum(plaque.suspected is not None for plaque in plaques),
    )  # fmt: skip
    if not dry_run:
        service.update_all(tx, known)
        await service.enter_all(tx, ledger, plaques, settings)
    return report


def _known(
    ledger: Ledger, rows: list[Row[PlaqueRow]], today: date
) -> tuple[list[tuple[Plaque, PlaqueRow]], list[RowError]]:
    """The boards that an export's rows are about, and what is wrong with the others.

    How a hanging board looks is changed by a disposal with its verification, never by a table (PLQ-03).
    """
    found: list[tuple[Plaque, PlaqueRow]] = []
    errors: list[RowError] = []
    boards = {plaque.id: plaque for plaques in ledger.villages.values() for plaque in plaques}
    for row in rows:
        plaque = boards.pop(row.body.id, None) if row.body.id else None
        if plaque is None or plaque.region != row.body.region:
            errors.append(
                row.error(
                    "id",
                    "plaque_unknown",
                    "该村台账中没有这个编号的牌子，或表中前面已有这个编号；登记新牌子时编号请留空",
                )
            )
        elif not row.body.describes(plaque):
            errors.append(row.error("id", "plaque_changed_in_table", _BY_DISPOSAL))
        else:
            try:
                ledger.check(row.body, today)
                found.append((plaque, row.body))
            except tuple(_FIELDS) as refusal:
                errors.append(row.error(_FIELDS[type(refusal)], refusal.code, refusal.detail))
    return found, errors


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
