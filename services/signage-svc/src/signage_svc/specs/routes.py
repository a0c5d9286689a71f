"""HTTP about the spec table."""

from typing import Annotated

from countykit.identity import Anyone, Caller, Role, allow
from fastapi import File, Query, UploadFile
from servicekit.errors import Forbidden, NotFound
from servicekit.http import Router, Tx
from servicekit.problems import refusals
from servicekit.tabular import UNREADABLE, RowsRefused

from signage_svc.settings import Configured
from signage_svc.specs import service
from signage_svc.specs.errors import SpecTableMissing
from signage_svc.specs.schemas import SpecTableReport, SpecTableView, SpecView

router = Router(prefix="/v1/specs", tags=["specs"])
Publisher = Annotated[Caller, allow(Role.COUNTY_OFFICE)]
Outside = Annotated[int, Query(ge=0, le=100, title="室外牌子上限（块）")]
DoorHead = Annotated[int, Query(ge=0, le=100, title="门头牌子上限（块）")]


@router.get("", responses=refusals(SpecTableMissing))
async def read_spec_table(tx: Tx, caller: Anyone) -> SpecTableView:
    """The plaque spec table in force for the reader (挂牌规格一览表), with the origin of each row."""
    table, rows = await service.in_force(tx, caller.region)
    items = [SpecView.model_validate(row) for row in rows]
    return SpecTableView(**table.model_dump(include=set(SpecTableView.model_fields)), items=items)


@router.post("/import", responses=refusals(Forbidden, RowsRefused, *UNREADABLE, SpecTableMissing))
async def import_spec_table(
    file: Annotated[UploadFile, File(description="XLSX or CSV with the columns that the table is exported with")],
    tx: Tx, caller: Publisher, settings: Configured,
    basis: Annotated[
        str, Query(min_length=2, max_length=500, title="依据", description="the document by which it holds")
    ],
    outside_limit: Outside = 4, door_head_limit: DoorHead = 2, dry_run: bool = False,
) -> SpecTableReport:  # fmt: skip
    """Publish the county's own table as a whole; every board of the county is judged by it from then on."""
    return await service.import_table(
        tx, caller, file, settings, basis=basis, outside_limit=outside_limit, door_head_limit=door_head_limit,
        dry_run=dry_run,
    )  # fmt: skip


@router.get("/{code}", responses=refusals(NotFound, SpecTableMissing))
async def read_spec(code: str, tx: Tx, caller: Anyone) -> SpecView:
    """One row of the table in force for the reader."""
    return SpecView.model_validate(await service.one(tx, caller.region, code))
