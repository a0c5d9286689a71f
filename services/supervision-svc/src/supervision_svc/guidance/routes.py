"""HTTP about guidance visits."""

from typing import Annotated
from uuid import UUID

from countykit.directory import DEPARTMENT_REFUSALS
from countykit.errors import DateInFuture
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from supervision_svc.guidance import repository, service
from supervision_svc.guidance.errors import BeforeTheLetter
from supervision_svc.guidance.models import Guidance
from supervision_svc.guidance.schemas import GuidanceRecord, GuidanceView
from supervision_svc.routes import Checker, LetterReader

router = Router(prefix="/v1", tags=["guidance"])


@router.post(
    "/letters/{letter_id}/guidance", status_code=201,
    responses=refusals(NotFound, DateInFuture, BeforeTheLetter, *DEPARTMENT_REFUSALS),
)  # fmt: skip
async def record_guidance(letter_id: UUID, body: GuidanceRecord, tx: Tx, caller: Checker) -> GuidanceView:
    """Record that the county's bodies went to the township and what was agreed there."""
    return GuidanceView.model_validate(await service.record(tx, caller, letter_id, body))


@router.get("/guidance")
async def list_guidance(
    tx: Tx, caller: LetterReader, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[GuidanceView]:
    """The guidance visits within the caller's region."""
    statement = wanted.narrow(repository.visible(caller.scope))
    return await page(tx, statement, Guidance, paging, view=GuidanceView.model_validate)


@router.get("/guidance/{guidance_id}", responses=refusals(NotFound))
async def read_guidance(guidance_id: UUID, tx: Tx, caller: LetterReader) -> GuidanceView:
    """One guidance visit."""
    return GuidanceView.model_validate(await repository.get(tx, caller.scope, guidance_id))
