"""HTTP about draws."""

from typing import Annotated
from uuid import UUID

from countykit.identity import Anyone
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from supervision_svc.board.routes import Internal
from supervision_svc.draws import repository, service
from supervision_svc.draws.errors import DrawEmpty, DrawRunning, DrawSpanUnfit, VisitDoesNotFit
from supervision_svc.draws.models import WORKFLOW, Draw, DrawnVillage
from supervision_svc.draws.schemas import DrawnVillageView, DrawnVisit, DrawToMake, DrawView
from supervision_svc.routes import Office

router = Router(prefix="/v1", tags=["draws"])


@router.post("/draws", status_code=201, responses=refusals(DrawSpanUnfit, DrawRunning, DrawEmpty))
async def draw_villages(body: DrawToMake, tx: Tx, caller: Office) -> DrawView:
    """Draw villages at random in every township of the county, to be visited without notice and asked."""
    return DrawView.model_validate(await service.make(tx, caller, body))


@router.get("/draws")
async def list_draws(
    tx: Tx, caller: Internal, paging: Pages, wanted: Annotated[Wanted, repository.DRAWS]
) -> Page[DrawView]:
    """The county's draws; nobody placed in a township sees them."""
    return await page(tx, wanted.narrow(repository.draws(caller)), Draw, paging, view=DrawView.model_validate)


@router.get("/draws/{draw_id}", responses=refusals(NotFound))
async def read_draw(draw_id: UUID, tx: Tx, caller: Internal) -> DrawView:
    """One draw with its seed, from which its villages follow."""
    return DrawView.model_validate(await repository.draw(tx, caller, draw_id))


@router.get("/drawn-villages")
async def list_drawn_villages(
    tx: Tx, caller: Internal, paging: Pages, wanted: Annotated[Wanted, repository.DRAWN_VILLAGES]
) -> Page[DrawnVillageView]:
    """The drawn villages and what became of them; nobody placed in a township learns whom to warn."""
    statement = wanted.narrow(repository.drawn(caller))
    return await page(tx, statement, DrawnVillage, paging, view=lambda row: DrawnVillageView.of(row, caller))


@router.get("/drawn-villages/{village_id}", responses=refusals(NotFound))
async def read_drawn_village(village_id: UUID, tx: Tx, caller: Internal) -> DrawnVillageView:
    """One drawn village."""
    return DrawnVillageView.of(await repository.village(tx, caller, village_id), caller)


@router.step(WORKFLOW, "visit", of="/drawn-villages/{village_id}", refused=(VisitDoesNotFit,))
async def visit_drawn_village(village_id: UUID, body: DrawnVisit, tx: Tx, caller: Anyone) -> DrawnVillageView:
    """Say which visit looked at a drawn village without notice, and what was asked there."""
    return DrawnVillageView.of(await service.visit(tx, caller, village_id, body), caller)
