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
from report_svc.closings.errors import PeriodShut
from report_svc.filings import errors, repository, service
from report_svc.filings.duties import duty_of
from report_svc.filings.models import WORKFLOW, Filing
from report_svc.filings.prefill import drafted
from report_svc.filings.schemas import (
    FilingAcceptance,
    FilingConfirmation,
    FilingCorrection,
    FilingReturn,
    FilingStatistics,
    FilingSubmission,
    FilingSummary,
    FilingView,
    Prefilled,
    ValuesChecked,
    ValuesToCheck,
)
from report_svc.filings.showing import shown
from report_svc.filings.statistics import statistics
from report_svc.forms.errors import FormPaused
from report_svc.validation.errors import ValuesDoubted

Filer = Annotated[Caller, allow(Role.VILLAGE, Role.TOWNSHIP)]
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
_NOT_THERE = (
    *REGION_REFUSALS, errors.VillageNotAsked, errors.PeriodUnknown, errors.PeriodAhead, errors.PeriodLifted,
    errors.FormEnded, FormPaused,
)  # fmt: skip
_REFUSED = (*_NOT_THERE, ValuesDoubted, errors.ValuesRefused, errors.FiledAlready, PeriodShut)


@router.step(ARRANGED, "filings", of="/arrangements/{arrangement_id}", refused=_REFUSED, status_code=201)
async def submit_filing(arrangement_id: UUID, body: FilingSubmission, tx: Tx, caller: Anyone) -> FilingView:
    """File for one village and period."""
    return FilingView.of(await service.submit(tx, caller, arrangement_id, body), caller)


@router.step(
    ARRANGED, "confirmation", of="/arrangements/{arrangement_id}", status_code=201,
    refused=(*_REFUSED, errors.PrefillChanged, errors.RefusalUncertain),
)  # fmt: skip
async def confirm_filing(arrangement_id: UUID, body: FilingConfirmation, tx: Tx, caller: Anyone) -> FilingView:
    """File a prefilled form in one call: confirm it, correct columns, or refuse those that somebody else has."""
    return FilingView.of(await service.confirm(tx, caller, arrangement_id, body), caller)


@router.get("/arrangements/{arrangement_id}/prefill", responses=refusals(NotFound, *_NOT_THERE))
async def read_prefilled_form(
    arrangement_id: UUID, tx: Tx, caller: Filer,
    village: Annotated[str, Query(pattern=r"^\d{12}$")],
    period: Annotated[str, Query(max_length=20, description="as the arrangement names it")],
) -> Prefilled:  # fmt: skip
    """The form for one village and period, filled from the register, with the source and the day of each value."""
    draft = await drafted(tx, await duty_of(tx, caller, arrangement_id, village, period))
    filing = await repository.filing_of(tx, arrangement_id, village, period)
    doubts = (await draft.checks(tx)).doubts(village, draft.known, said=frozenset())
    return shown(draft, filing, doubts)


@router.post("/arrangements/{arrangement_id}/value-checks", responses=refusals(NotFound, *_NOT_THERE))
async def check_values(arrangement_id: UUID, body: ValuesToCheck, tx: Tx, caller: Filer) -> ValuesChecked:
    """What the form would ask about the values typed so far, cell by cell; nothing is stored and nothing is bound."""
    return await service.check_values(tx, caller, arrangement_id, body)


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


@router.step(
    WORKFLOW, "correction", of="/filings/{filing_id}", refused=(ValuesDoubted, errors.ValuesRefused, PeriodShut)
)
async def correct_filing(filing_id: UUID, body: FilingCorrection, tx: Tx, caller: Anyone) -> FilingView:
    """Replace the values of a filing with the right ones."""
    return FilingView.of(await service.correct(tx, caller, filing_id, body), caller)


@router.step(WORKFLOW, "return", of="/filings/{filing_id}", bulk=True, refused=(PeriodShut,))
async def return_filing(filing_id: UUID, body: FilingReturn, tx: Tx, caller: Anyone) -> FilingView:
    """Give a filing back to be mended, as the asking body, with the reason."""
    return FilingView.of(await service.check(tx, caller, filing_id, "return", body.reason), caller)


@router.step(WORKFLOW, "acceptance", of="/filings/{filing_id}", bulk=True)
async def accept_filing(filing_id: UUID, body: FilingAcceptance, tx: Tx, caller: Anyone) -> FilingView:
    """Accept a filing as it stands, as the asking body."""
    return FilingView.of(await service.check(tx, caller, filing_id, "acceptance", body.remark), caller)


@router.get("/filing-statistics", responses=refusals(errors.RegionTooWide))
async def read_filing_statistics(
    tx: Tx, caller: Reader, region: RegionCode = None,
    year: Annotated[int | None, Query(ge=2000, le=2200, description="the present year when left out")] = None,
    form: Annotated[str | None, Query(max_length=60, description="a form's code")] = None,
    closed: Annotated[bool | None, Query(description="only periods whose due day has passed, or has not")] = None,
) -> FilingStatistics:  # fmt: skip
    """Completeness and timeliness per township and period; villages are never compared."""
    return await statistics(tx, caller, region=region, year=year, form=form, closed=closed)
