"""HTTP about refused demands."""

from typing import Annotated
from uuid import UUID

from countykit.directory import DEPARTMENT_REFUSALS, REGION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.idempotency import SAME_WITHIN_MINUTES
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from checklist_svc.refusals import repository, service
from checklist_svc.refusals.errors import DemandAdmitted, DemandListed
from checklist_svc.refusals.models import RefusedDemand
from checklist_svc.refusals.schemas import Demand, RefusedDemandView
from checklist_svc.settings import Configured

router = Router(prefix="/v1/refusals", tags=["refusals"])
Village = Annotated[Caller, allow(Role.VILLAGE)]


@router.post(
    "",
    status_code=201,
    openapi_extra=SAME_WITHIN_MINUTES,
    responses=refusals(*DEPARTMENT_REFUSALS, *REGION_REFUSALS, DemandListed, DemandAdmitted),
)
async def refuse_demand(demand: Demand, tx: Tx, caller: Village, settings: Configured) -> RefusedDemandView:
    """Refuse an unlisted demand and get the letter that cites the rule (LST-01)."""
    return RefusedDemandView.model_validate(await service.refuse(tx, caller, demand, settings))


@router.get("")
async def list_refusals(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[RefusedDemandView]:
    """The refusals within the caller's region; departments see those addressed to themselves."""
    statement = wanted.narrow(repository.visible(caller.scope))
    return await page(tx, statement, RefusedDemand, paging, view=RefusedDemandView.model_validate)


@router.get("/{refusal_id}", responses=refusals(NotFound))
async def read_refusal(refusal_id: UUID, tx: Tx, caller: Anyone) -> RefusedDemandView:
    """One refusal with its letter."""
    return RefusedDemandView.model_validate(await repository.get(tx, caller.scope, refusal_id))
