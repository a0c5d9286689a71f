"""HTTP about the spec table."""

from typing import Annotated

from countykit.identity import Anyone, Caller, Role, allow
from fastapi import File, Path, Query, UploadFile
from servicekit.errors import Forbidden, NotFound
from servicekit.http import Router, Tx
from servicekit.pages import Page
from servicekit.problems import refusals
from servicekit.tabular import UNREADABLE, RowsRefused

from signage_svc.settings import Configured
from signage_svc.specs import service
from signage_svc.specs.errors import PresetUnknown, SpecTableMissing
from signage_svc.specs.models import PlaqueSpec, SpecTable
from signage_svc.specs.presets import Preset, presets
from signage_svc.specs.schemas import SpecTableReport, SpecTableView, SpecVersionView, SpecView

router = Router(prefix="/v1/specs", tags=["specs"])
Publisher = Annotated[Caller, allow(Role.COUNTY_OFFICE)]
Outside = Annotated[int, Query(ge=0, le=100, title="室外牌子上限（块）")]
Shipped = Annotated[bool, Query(title="通用表", description="the shipped table instead of the county's own")]
Number = Annotated[int, Path(ge=1, le=1_000_000)]
DoorHead = Annotated[int, Query(ge=0, le=100, title="门头牌子上限（块）")]


@router.get("", responses=refusals(SpecTableMissing))
async def read_spec_table(tx: Tx, caller: Anyone) -> SpecTableView:
    """The plaque spec table in force for the reader (挂牌规格一览表), with the origin of each row."""
    return _shown(*await service.in_force(tx, caller.region))


@router.get("/presets")
async def list_outside_presets(_: Anyone) -> Page[Preset]:
    """What counties hang outside of a village's offices, to choose from when a table is published; one page."""
    return Page(items=list(presets().values()), next=None)


@router.get("/versions", responses=refusals(SpecTableMissing))
async def list_spec_versions(tx: Tx, caller: Anyone, shipped: Shipped = False) -> Page[SpecVersionView]:
    """All versions of the table that holds for the reader, the newest first; always one page."""
    tables = await service.versions(tx, caller.region, shipped_ones=shipped)
    return Page(items=[SpecVersionView.model_validate(table) for table in tables], next=None)


@router.get("/versions/{number}", responses=refusals(NotFound, SpecTableMissing))
async def read_spec_version(number: Number, tx: Tx, caller: Anyone, shipped: Shipped = False) -> SpecTableView:
    """One version of the table that holds for the reader, as it was published."""
    return _shown(*await service.version(tx, caller.region, number, shipped_ones=shipped))


@router.post("/import", responses=refusals(Forbidden, PresetUnknown, RowsRefused, *UNREADABLE, SpecTableMissing))
async def import_spec_table(
    file: Annotated[UploadFile, File(description="XLSX or CSV with the columns that the table is exported with")],
    tx: Tx, caller: Publisher, settings: Configured,
    basis: Annotated[
        str, Query(min_length=2, max_length=500, title="依据", description="the document by which it holds")
    ],
    outside_limit: Outside = 4, door_head_limit: DoorHead = 2,
    preset: Annotated[
        str | None, Query(max_length=40, title="外挂预设方案", description="in place of the column and of both limits")
    ] = None, dry_run: bool = False,
) -> SpecTableReport:  # fmt: skip
    """Publish the county's own table as a whole; every board of the county is judged by it from then on."""
    return await service.import_table(
        tx, caller, file, settings, basis=basis, outside_limit=outside_limit, door_head_limit=door_head_limit,
        chosen=preset, dry_run=dry_run,
    )  # fmt: skip


@router.get("/{code}", responses=refusals(NotFound, SpecTableMissing))
async def read_spec(code: str, tx: Tx, caller: Anyone) -> SpecView:
    """One row of the table in force for the reader."""
    return SpecView.model_validate(await service.one(tx, caller.region, code))


def _shown(table: SpecTable, rows: list[PlaqueSpec]) -> SpecTableView:
    items = [SpecView.model_validate(row) for row in rows]
    return SpecTableView(**table.model_dump(include=set(SpecTableView.model_fields)), items=items)
