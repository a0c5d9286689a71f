"""A whole catalogue in one call (一站式服务清单): all rows or none; what is there already gets the guide of its row."""

import re
from typing import Annotated

from countykit import directory
from countykit.directory import RegionEnded, RegionNotYetValid, RegionUnknown
from countykit.identity import Caller
from fastapi import UploadFile
from pydantic import BeforeValidator, Field
from servicekit import tabular
from servicekit.errors import Forbidden, Refusal
from servicekit.tabular import ImportReport, RowError
from servicekit.transaction import Transaction

from signage_svc.matters import repository, service
from signage_svc.matters.errors import MatterDoubled
from signage_svc.matters.models import ServiceMatter
from signage_svc.matters.schemas import Guide, Line, MatterEntry, ServiceMatterView
from signage_svc.settings import Settings

_MOST_ROWS = 2000
_BETWEEN = re.compile(r"[、；;\n]+")
_REFUSED = (Forbidden, RegionUnknown, RegionEnded, RegionNotYetValid)


def _listed(value: object) -> object:
    """People write lists into one cell: 居民身份证、户口簿; an empty cell is none."""
    if value is None:
        return []
    return [word.strip() for word in _BETWEEN.split(value) if word.strip()] if isinstance(value, str) else value


Lines = Annotated[list[Line], BeforeValidator(_listed)]


class MatterRow(MatterEntry):
    """A row of a catalogue table; several materials or steps stand in one cell, with 、 between them."""

    materials: Lines = Field(default_factory=list, max_length=30, title="所需材料")
    steps: Lines = Field(min_length=1, max_length=20, title="办理步骤")


class MatterImportReport(ImportReport):
    """What came of a catalogue table."""

    entered: int = Field(description="rows of matters that were not in the catalogue")
    revised: int = Field(description="rows of matters whose guide said otherwise: it follows the row")
    unchanged: int = Field(description="rows that say what the catalogue says")


async def import_matters(
    tx: Transaction, caller: Caller, upload: UploadFile, settings: Settings, *, dry_run: bool
) -> MatterImportReport:
    """Enter or revise the matters of a table; raises RowsRefused unless every row is right."""
    table = await tabular.read(
        upload, MatterRow, also=ServiceMatterView, most_rows=_MOST_ROWS, limit_bytes=settings.import_limit_bytes
    )
    regions = {row.body.region for row in table.rows}
    await repository.lock_catalogues(tx, regions)
    wrong: list[RowError] = []
    refusals = {region: await _refusal(tx, caller, region) for region in sorted(regions)}
    seen: dict[tuple[str, str], str] = {}
    for row in table.rows:
        key = (row.body.region, row.body.title)
        if refusal := refusals[row.body.region]:
            wrong.append(row.error("region", refusal.code, refusal.detail))
        elif key in seen:
            wrong.append(row.error("title", MatterDoubled.code, f"与{seen[key]}是同一事项"))
        seen.setdefault(key, row.place)
    offered = await repository.all_offered(tx, regions)
    known = [(offered.get((row.body.region, row.body.title)), row.body) for row in table.rows]
    entered = [body for matter, body in known if matter is None]
    revised = [(matter, body) for matter, body in known if matter is not None and _differs(matter, body)]
    report = table.settled(
        MatterImportReport, wrong, dry_run=dry_run, entered=len(entered), revised=len(revised),
        unchanged=len(known) - len(entered) - len(revised),
    )  # fmt: skip
    if not dry_run:
        for body in entered:
            service.offer(tx, body)
        for matter, body in revised:
            service.follow(tx, caller, matter, _guide(body))
    return report


async def _refusal(tx: Transaction, caller: Caller, region: str) -> Refusal | None:
    try:
        caller.require_region(region)
        await directory.region(tx, region, "county", "township")
    except _REFUSED as refusal:
        return refusal
    return None


def _guide(body: MatterRow) -> Guide:
    return Guide(**body.model_dump(exclude={"region"}))


def _differs(matter: ServiceMatter, body: MatterRow) -> bool:
    return any(getattr(matter, name) != value for name, value in _guide(body).model_dump().items())
