"""HTTP about reviews."""

from typing import Annotated
from uuid import UUID

from countykit.identity import Anyone
from servicekit.errors import NotFound
from servicekit.filters import Wanted
from servicekit.http import Router, Tx
from servicekit.pages import Page, Pages, page
from servicekit.problems import refusals

from checklist_svc.admissions.reviews import repository, service
from checklist_svc.admissions.reviews.errors import OpinionNotOverdue
from checklist_svc.admissions.reviews.models import WORKFLOW, Review
from checklist_svc.admissions.reviews.schemas import Opinion, ReviewRecord, Waiver

router = Router(prefix="/v1/reviews", tags=["reviews"])
_ONE = "/{review_id}"


@router.get("")
async def list_reviews(
    tx: Tx, caller: Anyone, paging: Pages, wanted: Annotated[Wanted, repository.FILTERS]
) -> Page[ReviewRecord]:
    """Opinions on applications, asked for and given; a department sees those of its own body."""
    statement = wanted.narrow(repository.visible(caller.scope))
    return await page(tx, statement, Review, paging, view=lambda review: ReviewRecord.of(review, caller))


@router.get(_ONE, responses=refusals(NotFound))
async def read_review(review_id: UUID, tx: Tx, caller: Anyone) -> ReviewRecord:
    """One body's review; its application is read under `admission_id`."""
    return ReviewRecord.of(await tx.get(Review, review_id, caller.scope), caller)


@router.step(WORKFLOW, "opinion", of=_ONE)
async def give_opinion(review_id: UUID, body: Opinion, tx: Tx, caller: Anyone) -> ReviewRecord:
    """Say whether the caller's own body agrees with an application, within its days (LST-02)."""
    return ReviewRecord.of(await service.give(tx, caller, review_id, body), caller)


@router.step(WORKFLOW, "waiver", of=_ONE, refused=(OpinionNotOverdue,))
async def waive_opinion(review_id: UUID, body: Waiver, tx: Tx, caller: Anyone) -> ReviewRecord:
    """Go on without an opinion that is overdue; the reason stays on the record."""
    return ReviewRecord.of(await service.waive(tx, caller, review_id, body.reason), caller)
