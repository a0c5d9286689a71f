"""HTTP about demands."""

from typing import Annotated
from uuid import UUID

from countykit.identity import Anyone
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from certificate_svc.demands import repository
from certificate_svc.demands.models import Demand
from certificate_svc.demands.schemas import DemandStatistics, DemandView

router = Router(prefix="/v1", tags=["demands"])


@router.get("/demands")
async def list_demands(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[DemandView]:
    """Demands of forbidden certificates in the caller's region; a department sees its own."""
    statement = wanted.narrow(repository.visible(caller.scope))
    return await page(tx, statement, Demand, paging, view=DemandView.model_validate)


@router.get("/demands/{demand_id}", responses=refusals(NotFound))
async def read_demand(demand_id: UUID, tx: Tx, caller: Anyone) -> DemandView:
    """One demand."""
    return DemandView.model_validate(await tx.get(Demand, demand_id, caller.scope))


@router.get("/demand-statistics")
async def count_demands(tx: Tx, caller: Anyone, wanted: Annotated[Wanted, repository.COUNTED]) -> DemandStatistics:
    """Who demands forbidden certificates, and how often."""
    return DemandStatistics(items=await repository.counts(tx, caller.scope, wanted))
