"""SQL about reviews; every door takes the caller's scope or the id of the application."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from countykit.identity import Scope
from countykit.reviews import OPEN
from servicekit.filters import AnyOf, Equal, Words, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from checklist_svc.admissions.models import Admission
from checklist_svc.admissions.reviews.models import Review
from checklist_svc.admissions.states import State

FILTERS = filters(
    Review,
    q=Words("title"),
    state=AnyOf(),
    department=Equal(),
    admission_id=Equal(),
)


def visible(scope: Scope) -> sa.Select[Review]:
    """The reviews that a caller may see: a department those that it gives itself."""
    return sa.select(Review).where(scope.where(Review))


async def of_admission(tx: Transaction, admission_id: UUID, round: int | None = None) -> Sequence[Review]:
    """The reviews of an application in their order, of one round or of all."""
    statement = sa.select(Review).where(col(Review.admission_id) == admission_id)
    if round is not None:
        statement = statement.where(col(Review.round) == round)
    order = (col(Review.round), col(Review.reviewed_at).nulls_last(), col(Review.id))
    return (await tx.session.execute(statement.order_by(*order))).scalars().all()


async def open_of(tx: Transaction, admission_id: UUID) -> Sequence[Review]:
    """The opinions on an application that are still to come, locked."""
    statement = sa.select(Review).where(col(Review.admission_id) == admission_id, col(Review.state).in_(OPEN))
    return (await tx.session.execute(statement.order_by(col(Review.id)).with_for_update())).scalars().all()


async def lock_application(tx: Transaction, scope: Scope, review_id: UUID) -> Admission | None:
    """The application that a review is about, locked before the review as every step of an application does."""
    own = sa.select(col(Review.admission_id)).where(col(Review.id) == review_id, scope.where(Review)).scalar_subquery()
    statement = sa.select(Admission).where(col(Admission.id) == own).with_for_update()
    return (await tx.session.execute(statement)).scalar_one_or_none()


async def without_reviews(tx: Transaction, most: int) -> Sequence[Admission]:
    """Applications that wait for a decision and on which no body was asked in this round, locked."""
    requested = sa.exists().where(
        col(Review.admission_id) == col(Admission.id), col(Review.round) == col(Admission.round)
    )  # fmt: skip
    statement = sa.select(Admission).where(col(Admission.state) == State.SUBMITTED, sa.not_(requested))
    return (
        (await tx.session.execute(statement.order_by(col(Admission.id)).limit(most).with_for_update())).scalars().all()
    )


def requested_from(department: str, admission_id: sa.SQLColumnExpression[UUID]) -> sa.ColumnElement[bool]:
    """Whether a body is, or was, asked for its opinion on the application of a row."""
    return sa.exists().where(col(Review.admission_id) == admission_id, col(Review.department) == department)
