"""HTTP about certificates and wordings whose law changed."""

from typing import Annotated
from uuid import UUID

from countykit.identity import Anyone
from countykit.law_reviews import LawReviewAcceptance, LawReviewAnswer, NewBasisMissing, StillInForce
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals

from certificate_svc.law_reviews import service
from certificate_svc.law_reviews.models import WORKFLOW
from certificate_svc.law_reviews.repository import REVIEWS
from certificate_svc.law_reviews.schemas import CertificateLawReviewView

router = Router(prefix="/v1/law-reviews", tags=["items"])


@router.get("")
async def list_certificate_law_reviews(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, REVIEWS.filters]
) -> Page[CertificateLawReviewView]:
    """The county's items and wordings that stand on changed laws."""
    return await REVIEWS.page(tx, caller.scope, wanted, paging, lambda row: CertificateLawReviewView.of(row, caller))


@router.get("/{review_id}", responses=refusals(NotFound))
async def read_certificate_law_review(review_id: UUID, tx: Tx, caller: Anyone) -> CertificateLawReviewView:
    """One item or wording that stands on a changed law."""
    return CertificateLawReviewView.of(await REVIEWS.get(tx, caller.scope, review_id), caller)


@router.step(WORKFLOW, "answer", of="/{review_id}", refused=(NewBasisMissing, StillInForce))
async def answer_certificate_law_review(
    review_id: UUID, body: LawReviewAnswer, tx: Tx, caller: Anyone
) -> CertificateLawReviewView:
    """Say on which basis it goes on, or that it has ended (after the list says so)."""
    return CertificateLawReviewView.of(await service.answer(tx, caller, review_id, body), caller)


@router.step(WORKFLOW, "acceptance", of="/{review_id}")
async def accept_certificate_law_review(
    review_id: UUID, body: LawReviewAcceptance, tx: Tx, caller: Anyone
) -> CertificateLawReviewView:
    """Agree with the answer as another person, or give it back."""
    return CertificateLawReviewView.of(await service.accept(tx, caller, review_id, body), caller)
