"""HTTP about changed laws."""

from typing import Annotated
from uuid import UUID

from countykit.directory import REGION_REFUSALS
from countykit.identity import Anyone, Caller, Role, allow
from countykit.law_reviews import LawReviewAcceptance, LawReviewAnswer, NewBasisMissing, StillInForce
from servicekit.errors import Forbidden, NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages
from servicekit.problems import refusals

from checklist_svc.law_changes import service
from checklist_svc.law_changes.errors import LawChangeKnown
from checklist_svc.law_changes.models import WORKFLOW
from checklist_svc.law_changes.repository import CHANGES, REVIEWS
from checklist_svc.law_changes.schemas import LawChangeDraft, LawChangeView, LawReviewView

router = Router(prefix="/v1", tags=["lists"])
Office = Annotated[Caller, allow(Role.COUNTY_OFFICE)]


@router.post("/law-changes", status_code=201, responses=refusals(Forbidden, LawChangeKnown, *REGION_REFUSALS))
async def record_law_change(draft: LawChangeDraft, tx: Tx, caller: Office) -> LawChangeView:
    """Record that a law or basis was amended or repealed: every item, admission and form that stands on it is found."""
    return LawChangeView.model_validate(await service.record(tx, caller, draft))


@router.get("/law-changes")
async def list_law_changes(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, CHANGES.filters]
) -> Page[LawChangeView]:
    """The recorded changes."""
    return await CHANGES.page(tx, caller.scope, wanted, paging, LawChangeView.model_validate)


@router.get("/law-changes/{change_id}", responses=refusals(NotFound))
async def read_law_change(change_id: UUID, tx: Tx, caller: Anyone) -> LawChangeView:
    """One recorded change."""
    return LawChangeView.model_validate(await CHANGES.get(tx, caller.scope, change_id))


@router.get("/law-reviews")
async def list_law_reviews(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, REVIEWS.filters]
) -> Page[LawReviewView]:
    """What stands on changed laws; a department sees its own."""
    return await REVIEWS.page(tx, caller.scope, wanted, paging, lambda row: LawReviewView.of(row, caller))


@router.get("/law-reviews/{review_id}", responses=refusals(NotFound))
async def read_law_review(review_id: UUID, tx: Tx, caller: Anyone) -> LawReviewView:
    """One thing that stands on a changed law."""
    return LawReviewView.of(await REVIEWS.get(tx, caller.scope, review_id), caller)


@router.step(WORKFLOW, "answer", of="/law-reviews/{review_id}", refused=(NewBasisMissing, StillInForce))
async def answer_law_review(review_id: UUID, body: LawReviewAnswer, tx: Tx, caller: Anyone) -> LawReviewView:
    """Say as the owner on which basis it goes on, or that it has ended (after it was ended where it stands)."""
    return LawReviewView.of(await service.answer(tx, caller, review_id, body), caller)


@router.step(WORKFLOW, "acceptance", of="/law-reviews/{review_id}")
async def accept_law_review(review_id: UUID, body: LawReviewAcceptance, tx: Tx, caller: Anyone) -> LawReviewView:
    """Agree with the owner's answer as another person, or give it back."""
    return LawReviewView.of(await service.accept(tx, caller, review_id, body), caller)
