"""A county's own edition from the table that it was decided in: a draft of all rows, or none."""

from countykit.identity import Caller
from fastapi import UploadFile
from servicekit import tabular
from servicekit.tabular import Row, RowError
from servicekit.transaction import Transaction

from checklist_svc.editions import repository, service
from checklist_svc.editions.errors import ItemCodeRepeated, ItemIncomplete, ItemLawUnclear
from checklist_svc.editions.schemas import EditionImportReport, ItemRow, ItemView
from checklist_svc.settings import Settings

MOST_ROWS = 1_000


async def import_edition(
    tx: Transaction, caller: Caller, upload: UploadFile, title: str, settings: Settings, *, dry_run: bool
) -> EditionImportReport:
    """Draft an edition from a table, with its difference to the one in force.

    Raises Forbidden, RegionUnknown, EditionTooLong, and RowsRefused unless every row is right.
    """
    county = await service.own_county(tx, caller)
    table = await tabular.read(
        upload, ItemRow, also=ItemView, most_rows=MOST_ROWS, limit_bytes=settings.import_limit_bytes
    )
    drafts = [row.body.item() for row in table.rows]
    service.require_short(drafts)
    present = await service.in_force(tx, county)
    difference = service.difference(await repository.items(tx, present.id), drafts)
    report = table.settled(
        EditionImportReport, _wrong(table.rows), dry_run=dry_run, against=present.id, difference=difference
    )
    if not dry_run:
        report.edition = (await service.entered(tx, county, title, drafts)).id
    return report


def _wrong(rows: list[Row[ItemRow]]) -> list[RowError]:
    """What is wrong with the rows as items: a mark that LST-04 wants, a law unclear, a code that came before."""
    errors: list[RowError] = []
    seen: set[str] = set()
    for row in rows:
        missing = service.marks_missing(row.body.item())
        errors += [row.error(mark, ItemIncomplete.code, ItemIncomplete.detail) for mark in missing]
        unclear = service.law_faults(row.body.item())
        errors += [row.error(name, ItemLawUnclear.code, ItemLawUnclear.detail) for name in unclear]
        if row.body.code in seen:
            errors.append(row.error("code", ItemCodeRepeated.code, ItemCodeRepeated.detail))
        seen.add(row.body.code)
    return errors
