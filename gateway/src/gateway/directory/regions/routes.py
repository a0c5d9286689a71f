"""HTTP about regions."""

from typing import Annotated

from contracts.gateway import RegionLevel
from countykit.identity import Anyone, Caller, Role, allow
from fastapi import Query, Request, UploadFile
from servicekit import tabular
from servicekit.dates import Day
from servicekit.errors import NotFound
from servicekit.http import ADMINISTRATION, Router, Tx
from servicekit.pages import CursorInvalid, Page, SortedPaging, ordered, totals
from servicekit.problems import refusals
from servicekit.tabular import UNREADABLE, RowsRefused

from gateway.directory.limits import MOST_BYTES
from gateway.directory.names.repository import FITS
from gateway.directory.regions import codes, repository, service
from gateway.directory.regions.repository import Region
from gateway.directory.regions.schemas import RegionImportReport, RegionRow, RegionView

router = Router(prefix="/api/directory/v1/regions", tags=["directory"], dependencies=[ADMINISTRATION])
Keeper = Annotated[Caller, allow(Role.OPERATOR, Role.COUNTY_OFFICE)]
_MOST_ROWS = 200_000
_BY_CODE = ordered(
    {"-id": "编码", "code": "编码升序"}
)  # the first is the default of all lists; here it means by code too


@router.get("", responses=refusals(CursorInvalid))
async def list_regions(
    tx: Tx, _: Anyone, paging: Annotated[SortedPaging, _BY_CODE],
    parent: Annotated[str | None, Query(pattern=r"^\d{12}$", description="everything below this region")] = None,
    level: RegionLevel | None = None,
    q: Annotated[str | None, Query(min_length=1, max_length=100, description=FITS)] = None,
    valid_on: Annotated[Day | None, Query(description="only those that are there on this day")] = None,
) -> Page[RegionView]:  # fmt: skip
    """The regions of the directory by code, for anybody signed in."""
    statement = repository.below(parent=parent, level=level, words=q, day=valid_on)
    position = paging.position()
    rows = await repository.page_of(tx, statement, after=str(position[0]) if position else "", limit=paging.limit + 1)
    shown = rows[: paging.limit]
    following = paging.cursor(shown[-1].code, shown[-1].code) if len(rows) > paging.limit else None
    return Page(
        items=[_view(region) for region in shown],
        next=following,
        can_create=paging.can_create,
        **await totals(tx, statement, paging),
    )


@router.get("/{code}", responses=refusals(NotFound))
async def read_region(code: str, tx: Tx, _: Anyone) -> RegionView:
    """One region."""
    return _view(await repository.get(tx, code))


@router.post("/import", max_body_size=MOST_BYTES, responses=refusals(RowsRefused, *UNREADABLE))
async def import_regions(
    request: Request, file: UploadFile, tx: Tx, caller: Keeper, *, dry_run: bool = False
) -> RegionImportReport:
    """Register or change many regions from XLSX, CSV or JSON: all rows or none; unchanged rows publish nothing."""
    limit = request.app.state.settings.import_limit_bytes
    table = await tabular.read(file, RegionRow, also=RegionView, most_rows=_MOST_ROWS, limit_bytes=limit)
    merged = await service.merge(tx, caller, table.rows)
    report = table.settled(RegionImportReport, merged.errors, dry_run=dry_run, changed=len(merged.changed))
    if not dry_run:
        await service.apply(tx, merged)
    return report


def _view(region: Region) -> RegionView:
    return RegionView(
        code=region.code, name=region.name, level=region.level, parent=codes.parent(region.code, region.level),
        valid_from=region.valid_from, valid_to=region.valid_to, version=region.version,
    )  # fmt: skip
