"""HTTP about reviews of proposals."""

from typing import Annotated
from uuid import UUID

from countykit.identity import Anyone
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from certificate_svc.proposals.errors import ListOpinionNotOverdue
from certificate_svc.proposals.reviews import repository, service
from certificate_svc.proposals.reviews.models import WORKFLOW, ListReview
from certificate_svc.proposals.reviews.schemas import ListOpinion, ListReviewView, ListWaiver

router = Router(prefix="/v1/list-reviews", tags=["items"])
_ONE = "/{review_id}"


@router.get("")
async def list_list_reviews(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[ListReviewView]:
    """Opinions on proposals for the county's list, asked for and given; a department sees those of its own body."""
    statement = wanted.narrow(repository.visible(caller.scope))
    return await page(tx, statement, ListReview, paging, view=lambda review: ListReviewView.of(review, caller))


@router.get(_ONE, responses=refusals(NotFound))
async def read_list_review(review_id: UUID, tx: Tx, caller: Anyone) -> ListReviewView:
    """One body's review; its proposal is read under `proposal_id`."""
    return ListReviewView.of(await tx.get(ListReview, review_id, caller.scope), caller)


@router.step(WORKFLOW, "opinion", of=_ONE)
async def give_list_opinion(review_id: UUID, body: ListOpinion, tx: Tx, caller: Anyone) -> ListReviewView:
    """Say whether the caller's own body agrees with a change of the list, within its days (CER-02)."""
    return ListReviewView.of(await service.give(tx, caller, review_id, body), caller)


@router.step(WORKFLOW, "waiver", of=_ONE, refused=(ListOpinionNotOverdue,))
async def waive_list_opinion(review_id: UUID, body: ListWaiver, tx: Tx, caller: Anyone) -> ListReviewView:
    """Go on without an opinion that is overdue; the reason stays on the record."""
    return ListReviewView.of(await service.waive(tx, caller, review_id, body.reason), caller)
