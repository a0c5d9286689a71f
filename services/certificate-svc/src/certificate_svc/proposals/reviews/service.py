"""How civil affairs and the others are asked for their opinions on a proposal, give them, and fall late."""

from uuid import UUID

from contracts.certificate_list import ListProposalReviewed
from countykit import workdays
from countykit.calendar import Deadline, calendar_of
from countykit.identity import Caller
from countykit.lateness import LastDays
from countykit.reviews import OPEN, ReviewState, Verdict, outstanding
from servicekit.ticks import Tick
from servicekit.transaction import Transaction

from certificate_svc.proposals.errors import ListOpinionNotOverdue, ListReviewsIncomplete
from certificate_svc.proposals.models import Proposal
from certificate_svc.proposals.reviews import repository
from certificate_svc.proposals.reviews.models import WORKFLOW, ListReview
from certificate_svc.proposals.reviews.schemas import ListOpinion
from certificate_svc.settings import Settings

LAST_DAYS = LastDays(ListReview, WORKFLOW, "list-review-lateness", awaited={ReviewState.AWAITED})


async def request_opinions(tx: Transaction, proposal: Proposal, settings: Settings) -> None:
    """Ask every configured body for its opinion on this round; a body does not review its own wish."""
    calendar = await calendar_of(tx, proposal.region)
    deadline = Deadline.of(calendar, workdays.today(tx.now), workdays=settings.list_review_workdays)
    for body, code in settings.list_review_bodies.items():
        if code == proposal.department:
            continue
        review = ListReview(
            region=proposal.region, proposal_id=proposal.id, round=proposal.round, title=proposal.name, body=body,
            department=code,
        )  # fmt: skip
        review.set_deadline(deadline)
        tx.add(review)
        LAST_DAYS.schedule(tx, review)


async def give(tx: Transaction, caller: Caller, review_id: UUID, opinion: ListOpinion) -> ListReview:
    """The caller's body says what it thinks; raises NotFound for another body's, IllegalTransition."""
    review = await tx.locked(ListReview, review_id, caller.scope)
    WORKFLOW.take(review, "opinion", caller)
    review.verdict, review.opinion = opinion.decision, opinion.reason
    review.reviewer, review.reviewed_at = caller.sub, tx.now
    LAST_DAYS.schedule(tx, review)
    fact = ListProposalReviewed(body=review.body, agreed=review.verdict == Verdict.AGREE)
    tx.record(fact, about=review, department=review.department)
    return review


async def waive(tx: Transaction, caller: Caller, review_id: UUID, reason: str) -> ListReview:
    """The approver lets the publication go on without an overdue opinion; raises ListOpinionNotOverdue."""
    review = await tx.locked(ListReview, review_id, caller.scope)
    if review.state == ReviewState.AWAITED:
        raise ListOpinionNotOverdue(opine_by=review.opine_by)
    taken = WORKFLOW.take(review, "waiver", caller)
    review.opinion, review.reviewer = reason, caller.sub
    tx.record(taken.event(review), about=review, department=review.department)
    return review


async def close(tx: Transaction, proposal: Proposal) -> None:
    """The proposal was given back: nobody has to look at this round any more."""
    for review in await repository.of_round(tx, proposal.id, proposal.round):
        if review.state in OPEN:
            WORKFLOW.take(review, "closing")
            review.version += 1  # the fact is told of the proposal
            LAST_DAYS.schedule(tx, review)


async def require_agreed(tx: Transaction, proposal: Proposal) -> list[str]:
    """The bodies that studied it; raises ListReviewsIncomplete while one is to be heard or objects (CER-02)."""
    reviews = await repository.of_round(tx, proposal.id, proposal.round)
    against = outstanding(reviews, agreed=True)
    if against:
        raise ListReviewsIncomplete(missing=against.missing, objecting=against.objecting)
    return [review.body for review in reviews if review.state == ReviewState.GIVEN]


CALENDAR = Tick("list-review-deadlines", every_seconds=5, run=LAST_DAYS.follow_the_calendar)
