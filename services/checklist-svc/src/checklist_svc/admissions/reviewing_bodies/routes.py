"""HTTP about a county's reviewing bodies."""

from typing import Annotated
from uuid import UUID

from countykit.directory import DEPARTMENT_REFUSALS, REGION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from servicekit.errors import Forbidden, NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals

from checklist_svc.admissions.reviewing_bodies import service
from checklist_svc.admissions.reviewing_bodies.errors import ReviewingBodyElsewhere, ReviewingBodyKnown
from checklist_svc.admissions.reviewing_bodies.models import WORKFLOW
from checklist_svc.admissions.reviewing_bodies.repository import BODIES
from checklist_svc.admissions.reviewing_bodies.schemas import (
    ReviewingBodyApproval,
    ReviewingBodyProposal,
    ReviewingBodyRemoval,
    ReviewingBodyView,
)

router = Router(prefix="/v1/reviewing-bodies", tags=["reviews"])
Office = Annotated[Caller, allow(Role.COUNTY_OFFICE)]


@router.post(
    "", status_code=201,
    responses=refusals(Forbidden, ReviewingBodyElsewhere, ReviewingBodyKnown, *REGION_REFUSALS, *DEPARTMENT_REFUSALS),
)  # fmt: skip
async def propose_reviewing_body(proposal: ReviewingBodyProposal, tx: Tx, caller: Office) -> ReviewingBodyView:
    """Propose that a body gives its opinion on applications, on all or on some kinds of work (LST-02)."""
    return ReviewingBodyView.of(await service.propose(tx, caller, proposal), caller)


@router.get("")
async def list_reviewing_bodies(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, BODIES.filters]
) -> Page[ReviewingBodyView]:
    """The reviewing bodies of the county; where it has none, the configured ones are asked."""
    return await BODIES.page(tx, caller.scope, wanted, paging, lambda row: ReviewingBodyView.of(row, caller))


@router.get("/{body_id}", responses=refusals(NotFound))
async def read_reviewing_body(body_id: UUID, tx: Tx, caller: Anyone) -> ReviewingBodyView:
    """One reviewing body."""
    return ReviewingBodyView.of(await BODIES.get(tx, caller.scope, body_id), caller)


@router.step(WORKFLOW, "approval", of="/{body_id}")
async def approve_reviewing_body(
    body_id: UUID, body: ReviewingBodyApproval, tx: Tx, caller: Anyone
) -> ReviewingBodyView:  # fmt: skip
    """Approve a body as another person than who proposed it, or do not; from then on it is asked."""
    return ReviewingBodyView.of(await service.approve(tx, caller, body_id, body.decision, body.reason), caller)


@router.step(WORKFLOW, "removal", of="/{body_id}")
async def remove_reviewing_body(body_id: UUID, body: ReviewingBodyRemoval, tx: Tx, caller: Anyone) -> ReviewingBodyView:
    """Take a body out of the table; what it was asked before is still awaited."""
    return ReviewingBodyView.of(await service.remove(tx, caller, body_id, body.note), caller)
