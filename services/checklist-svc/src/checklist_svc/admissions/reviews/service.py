"""How reviewing bodies are asked for their opinions, give them, and fall late."""

from uuid import UUID

from contracts.checklist import AdmissionReviewed
from countykit import workdays
from countykit.calendar import Deadline, calendar_of
from countykit.identity import Caller
from countykit.lateness import LastDays
from countykit.reviews import ReviewState, Verdict, outstanding
from servicekit.errors import NotFound
from servicekit.transaction import Transaction

from checklist_svc.admissions.errors import ReviewsIncomplete
from checklist_svc.admissions.models import Admission
from checklist_svc.admissions.reviewing_bodies.service import bodies_for
from checklist_svc.admissions.reviews import repository
from checklist_svc.admissions.reviews.errors import OpinionNotOverdue
from checklist_svc.admissions.reviews.models import WORKFLOW, Review
from checklist_svc.admissions.reviews.schemas import Opinion
from checklist_svc.settings import Settings

_BATCH = 200
LAST_DAYS = LastDays(Review, WORKFLOW, "review-lateness", awaited={ReviewState.AWAITED})


async def request_opinions(tx: Transaction, admission: Admission, settings: Settings) -> None:
    """Ask every body that looks at such work for its opinion on this round, all at once."""
    calendar = await calendar_of(tx, admission.region)
    deadline = Deadline.of(calendar, workdays.today(tx.now), workdays=settings.review_workdays)
    for body, code in (await bodies_for(tx, admission, settings)).items():
        review = Review(
            region=admission.region, admission_id=admission.id, round=admission.round, title=admission.title,
            body=body, department=code,
        )  # fmt: skip
        review.set_deadline(deadline)
        tx.add(review)
        LAST_DAYS.schedule(tx, review)


async def request_missing(settings: Settings, tx: Transaction) -> None:
    """Ask about applications that an older release left waiting without asking anybody."""
    for admission in await repository.without_reviews(tx, _BATCH):
        await request_opinions(tx, admission, settings)


async def give(tx: Transaction, caller: Caller, review_id: UUID, opinion: Opinion) -> Review:
    """The caller's body says what it thinks; raises NotFound for another body's, IllegalTransition."""
    admission = await repository.lock_application(tx, caller.scope, review_id)
    review = await tx.locked(Review, review_id, caller.scope)
    if admission is None:
        raise NotFound
    WORKFLOW.take(review, "opinion", caller)
    review.verdict, review.opinion = opinion.decision, opinion.reason
    review.reviewer, review.reviewed_at = caller.sub, tx.now
    review.version += 1  # the fact is told of the application
    LAST_DAYS.schedule(tx, review)
    admission.took_part(caller)
    fact = AdmissionReviewed(body=review.body, agreed=review.verdict == Verdict.AGREE)
    tx.record(fact, about=admission, department=admission.department)
    return review


async def waive(tx: Transaction, caller: Caller, review_id: UUID, reason: str) -> Review:
    """The approver lets the decision go on without an overdue opinion; raises OpinionNotOverdue."""
    review = await tx.locked(Review, review_id, caller.scope)
    if review.state == ReviewState.AWAITED:
        raise OpinionNotOverdue(opine_by=review.opine_by)
    taken = WORKFLOW.take(review, "waiver", caller)
    review.opinion, review.reviewer = reason, caller.sub
    tx.record(taken.event(review), about=review, department=review.department)
    return review


async def close(tx: Transaction, admission: Admission) -> None:
    """The application was decided, returned or given back: nobody has to look at this round any more."""
    for review in await repository.open_of(tx, admission.id):
        WORKFLOW.take(review, "closing")
        review.version += 1  # the fact is told of the application
        LAST_DAYS.schedule(tx, review)


async def require_complete(tx: Transaction, admission: Admission, *, agreed: bool) -> None:
    """Nothing is decided before every body was heard, nothing admitted while one objects; raises ReviewsIncomplete."""
    reviews = await repository.of_admission(tx, admission.id, admission.round)
    against = outstanding(reviews, agreed=agreed)
    if against:
        raise ReviewsIncomplete(missing=against.missing, objecting=against.objecting)
