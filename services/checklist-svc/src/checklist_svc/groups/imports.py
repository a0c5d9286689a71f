"""A whole survey in one call: every row is entered like a single group, and all of them or none are kept."""

from countykit.directory import DepartmentUnknown, RegionEnded, RegionNotYetValid, RegionUnknown
from countykit.identity import Caller
from fastapi import UploadFile
from servicekit import tabular
from servicekit.errors import Forbidden, Refusal
from servicekit.tabular import RowError
from servicekit.transaction import Transaction

from checklist_svc.groups import service
from checklist_svc.groups.models import Group
from checklist_svc.groups.rebounds import service as rebounds
from checklist_svc.groups.schemas import GroupImportReport, GroupRegistration, GroupView
from checklist_svc.settings import Settings

MOST_ROWS = 2_000
_FIELDS: dict[type[Refusal], str] = {
    Forbidden: "region", RegionUnknown: "region", RegionEnded: "region", RegionNotYetValid: "region",
    DepartmentUnknown: "owner",
}  # fmt: skip


async def import_survey(
    tx: Transaction, caller: Caller, upload: UploadFile, settings: Settings, *, dry_run: bool
) -> GroupImportReport:
    """Read a table of groups and enter them all; raises RowsRefused unless every row is right."""
    table = await tabular.read(
        upload, GroupRegistration, also=GroupView, most_rows=MOST_ROWS, limit_bytes=settings.import_limit_bytes
    )
    groups: list[Group] = []
    errors: list[RowError] = []
    for row in table.rows:
        try:
            groups.append(await service.checked(tx, caller, row.body, settings))
        except tuple(_FIELDS) as refusal:
            errors.append(row.error(_FIELDS[type(refusal)], refusal.code, refusal.detail))
    returned = await rebounds.among(tx, groups)
    report = table.settled(GroupImportReport, errors, dry_run=dry_run, rebounds=len(returned))
    if not dry_run:
        await service.enter(tx, caller, groups, returned)
    return report
