"""A body's whole year in one table: every row is filed like a single entry, and all of them or none are kept."""

from asyncio import to_thread
from collections import Counter

from countykit.directory import DepartmentEnded, DepartmentNotYetValid, DepartmentUnknown
from countykit.identity import Caller
from countykit.numbers import NUMBER_REFUSALS
from countykit.numbers.refusals import NumberMissing
from fastapi import UploadFile
from servicekit import tabular
from servicekit.errors import Forbidden, Refusal
from servicekit.tabular import Row, RowError
from servicekit.transaction import Transaction

from supervision_svc.plan import repository, service
from supervision_svc.plan.conflicts import Planned, conflicts
from supervision_svc.plan.errors import (
    ConsentMissing,
    MandateMissing,
    NotTheFiler,
    PlanDaysUnfit,
    PlanIsPublished,
    PlanPlacesUnknown,
    PlanReplacedUnknown,
)
from supervision_svc.plan.models import PlanEntry
from supervision_svc.plan.schemas import PlanEntryView, PlanImportReport, PlanRow

MOST_ROWS = 1_000
_FIELDS: dict[type[Refusal], str] = {
    NotTheFiler: "department", DepartmentUnknown: "department", DepartmentEnded: "department",
    DepartmentNotYetValid: "department", Forbidden: "department", PlanDaysUnfit: "starts_on",
    PlanPlacesUnknown: "places", MandateMissing: "mandate", ConsentMissing: "mandate",
    PlanIsPublished: "justification", PlanReplacedUnknown: "replaces",
    **dict.fromkeys(NUMBER_REFUSALS, "admission"), NumberMissing: "basis",
}  # fmt: skip


async def import_plan(
    tx: Transaction, caller: Caller, upload: UploadFile, limit_bytes: int, *, dry_run: bool
) -> PlanImportReport:
    """Read a table of entries and file them all; raises RowsRefused unless every row is right.

    Conflicts refuse no row: they are counted in the report, those between the rows of the table too.
    """
    table = await tabular.read(upload, PlanRow, also=PlanEntryView, most_rows=MOST_ROWS, limit_bytes=limit_bytes)
    entries, errors = await _checked(tx, caller, table.rows)
    compared: dict[object, Planned] = {}
    for entry in entries:
        found = await repository.neighbours(tx, entry.county, service.planned(entry), entry.replaces)
        compared.update({other.id: other for other in found})
    await to_thread(_flag, entries, list(compared.values()))
    flags = Counter(flag for entry in entries for flag in entry.flags)
    flagged = sum(bool(entry.flags) for entry in entries)
    report = table.settled(PlanImportReport, errors, dry_run=dry_run, flagged=flagged, flags=dict(flags))
    if not dry_run:
        for entry in entries:
            service.put(tx, entry)
    return report


async def _checked(tx: Transaction, caller: Caller, rows: list[Row[PlanRow]]) -> tuple[list[PlanEntry], list[RowError]]:
    entries: list[PlanEntry] = []
    errors: list[RowError] = []
    seen: dict[tuple[object, ...], Row[PlanRow]] = {}
    for row in rows:
        body = row.body
        matter = (body.department, body.title, body.starts_on, *sorted(body.places))
        if matter in seen:
            errors.append(row.error("title", "duplicate_in_file", f"与{seen[matter].place}是同一项计划"))
            continue
        seen[matter] = row
        try:
            entries.append(await service.checked(tx, caller, body))
        except tuple(_FIELDS) as refusal:
            errors.append(row.error(_FIELDS[type(refusal)], refusal.code, refusal.detail))
    return entries, errors


def _flag(entries: list[PlanEntry], others: list[Planned]) -> None:
    """Each entry beside those on the record and all of its table; thousands of pairs take a while."""
    together = [*others, *map(service.planned, entries)]
    for entry in entries:
        entry.flags = service.flags_of(conflicts(service.planned(entry), together))
