"""HTTP about service matters, and their guides for anybody."""

from typing import Annotated
from uuid import UUID

from countykit.directory import REGION_REFUSALS, RegionUnknown
from countykit.identity import Anyone, Caller, Role, allow
from fastapi import File, Path, Query, Response, UploadFile
from servicekit.errors import Forbidden, NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals
from servicekit.tabular import UNREADABLE, RowsRefused

from signage_svc.matters import imports, repository, service
from signage_svc.matters.errors import GuideUnknown, MatterDoubled
from signage_svc.matters.imports import MatterImportReport
from signage_svc.matters.models import WORKFLOW, ServiceMatter
from signage_svc.matters.schemas import (
    Guide,
    MatterEntry,
    MatterReason,
    PublicCatalogue,
    PublicGuide,
    ServiceMatterView,
)  # fmt: skip
from signage_svc.settings import Configured

_LARGEST_UPLOAD = 8 * 1_048_576
router = Router(prefix="/v1/service-matters", tags=["service places"])
guides = Router(prefix="/v1/guides", tags=["public"])
Keeper = Annotated[Caller, allow(Role.TOWNSHIP, Role.COUNTY_OFFICE)]
Place = Annotated[
    str, Query(pattern=r"^\d{12}$", title="行政区划", description="12-digit code", examples=["990101001000"])
]  # fmt: skip
Code = Annotated[str, Path(min_length=1, max_length=40, examples=["MZXW6YTBOI4DQMJS"])]


@router.post("", status_code=201, responses=refusals(Forbidden, *REGION_REFUSALS, MatterDoubled))
async def enter_service_matter(entry: MatterEntry, tx: Tx, caller: Keeper) -> ServiceMatterView:
    """Enter a matter in the one-stop catalogue (一门式), with its guide."""
    return ServiceMatterView.of(await service.enter(tx, caller, entry), caller)


@router.post("/import", max_body_size=_LARGEST_UPLOAD, responses=refusals(RowsRefused, *UNREADABLE))
async def import_service_matters(
    file: Annotated[UploadFile, File(description="XLSX, CSV or JSON of the one-stop catalogue")],
    tx: Tx, caller: Keeper, settings: Configured, dry_run: bool = False,
) -> MatterImportReport:  # fmt: skip
    """Enter a whole one-stop catalogue (一站式服务清单): all rows or none; with `dry_run` only the report."""
    return await imports.import_matters(tx, caller, file, settings, dry_run=dry_run)


@router.get("")
async def list_service_matters(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[ServiceMatterView]:
    """The one-stop catalogue: the matters of the caller's region and of those above it."""
    statement = wanted.narrow(repository.visible(caller))
    return await page(tx, statement, ServiceMatter, paging, view=lambda row: ServiceMatterView.of(row, caller))


@router.get("/{matter_id}", responses=refusals(NotFound))
async def read_service_matter(matter_id: UUID, tx: Tx, caller: Anyone) -> ServiceMatterView:
    """One matter."""
    return ServiceMatterView.of(await repository.get(tx, caller, matter_id), caller)


@router.step(WORKFLOW, "revision", of="/{matter_id}", refused=(MatterDoubled,))
async def revise_service_matter(matter_id: UUID, body: Guide, tx: Tx, caller: Anyone) -> ServiceMatterView:
    """Replace the guide of a matter; its code stays."""
    return ServiceMatterView.of(await service.revise(tx, caller, matter_id, body), caller)


@router.step(WORKFLOW, "ending", of="/{matter_id}")
async def end_service_matter(matter_id: UUID, body: MatterReason, tx: Tx, caller: Anyone) -> ServiceMatterView:
    """Take a matter out of the catalogue."""
    return ServiceMatterView.of(await service.end(tx, caller, matter_id, body.reason), caller)


@guides.get("", responses=refusals(RegionUnknown))
async def read_public_catalogue(region: Place, tx: Tx, response: Response) -> PublicCatalogue:
    """What is handled for the people of a village or township (一站式服务清单); nobody needs to log in."""
    response.headers["cache-control"] = "no-store"
    return await service.public_catalogue(tx, region)


@guides.get("/{code}", responses=refusals(GuideUnknown))
async def read_guide(code: Code, tx: Tx, response: Response) -> PublicGuide:
    """A guide by its code, as it is today; nobody needs to log in."""
    response.headers["cache-control"] = "no-store"
    return await service.public_guide(tx, code.upper())
