"""HTTP about good practices."""

from typing import Annotated
from uuid import UUID

from countykit.identity import Anyone
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from supervision_svc.practices import service
from supervision_svc.practices.errors import PracticeNotDistinct
from supervision_svc.practices.models import WORKFLOW, Practice
from supervision_svc.practices.repository import PRACTICES, readable, visible
from supervision_svc.practices.schemas import PracticeRecord, PracticeVerification, PracticeView
from supervision_svc.visits.models import WORKFLOW as VISITED

router = Router(prefix="/v1", tags=["practices"])


@router.step(VISITED, "practices", of="/visits/{visit_id}", status_code=201)
async def record_practice(visit_id: UUID, body: PracticeRecord, tx: Tx, caller: Anyone) -> PracticeView:
    """Record a good practice that a visit met."""
    return PracticeView.of(await service.record(tx, caller, visit_id, body), caller)


@router.get("/practices")
async def list_practices(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, PRACTICES.filters]
) -> Page[PracticeView]:
    """The good practices within the caller's region; a township reads the verified ones of the whole county."""
    statement = wanted.narrow(visible(caller))
    return await page(tx, statement, Practice, paging, view=lambda row: PracticeView.of(row, caller))


@router.get("/practices/{practice_id}", responses=refusals(NotFound))
async def read_practice(practice_id: UUID, tx: Tx, caller: Anyone) -> PracticeView:
    """One good practice."""
    return PracticeView.of(await readable(tx, caller, practice_id), caller)


@router.step(WORKFLOW, "verification", of="/practices/{practice_id}", refused=(PracticeNotDistinct,), bulk=True)
async def verify_practice(practice_id: UUID, body: PracticeVerification, tx: Tx, caller: Anyone) -> PracticeView:
    """Confirm a good practice as a second person from outside of the township, which is then praised for it."""
    return PracticeView.of(await service.verify(tx, caller, practice_id, body.reason), caller)
