"""HTTP about departments."""

from typing import Annotated

from countykit.directory import RegionEnded, RegionUnknown
from countykit.identity import Anyone, Caller, Role, allow
from fastapi import Request, UploadFile
from servicekit import tabular
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import ADMINISTRATION, Router, Tx
from servicekit.pages import Page, SortedPaging, page, sorted_by
from servicekit.problems import refusals
from servicekit.tabular import UNREADABLE, ImportReport, RowsRefused

from gateway.directory.departments import repository, service
from gateway.directory.departments.errors import DepartmentExists
from gateway.directory.departments.models import Department
from gateway.directory.departments.schemas import DepartmentEntry, DepartmentView
from gateway.directory.limits import MOST_BYTES

router = Router(prefix="/api/directory/v1/departments", tags=["directory"], dependencies=[ADMINISTRATION])
Keeper = Annotated[Caller, allow(Role.OPERATOR, Role.COUNTY_OFFICE)]
_MOST_ROWS = 10_000


@router.post("", status_code=201, responses=refusals(RegionUnknown, RegionEnded, DepartmentExists))
async def register_department(entry: DepartmentEntry, tx: Tx, caller: Keeper) -> DepartmentView:
    """Put a department into the directory."""
    return DepartmentView.of(await service.register(tx, caller, entry))


@router.post("/import", max_body_size=MOST_BYTES, responses=refusals(RowsRefused, *UNREADABLE))
async def import_departments(
    request: Request, file: UploadFile, tx: Tx, caller: Keeper, *, dry_run: bool = False
) -> ImportReport:
    """Register or change many departments from XLSX, CSV or JSON: all rows or none; unchanged rows publish nothing."""
    limit = request.app.state.settings.import_limit_bytes
    table = await tabular.read(file, DepartmentEntry, also=DepartmentView, most_rows=_MOST_ROWS, limit_bytes=limit)
    errors, changed = await service.merge(tx, caller, table.rows)
    report = table.settled(ImportReport, errors, dry_run=dry_run)
    if not dry_run:
        await service.apply(tx, changed)
    return report


@router.get("")
async def list_departments(
    tx: Tx,
    _: Anyone,
    paging: Annotated[SortedPaging, sorted_by("id", "created_at", code="编码", name="名称")],
    wanted: Annotated[Wanted, repository.FILTERS],
) -> Page[DepartmentView]:
    """The departments of the directory, for anybody signed in."""
    statement = wanted.narrow(repository.visible())
    return await page(
        tx, statement, Department, paging, view=DepartmentView.of
    )  # fmt: skip


@router.get("/{code}", responses=refusals(NotFound))
async def read_department(code: str, tx: Tx, _: Anyone) -> DepartmentView:
    """One department."""
    return DepartmentView.of(await repository.get(tx, code))
