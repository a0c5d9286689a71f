"""HTTP about demands."""

from typing import Annotated
from uuid import UUID

from countykit.directory import DEPARTMENT_REFUSALS
from countykit.errors import DateInFuture
from countykit.identity import Anyone, Caller, Role, allow
from countykit.joining import JUDGES
from fastapi import Request
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Nobody, Router, Tx
from servicekit.idempotency import HEADER, SAME_WITHIN_MINUTES
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from certificate_svc.demands import outcomes, repository, service
from certificate_svc.demands.errors import DemandCodeUnknown, DemandLawful, DemandUnproven, ItemNotForbidden
from certificate_svc.demands.models import WORKFLOW, Demand
from certificate_svc.demands.schemas import (
    DemandBody,
    DemandChargeBody,
    DemandClassification,
    DemandCode,
    DemandStanding,
    DemandStatistics,
    DemandView,
)
from certificate_svc.items.errors import ItemUnknown
from certificate_svc.unlisted import NameHoldsPerson

router = Router(prefix="/v1", tags=["demands"])
public = Router(prefix="/v1", tags=["public"])
Reporter = Annotated[Caller, allow(Role.VILLAGE, Role.TOWNSHIP)]


async def _seen(tx: Tx, demand: Demand, caller: Caller) -> DemandView:
    view = DemandView.of(demand, caller)
    await outcomes.tell(tx, [view])
    return view


@router.post(
    "/demands", status_code=201, openapi_extra=SAME_WITHIN_MINUTES,
    responses=refusals(*DEPARTMENT_REFUSALS, DateInFuture, DemandLawful, ItemUnknown, NameHoldsPerson),
)  # fmt: skip
async def report_demand(body: DemandBody, request: Request, tx: Tx, caller: Reporter) -> DemandView:
    """Record that a certificate was demanded which no village may issue, by name or anonymously; it charges nobody.

    What became of an anonymous record is read at `/v1/demands/outcome` by the Idempotency-Key with which it was made
    (of 16 characters or more): nobody else knows it, and its hash is all that is kept with the record.
    """
    threshold, key = request.app.state.settings.forbidden_wording_threshold, request.headers.get(HEADER)
    return await _seen(tx, await service.report(tx, caller, body, threshold, key=key), caller)


@public.post("/demands/outcome", responses=refusals(DemandCodeUnknown))
async def read_demand_outcome(body: DemandCode, tx: Nobody) -> DemandStanding:
    """What became of an anonymous record, by its code; whoever looks is forgotten, and a login says nothing more."""
    demand = await repository.by_code(tx, body.code)
    (outcome,) = await outcomes.outcomes(tx, [demand])
    shown = demand.model_dump(include={"item_name", "demander", "demanded_on"})
    return DemandStanding(outcome=outcome, **shown)


@router.get("/demands")
async def list_demands(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[DemandView]:
    """Demands in the caller's region; the demanding body itself reads charges instead (`/v1/demand-charges`)."""
    statement = wanted.narrow(repository.visible(caller))
    found = await page(tx, statement, Demand, paging, view=lambda demand: DemandView.of(demand, caller))
    await outcomes.tell(tx, found.items)
    return found


@router.get("/demands/{demand_id}", responses=refusals(NotFound))
async def read_demand(demand_id: UUID, tx: Tx, caller: Anyone) -> DemandView:
    """One demand."""
    return await _seen(tx, await repository.get(tx, caller, demand_id), caller)


@router.step(WORKFLOW, "classification", of="/demands/{demand_id}", refused=(ItemNotForbidden,))
async def classify_demand(demand_id: UUID, body: DemandClassification, tx: Tx, caller: Anyone) -> DemandView:
    """Say which forbidden item a demand is that no list knows by its words; then it may be charged."""
    return await _seen(tx, await service.classify(tx, caller, demand_id, body.item), caller)


@router.step(WORKFLOW, "charge", of="/demands/{demand_id}", refused=(DemandUnproven, NameHoldsPerson))
async def charge_demand(demand_id: UUID, body: DemandChargeBody, tx: Tx, caller: Anyone) -> DemandView:
    """Put a demand to the county office: by the demander's paper, or where another village recorded the same."""
    return await _seen(tx, await service.charge(tx, caller, demand_id, body.written), caller)


@router.get("/demand-statistics")
async def count_demands(tx: Tx, caller: Anyone, wanted: Annotated[Wanted, repository.COUNTED]) -> DemandStatistics:
    """Who demands what no village may issue, and how often; below three times for those who judge only."""
    least = 1 if caller.roles & JUDGES else repository.LEAST_FOR_OTHERS
    return DemandStatistics(items=await repository.counts(tx, caller, wanted, least), least=least)
