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

from checklist_svc.editions.errors import NoEditionInForce
from checklist_svc.refusals import repository, service
from checklist_svc.refusals.errors import (
    DemandAdmitted,
    DemandListed,
    DemandOnForm,
    DemandUncertain,
    NumberOfAnother,
)
from checklist_svc.refusals.models import WORKFLOW, RefusedDemand
from checklist_svc.refusals.schemas import Demand, DemandAdvice, LaterAdmission, RefusalNote, RefusedDemandView
from checklist_svc.settings import Configured

router = Router(prefix="/v1/refusals", tags=["refusals"])
Village = Annotated[Caller, allow(Role.VILLAGE)]
_REFUSALS = (*DEPARTMENT_REFUSALS, *REGION_REFUSALS, NoEditionInForce)


@router.post(
    "",
    status_code=201,
    openapi_extra=SAME_WITHIN_MINUTES,
    responses=refusals(*_REFUSALS, DemandListed, DemandAdmitted, DemandOnForm, DemandUncertain),
)
async def refuse_demand(demand: Demand, tx: Tx, caller: Village, settings: Configured) -> RefusedDemandView:
    """Refuse an unlisted demand and get the letter that cites the rule (LST-01); only where that is certain."""
    return RefusedDemandView.of(await service.refuse(tx, caller, demand, settings), caller)


@router.post("/advice", responses=refusals(*_REFUSALS))
async def advise_on_demand(demand: Demand, tx: Tx, caller: Village, settings: Configured) -> DemandAdvice:
    """Whether the village may refuse: green (owed), red (may be refused), or for the office; nothing is written."""
    return DemandAdvice.model_validate(await service.advise(tx, caller, demand, settings))


@router.get("")
async def list_refusals(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[RefusedDemandView]:
    """The refusals within the caller's region; departments see those addressed to themselves."""
    statement = wanted.narrow(repository.visible(caller.scope))
    return await page(tx, statement, RefusedDemand, paging, view=lambda row: RefusedDemandView.of(row, caller))


@router.get("/{refusal_id}", responses=refusals(NotFound))
async def read_refusal(refusal_id: UUID, tx: Tx, caller: Anyone) -> RefusedDemandView:
    """One refusal with its letter."""
    return RefusedDemandView.of(await repository.get(tx, caller.scope, refusal_id), caller)


@router.step(WORKFLOW, "dropping", "insistence", of="/{refusal_id}")
async def step_refusal(refusal_id: UUID, action: str, body: RefusalNote, tx: Tx, caller: Anyone) -> RefusedDemandView:
    """Tell whether the body dropped its demand after the letter, or insists: then the county office steps in."""
    return RefusedDemandView.of(await service.follow_up(tx, caller, refusal_id, action, body.note), caller)


@router.step(WORKFLOW, "later-admission", of="/{refusal_id}", refused=(NumberOfAnother,))
async def admit_refused_demand_later(
    refusal_id: UUID, body: LaterAdmission, tx: Tx, caller: Anyone, settings: Configured
) -> RefusedDemandView:
    """Tell under which number the matter was admitted after the refusal."""
    refused = await service.admit_later(tx, caller, refusal_id, body.number, body.note, settings)
    return RefusedDemandView.of(refused, caller)
