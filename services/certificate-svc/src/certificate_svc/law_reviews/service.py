"""How a changed law reaches what villages issue, and what the office says of it."""

from collections.abc import AsyncIterator
from datetime import date
from uuid import UUID

from contracts.envelope import Envelope
from contracts.law_changes import LawChanged, LawChangeKind
from countykit import law_reviews
from countykit.citing import cites
from countykit.identity import Caller
from countykit.law_reviews import Answer, LawReviewAcceptance, LawReviewAnswer, StillInForce
from countykit.regions import county_of
from countykit.workdays import today
from servicekit.consumers import Consumers
from servicekit.transaction import Transaction

from certificate_svc.items import repository as items
from certificate_svc.items.models import Kind
from certificate_svc.law_reviews import repository
from certificate_svc.law_reviews.models import WORKFLOW, LawReview, opened
from certificate_svc.papers import wordings

follow = Consumers()


@follow(LawChanged)
async def reopen(event: Envelope[LawChanged], tx: Transaction) -> None:
    """Open a review of every item in force and of every wording that stands on the law."""
    change, county = event.data, county_of(event.region)
    known = await repository.reviewed(tx, event.subject_id)
    async for code, title, basis in _standing(tx, county, today(tx.now)):
        if code in known or not cites(basis, change.law, change.articles):
            continue
        review = tx.add(LawReview(
            region=county, change_id=event.subject_id, code=code, title=title[:200], law=change.law, basis=basis,
            articles=change.articles, repealed=change.kind is LawChangeKind.REPEALED,
            due_on=law_reviews.due_on(tx, change.effective_on),
        ))  # fmt: skip
        tx.record(opened(review), about=review)


async def _standing(tx: Transaction, county: str, day: date) -> AsyncIterator[tuple[str, str, str]]:
    """Everything that holds in the county: code, name and basis. A candidate binds nobody yet."""
    for item in await items.all_in_force(tx, county, day):
        if item.kind != Kind.CANDIDATE:
            yield item.code, item.name, item.legal_basis
    for wording in {wording.code: wording for wording in wordings.shipped()}.values():
        yield f"{wording.code}/{wording.version}", f"{wording.title}（{wording.item}）式样", wording.basis


async def answer(tx: Transaction, caller: Caller, review_id: UUID, said: LawReviewAnswer) -> LawReview:
    """Say on which basis it goes on, or that it has ended; raises NewBasisMissing, StillInForce."""
    review = await repository.REVIEWS.locked(tx, caller.scope, review_id)
    taken = WORKFLOW.take(review, "answer", caller)
    if said.answer is Answer.KEPT:
        law_reviews.require_basis(said.new_basis, review.law, review.articles, repealed=review.repealed)
    elif await _in_force(tx, review):
        raise StillInForce
    law_reviews.answer(tx, taken, review, caller, said)
    return review


async def _in_force(tx: Transaction, review: LawReview) -> bool:
    """Whether it is in force on the changed law; a version on another basis took its place else."""
    return any([
        code == review.code and cites(basis, review.law, review.articles)
        async for code, _, basis in _standing(tx, review.region, today(tx.now))
    ])  # fmt: skip


async def accept(tx: Transaction, caller: Caller, review_id: UUID, said: LawReviewAcceptance) -> LawReview:
    """Agree with an answer as another person, or give it back; raises ReviewSamePerson, ServedThere."""
    review = await repository.REVIEWS.locked(tx, caller.scope, review_id)
    law_reviews.accept(tx, WORKFLOW, review, caller, said)
    return review
