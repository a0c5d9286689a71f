"""HTTP about visits."""

from typing import Annotated
from uuid import UUID

from countykit.directory import DEPARTMENT_REFUSALS, REGION_REFUSALS
from countykit.errors import DateInFuture
from countykit.identity import Anyone, Caller, Role, allow
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from supervision_svc.routes import Inspector
from supervision_svc.visits import repository, service
from supervision_svc.visits.errors import AlreadyReported
from supervision_svc.visits.models import WORKFLOW, Visit
from supervision_svc.visits.schemas import OffplanReport, VisitDecision, VisitRecord, VisitView

router = Router(prefix="/v1/visits", tags=["visits"])
Reporter = Annotated[Caller, allow(Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY_OFFICE)]


@router.post("", status_code=201, responses=refusals(*REGION_REFUSALS, *DEPARTMENT_REFUSALS, DateInFuture))
async def record_visit(body: VisitRecord, tx: Tx, caller: Inspector) -> VisitView:
    """Record a visit that the inspectors made to a village."""
    return VisitView.of(await service.record(tx, caller, body), caller)


@router.post(
    "/offplan", status_code=201,
    responses=refusals(*REGION_REFUSALS, *DEPARTMENT_REFUSALS, DateInFuture, AlreadyReported),
)  # fmt: skip
async def report_offplan_visit(body: OffplanReport, tx: Tx, caller: Reporter) -> VisitView:
    """Report that somebody inspected a village outside of the yearly plan (INS-01)."""
    return VisitView.of(await service.report_offplan(tx, caller, body), caller)


@router.get("")
async def list_visits(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[VisitView]:
    """The visits within the caller's region; a department sees its own, once they are confirmed."""
    statement = wanted.narrow(repository.visible(caller))
    sortable = ("id", "created_at", "updated_at", "visited_on")
    return await page(tx, statement, Visit, paging, view=lambda row: VisitView.of(row, caller), sortable=sortable)


@router.get("/{visit_id}", responses=refusals(NotFound))
async def read_visit(visit_id: UUID, tx: Tx, caller: Anyone) -> VisitView:
    """One visit."""
    return VisitView.of(await repository.get(tx, caller, visit_id), caller)


@router.step(WORKFLOW, "confirmation", "dismissal", of="/{visit_id}", bulk=True)
async def step_offplan_visit(visit_id: UUID, action: str, body: VisitDecision, tx: Tx, caller: Anyone) -> VisitView:
    """Confirm a reported visit, which counts against the body that came, or dismiss it: nobody is charged."""
    return VisitView.of(await service.decide(tx, caller, visit_id, action, body), caller)
