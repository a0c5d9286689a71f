"""HTTP about the county's list and its changes."""

from typing import Annotated
from uuid import UUID

from contracts.titles import TITLE
from countykit.directory import REGION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from countykit.workdays import today
from fastapi import Query, Request
from servicekit.dates import Day
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from certificate_svc.items.errors import ItemForbiddenHere, ItemIncomplete
from certificate_svc.papers.errors import WordingUnknown
from certificate_svc.proposals import repository, service
from certificate_svc.proposals.errors import (
    EffectiveTooEarly,
    ForbiddenItemIncomplete,
    ListReviewsIncomplete,
    NothingToWithdraw,
)
from certificate_svc.proposals.models import WORKFLOW, Proposal
from certificate_svc.proposals.schemas import ProposalBody, ProposalReason, ProposalView, PublicList

router = Router(prefix="/v1/list-proposals", tags=["items"])
public = Router(prefix="/v1", tags=["public"])
Proposer = Annotated[Caller, allow(Role.COUNTY_OFFICE, Role.DEPARTMENT)]
Reader = Annotated[Caller, allow(Role.COUNTY_OFFICE, Role.DEPARTMENT, Role.APPROVER, Role.OBSERVER)]
_ONE = "/{proposal_id}"
_FIT = (ItemIncomplete, ForbiddenItemIncomplete, ItemForbiddenHere, NothingToWithdraw, WordingUnknown)


@router.post("", status_code=201, openapi_extra={TITLE: "提出清单变更"})
async def draft_list_proposal(body: ProposalBody, tx: Tx, caller: Proposer) -> ProposalView:
    """Draft a change of the county's list: an item admitted or forbidden, or one taken off it."""
    return ProposalView.opened(await service.draft(tx, caller, body), caller)


@router.get("")
async def list_list_proposals(
    tx: Tx, caller: Reader, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[ProposalView]:
    """Changes of the county's list; a department sees its own, and those on which it is asked."""
    statement = wanted.narrow(repository.visible(caller))
    return await page(tx, statement, Proposal, paging, view=lambda row: ProposalView.opened(row, caller))


@router.get(_ONE, responses=refusals(NotFound))
async def read_list_proposal(proposal_id: UUID, tx: Tx, caller: Reader) -> ProposalView:
    """One change of the county's list."""
    return ProposalView.opened(await repository.get(tx, caller, proposal_id), caller)


@router.step(WORKFLOW, "submission", of=_ONE, refused=_FIT)
async def submit_list_proposal(proposal_id: UUID, request: Request, tx: Tx, caller: Anyone) -> ProposalView:
    """Ask civil affairs and the others for their opinions (CER-02); an item must have its marks (CER-01)."""
    settings = request.app.state.settings
    return ProposalView.opened(await service.submit(tx, caller, proposal_id, settings), caller)


@router.step(WORKFLOW, "revision", of=_ONE)
async def revise_list_proposal(proposal_id: UUID, body: ProposalBody, tx: Tx, caller: Anyone) -> ProposalView:
    """Write a draft anew, as after it was given back."""
    return ProposalView.opened(await service.revise(tx, caller, proposal_id, body), caller)


@router.step(WORKFLOW, "return", of=_ONE)
async def return_list_proposal(proposal_id: UUID, body: ProposalReason, tx: Tx, caller: Anyone) -> ProposalView:
    """Give a proposal back to be amended."""
    return ProposalView.opened(await service.give_back(tx, caller, proposal_id, body.reason), caller)


@router.step(WORKFLOW, "dropping", of=_ONE)
async def drop_list_proposal(proposal_id: UUID, body: ProposalReason, tx: Tx, caller: Anyone) -> ProposalView:
    """Give up a draft."""
    return ProposalView.opened(await service.drop(tx, caller, proposal_id, body.reason), caller)


@router.step(WORKFLOW, "publication", of=_ONE, refused=(ListReviewsIncomplete, EffectiveTooEarly, *_FIT))
async def publish_list_proposal(proposal_id: UUID, tx: Tx, caller: Anyone) -> ProposalView:
    """Publish a change as the next edition of the county's list, once all were heard and none objects."""
    return ProposalView.opened(await service.publish(tx, caller, proposal_id), caller)


@public.get("/public-list", responses=refusals(*REGION_REFUSALS))
async def read_public_list(
    tx: Tx,
    region: Annotated[
        str | None,
        Query(pattern=r"^\d{6}0{6}$", description="the county; the only one unless given", examples=["990101000000"]),
    ] = None,
    at: Annotated[Day | None, Query(description="the list as it held on a day; today unless given")] = None,
) -> PublicList:
    """The county's list for anybody: what villages issue, for whom and what for, and what nobody may ask of them."""
    return await service.public_list(tx, region, at or today(tx.now))
