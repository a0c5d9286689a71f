"""What can be done with changed laws."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from uuid import UUID

from contracts.law_changes import LawChanged, LawChangeKind, Standing
from countykit import directory, law_reviews
from countykit.citing import articles_named, cites, law_name
from countykit.identity import Caller
from countykit.law_reviews import Answer, LawReviewAcceptance, LawReviewAnswer, StillInForce
from countykit.regions import county_of
from countykit.workdays import today
from servicekit.errors import Forbidden
from servicekit.transaction import Transaction

from checklist_svc.editions.models import ListItem
from checklist_svc.law_changes import repository
from checklist_svc.law_changes.errors import LawChangeKnown
from checklist_svc.law_changes.models import WORKFLOW, LawChange, LawReview, opened
from checklist_svc.law_changes.schemas import LawChangeDraft

_MOST_ARTICLES = 50
_BY_ITSELF = "清单所载法规最后有效日已过"


async def record(tx: Transaction, caller: Caller, draft: LawChangeDraft) -> LawChange:
    """Record a change, and open a review of everything that stands on it; raises Forbidden, LawChangeKnown."""
    if len(caller.region) != 6:
        raise Forbidden("只有县级减负办可以登记本县适用的法规变动")
    county = await directory.region(tx, county_of(caller.region.ljust(12, "0")), "county")
    change = LawChange(region=county.code, name=law_name(draft.law), **draft.model_dump())
    if await repository.known(tx, change):
        raise LawChangeKnown
    await _open_reviews(tx, change)
    return change


async def open_ended(tx: Transaction) -> None:
    """A law whose last day an edition in force names has ended: it is recorded as a repeal by itself, once."""
    ended: dict[tuple[str, str, date], list[ListItem]] = {}
    for county, item in await repository.of_ended_laws(tx, today(tx.now)):
        assert item.law_until is not None, "selected by it"  # noqa: S101
        ended.setdefault((county, law_name(item.law), item.law_until), []).append(item)
    for (county, name, last_day), items in ended.items():
        change = LawChange(
            region=county, name=name, law=items[0].law, kind=LawChangeKind.REPEALED, source=_BY_ITSELF,
            articles=_articles(items), effective_on=last_day + timedelta(days=1),
        )  # fmt: skip
        if not await repository.known(tx, change):
            await _open_reviews(tx, change)


def _articles(items: list[ListItem]) -> list[int]:
    """The articles that items name; none, which is the whole law, where one names none or they are too many to tell."""
    named = [articles_named(item.article) for item in items]
    found = sorted(set().union(*named))
    return found if all(named) and len(found) <= _MOST_ARTICLES else []


async def _open_reviews(tx: Transaction, change: LawChange) -> None:
    """Keep a change, with a review of everything of its county that stands on the law."""
    tx.add(change)
    day = today(tx.now)
    due_on = law_reviews.due_on(tx, change.effective_on)
    reviews = [
        LawReview(
            change_id=change.id, law=change.law, standing=standing, subject_id=key, region=region,
            department=department, title=title[:200], basis=basis, due_on=due_on,
        )
        async for standing, key, region, department, title, basis in _standing(tx, change.region, day)
        if cites(basis, change.law, change.articles)
    ]  # fmt: skip
    change.found = len(reviews)
    fact = LawChanged(found=change.found, **change.model_dump(include={"law", "kind", "effective_on", "articles"}))
    tx.record(fact, about=change)
    # Reviews point to the change by a foreign key that the mapper knows nothing of.
    await tx.session.flush()
    for review in reviews:
        tx.add(review)
        tx.record(opened(review), about=review, department=review.department)


Found = tuple[Standing, UUID, str, str | None, str, str]


async def _standing(tx: Transaction, county: str, day: date) -> AsyncIterator[Found]:
    """Everything of the county that stands on some law: kind, id, region, owner, title, basis."""
    for item in await repository.items(tx, county, day):
        yield Standing.ITEM, item.id, county, None, item.name, item.legal_basis
    for row in await repository.admissions(tx, county):
        yield Standing.ADMISSION, row.id, row.region, row.department, row.title, row.legal_basis
    for form in await repository.forms(tx, county, day):
        yield Standing.FORM, form.id, form.region, form.department, form.title, form.legal_basis or ""


async def answer(tx: Transaction, caller: Caller, review_id: UUID, said: LawReviewAnswer) -> LawReview:
    """The owner says what becomes of a thing; raises NewBasisMissing, StillInForce."""
    review = await repository.REVIEWS.locked(tx, caller.scope, review_id)
    taken = WORKFLOW.take(review, "answer", caller)
    await _require_true(tx, review, said)
    law_reviews.answer(tx, taken, review, caller, said)
    return review


async def _require_true(tx: Transaction, review: LawReview, said: LawReviewAnswer) -> None:
    change = await tx.session.get_one(LawChange, review.change_id)
    if said.answer is Answer.KEPT:
        repealed = change.kind is LawChangeKind.REPEALED
        law_reviews.require_basis(said.new_basis, change.law, change.articles, repealed=repealed)
    elif await _runs(tx, review, change):
        raise StillInForce


async def _runs(tx: Transaction, review: LawReview, change: LawChange) -> bool:
    """Whether a thing is in force or before people; also an item that a newer edition took over on the same law."""
    async for standing, key, _, _, title, basis in _standing(tx, county_of(review.region), today(tx.now)):
        again = standing is review.standing is Standing.ITEM and title[:200] == review.title
        if key == review.subject_id or (again and cites(basis, change.law, change.articles)):
            return True
    return False


async def accept(tx: Transaction, caller: Caller, review_id: UUID, said: LawReviewAcceptance) -> LawReview:
    """Agree with an answer as another person, or give it back; raises ReviewSamePerson, ServedThere."""
    review = await repository.REVIEWS.locked(tx, caller.scope, review_id)
    law_reviews.accept(tx, WORKFLOW, review, caller, said)
    return review
