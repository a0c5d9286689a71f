"""HTTP about the yearly catalogue."""

from typing import Annotated

from countykit.directory import REGION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from fastapi import Path, Query
from servicekit.errors import NotFound
from servicekit.http import Router, Tx
from servicekit.pages import Page, SortedPaging, page, sorted_by
from servicekit.problems import refusals

from report_svc.catalogues import repository, service
from report_svc.catalogues.errors import CataloguePublished, CountyNeeded, FormsNotApproved, YearNotOpen
from report_svc.catalogues.models import Catalogue
from report_svc.catalogues.schemas import CataloguePublication, CatalogueSummary, CatalogueView

router = Router(prefix="/v1/catalogues", tags=["catalogues"])
CountyOffice = Annotated[Caller, allow(Role.COUNTY_OFFICE)]


@router.post(
    "", status_code=201, responses=refusals(CataloguePublished, FormsNotApproved, YearNotOpen, *REGION_REFUSALS)
)  # fmt: skip
async def publish_catalogue(publication: CataloguePublication, tx: Tx, caller: CountyOffice) -> CatalogueView:
    """Publish the approved forms of a year: only they may be arranged (FRM-04)."""
    catalogue = await service.publish(tx, caller, publication)
    # The entries were only added to the session; reading them back needs them in the database.
    await tx.session.flush()
    return CatalogueView.of(catalogue, await repository.forms_of(tx, catalogue))


@router.get("")
async def list_catalogues(
    tx: Tx, caller: Anyone, paging: Annotated[SortedPaging, sorted_by("id", year="年度")]
) -> Page[CatalogueSummary]:
    """The published catalogues."""
    statement = repository.visible(caller.scope)
    return await page(tx, statement, Catalogue, paging, view=CatalogueSummary.model_validate)


@router.get("/{year}", responses=refusals(NotFound, CountyNeeded))
async def read_catalogue(
    year: Annotated[int, Path(ge=2000, le=2200)], tx: Tx, caller: Anyone,
    region: Annotated[str | None, Query(pattern=r"^\d{6}0{6}$", description="the caller's own by default")] = None,
) -> CatalogueView:  # fmt: skip
    """The catalogue of a year."""
    catalogue = await repository.get(tx, caller.scope, service.county_of(caller, region), year)
    forms, revisions = await repository.forms_of(tx, catalogue), await repository.revisions_of(tx, catalogue)
    return CatalogueView.of(catalogue, forms, revisions)
