"""HTTP about filings and what townships reach with them."""

from typing import Annotated
from uuid import UUID

from countykit.directory import REGION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from fastapi import Query
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from report_svc.arrangements.models import WORKFLOW as ARRANGED
from report_svc.filings import errors, repository, service
from report_svc.filings.models import WORKFLOW, Filing
from report_svc.filings.schemas import (
    FilingCorrection,
    FilingStatistics,
    FilingSubmission,
    FilingSummary,
    FilingView,
)
from report_svc.filings.statistics import statistics

router = Router(prefix="/v1", tags=["filings"])
# Villages are not among them: what is compared is townships, and a village has nothing to do here.
Reader = Annotated[
    Caller,
    allow(
        Role.TOWNSHIP,
        Role.COUNTY_OFFICE,
        Role.APPROVER,
        Role.INSPECTOR,
        Role.OBSERVER,
        Role.DEPARTMENT,
        Role.INTEGRATOR,
    ),
]
RegionCode = Annotated[str | None, Query(pattern=r"^\d{12}$", description="county or township; the caller's own")]
_REFUSED = (
    *REGION_REFUSALS, errors.VillageNotAsked, errors.PeriodUnknown, errors.PeriodAhead, errors.FormEnded,
    errors.ValuesRefused, errors.FiledAlready,
)  # fmt: skip


@router.step(ARRANGED, "filings", of="/arrangements/{arrangement_id}", refused=_REFUSED, status_code=201)
async def submit_filing(arrangement_id: UUID, body: FilingSubmission, tx: Tx, caller: Anyone) -> FilingView:
    """File for one village and period."""
    return FilingView.of(await service.submit(tx, caller, arrangement_id, body), caller)


@router.get("/filings")
async def list_filings(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[FilingSummary]:
    """The filings of the caller's region; a department sees those of its own forms."""
    statement = wanted.narrow(repository.visible(caller.scope))
    return await page(tx, statement, Filing, paging, view=lambda filing: FilingSummary.of(filing, caller))


@router.get("/filings/{filing_id}", responses=refusals(NotFound))
async def read_filing(filing_id: UUID, tx: Tx, caller: Anyone) -> FilingView:
    """One filing with its values."""
    return FilingView.of(await repository.get(tx, caller.scope, filing_id), caller)


@router.step(WORKFLOW, "correction", of="/filings/{filing_id}", refused=(errors.ValuesRefused,))
async def correct_filing(filing_id: UUID, body: FilingCorrection, tx: Tx, caller: Anyone) -> FilingView:
    """Replace the values of a filing with the right ones."""
    return FilingView.of(await service.correct(tx, caller, filing_id, body), caller)


@router.get("/filing-statistics", responses=refusals(errors.RegionTooWide))
async def read_filing_statistics(
    tx: Tx, caller: Reader, region: RegionCode = None,
    year: Annotated[int | None, Query(ge=2000, le=2200, description="the present year when left out")] = None,
    form: Annotated[str | None, Query(max_length=60, description="a form's code")] = None,
    closed: Annotated[bool | None, Query(description="only periods whose due day has passed, or has not")] = None,
) -> FilingStatistics:  # fmt: skip
    """Completeness and timeliness per township and period; villages are never compared."""
    return await statistics(tx, caller, region=region, year=year, form=form, closed=closed)
