"""HTTP about briefs."""

from typing import Annotated, Any
from uuid import UUID

from countykit.identity import Anyone, Caller, Role, allow
from fastapi import Response
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from supervision_svc.board.service import FULL_VIEW
from supervision_svc.briefs import repository, service
from supervision_svc.briefs.models import WORKFLOW, Brief
from supervision_svc.briefs.schemas import BriefDetail, BriefStatement, BriefView

router = Router(prefix="/v1/briefs", tags=["publications"])
READERS = FULL_VIEW | {Role.TOWNSHIP}
Reader = Annotated[Caller, allow(*sorted(READERS))]
_JSON: dict[int | str, dict[str, Any]] = {200: {"content": {"application/json": {"schema": {"type": "object"}}}}}


@router.get("")
async def list_briefs(
    tx: Tx, caller: Reader, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[BriefView]:
    """The county's speech and the townships' extracts of each published edition; a township sees its own."""
    statement = wanted.narrow(repository.visible(caller))
    return await page(tx, statement, Brief, paging, view=lambda row: BriefView.of(row, caller))


@router.get("/{brief_id}", responses=refusals(NotFound))
async def read_brief(brief_id: UUID, tx: Tx, caller: Reader) -> BriefDetail:
    """One brief: every number with its days, the query that answers it, and the events behind it."""
    return BriefDetail.whole(await repository.get(tx, caller, brief_id), caller)


@router.get("/{brief_id}/text", response_class=Response, responses={**refusals(NotFound), **_JSON})
async def read_brief_text(brief_id: UUID, tx: Tx, caller: Reader) -> Response:
    """The text byte for byte. Its SHA-256 is `sha256`."""
    brief = await repository.get(tx, caller, brief_id)
    return Response(brief.text, media_type="application/json")


@router.step(WORKFLOW, "statement", of="/{brief_id}")
async def state_on_brief(brief_id: UUID, body: BriefStatement, tx: Tx, caller: Anyone) -> BriefView:
    """Add the township's own word under its extract, once; nothing else of it can be typed."""
    brief = await tx.locked(Brief, brief_id, caller.scope)
    service.state(tx, caller, brief, body.statement)
    return BriefView.of(brief, caller)
