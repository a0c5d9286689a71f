"""HTTP about draws."""

from typing import Annotated
from uuid import UUID

from countykit.directory import DEPARTMENT_REFUSALS
from countykit.identity import Anyone
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from supervision_svc.board.routes import Internal
from supervision_svc.draws import errors, repository, service
from supervision_svc.draws.models import DRAWS, WORKFLOW, Draw, DrawnVillage
from supervision_svc.draws.schemas import (
    DrawCommitment,
    DrawDeparture,
    DrawnVillageView,
    DrawnVisit,
    DrawProof,
    DrawToMake,
    DrawToReveal,
    DrawView,
)
from supervision_svc.routes import Office

router = Router(prefix="/v1", tags=["draws"])
public = Router(prefix="/v1", tags=["public"])


@router.post(
    "/draws", status_code=201,
    responses=refusals(
        *DEPARTMENT_REFUSALS, errors.DrawSpanUnfit, errors.PublicNumberUnfit, errors.DrawExclusionUnknown,
        errors.DrawRunning, errors.DrawEmpty, errors.DrawTeamUnfit,
    ),
)  # fmt: skip
async def draw_villages(body: DrawToMake, tx: Tx, caller: Office) -> DrawView:
    """Commit to a draw of villages in every township, to be visited without notice and asked, and of who goes."""
    return DrawView.of(await service.commit(tx, caller, body), caller)


@router.get("/draws")
async def list_draws(
    tx: Tx, caller: Internal, paging: Pages, wanted: Annotated[Wanted, repository.DRAWS]
) -> Page[DrawView]:
    """The county's draws; nobody placed in a township sees them."""
    statement = wanted.narrow(repository.draws(caller))
    return await page(tx, statement, Draw, paging, view=lambda row: DrawView.of(row, caller))


@router.get("/draws/{draw_id}", responses=refusals(NotFound))
async def read_draw(draw_id: UUID, tx: Tx, caller: Internal) -> DrawView:
    """One draw, with its seed once it is revealed."""
    return DrawView.of(await repository.draw(tx, caller, draw_id), caller)


@router.step(
    DRAWS, "reveal", of="/draws/{draw_id}",
    refused=(errors.DrawRevealEarly, errors.DrawRevealLate, errors.DrawFrameChanged),
)  # fmt: skip
async def reveal_draw(draw_id: UUID, body: DrawToReveal, tx: Tx, caller: Anyone) -> DrawView:
    """Reveal a draw on the day of departure by the public number that has come out, as a second person."""
    return DrawView.of(await service.reveal(tx, caller, draw_id, body), caller)


@router.step(
    DRAWS, "departure", of="/draws/{draw_id}",
    refused=(errors.DrawRevealLate, errors.DrawStopAwaited, errors.DrawStopsOver),
)  # fmt: skip
async def depart_for_stop(draw_id: UUID, body: DrawDeparture, tx: Tx, caller: Anyone) -> DrawnVillageView:
    """Depart for the next village of a township, which becomes known to its team now; who departed is on the record."""
    return DrawnVillageView.of(await service.depart(tx, caller, draw_id, body.township), caller)


@public.get("/draw-commitments")
async def list_draw_commitments(tx: Tx, paging: Pages) -> Page[DrawCommitment]:
    """What the counties are bound to by draws, for anybody, from the moment of the commitment."""
    return await page(tx, repository.commitments(), Draw, paging, view=DrawCommitment.model_validate)


@public.get("/draw-proofs/{draw_id}", responses=refusals(errors.DrawSealed))
async def read_draw_proof(draw_id: UUID, tx: Tx) -> DrawProof:
    """All from which anybody recomputes a draw, once its visits are over; an earlier attempt is put on the record."""
    return await service.proof(tx, draw_id)


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


@router.step(WORKFLOW, "visit", of="/drawn-villages/{village_id}", refused=(errors.VisitDoesNotFit,))
async def visit_drawn_village(village_id: UUID, body: DrawnVisit, tx: Tx, caller: Anyone) -> DrawnVillageView:
    """Say which visit looked at a drawn village without notice, and what was asked there."""
    return DrawnVillageView.of(await service.visit(tx, caller, village_id, body), caller)
