"""HTTP about arrangements."""

from typing import Annotated
from uuid import UUID

from countykit.directory import REGION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from countykit.numbers import NUMBER_REFUSALS
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from report_svc.arrangements import errors, repository, service
from report_svc.arrangements.models import WORKFLOW, Arrangement
from report_svc.arrangements.schemas import ArrangementGround, ArrangementOrder, ArrangementSummary, ArrangementView
from report_svc.forms.errors import FormExpired, FormPaused
from report_svc.settings import Configured

router = Router(prefix="/v1/arrangements", tags=["arrangements"])
Township = Annotated[Caller, allow(Role.TOWNSHIP)]
_REFUSALS = refusals(
    NotFound, *REGION_REFUSALS, FormExpired, FormPaused, errors.NotCatalogued, errors.TooOften, errors.ShortNotice,
    errors.DuePassed, errors.DailyWithoutBasis,
    errors.ArrangedTwice, errors.TooManyPeriods, errors.AcrossYears, errors.NoVillages, errors.NotForVillages,
    *NUMBER_REFUSALS,
)  # fmt: skip


@router.post("", status_code=201, responses=_REFUSALS)
async def issue_arrangement(order: ArrangementOrder, tx: Tx, caller: Township, settings: Configured) -> ArrangementView:
    """Ask villages of the township for a catalogued form, with fair notice (FRM-04, FRM-05)."""
    arrangement, periods = await service.issue(tx, caller, order, notice_workdays=settings.filing_notice_workdays)
    return ArrangementView.whole(arrangement, periods, caller)


@router.get("")
async def list_arrangements(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[ArrangementSummary]:
    """The arrangements within the caller's region; a village sees those of its township."""
    statement = wanted.narrow(repository.visible(caller.scope))
    return await page(tx, statement, Arrangement, paging, view=lambda row: ArrangementSummary.of(row, caller))


@router.get("/{arrangement_id}", responses=refusals(NotFound))
async def read_arrangement(arrangement_id: UUID, tx: Tx, caller: Anyone) -> ArrangementView:
    """One arrangement with its villages and periods."""
    arrangement, periods = await service.read(tx, caller, arrangement_id)
    tx.target = arrangement
    return ArrangementView.whole(arrangement, periods, caller)


@router.step(WORKFLOW, "grounding", of="/{arrangement_id}", refused=NUMBER_REFUSALS)
async def ground_arrangement(arrangement_id: UUID, body: ArrangementGround, tx: Tx, caller: Anyone) -> ArrangementView:
    """Say which number covers an arrangement that lacks a ground, as the form's department (LST-01)."""
    arrangement, periods = await service.state_ground(tx, caller, arrangement_id, body.admission)
    return ArrangementView.whole(arrangement, periods, caller)
