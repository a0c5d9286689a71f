"""Reviews of proposals: the table, and the to-dos of the bodies that review."""

from uuid import UUID

import sqlalchemy as sa
from contracts.certificate_list import ListReviewOverdue, ListReviewWaived
from countykit import reviews
from countykit.reviews import ReviewRow
from countykit.todos import Todo, own_department
from sqlmodel import Field

from certificate_svc.models import Base

WORKFLOW = reviews.workflow(
    waived=lambda review, _: ListReviewWaived(body=review.body, title=review.title),
    overdue=lambda review, _: ListReviewOverdue(body=review.body, title=review.title, due_on=review.opine_by),
)


class ListReview(ReviewRow, Base, table=True):
    """What one body says about one round of a proposal (CER-02)."""

    __tablename__ = "list_review"
    __table_args__ = (sa.UniqueConstraint("proposal_id", "round", "body"),)

    proposal_id: UUID = Field(foreign_key="list_proposal.id", index=True)


TODOS = (
    Todo(
        "list_opinion", "对证明事项清单草案提出意见", ListReview, WORKFLOW, "opinion", reminded=True,
        record="read_list_review", subject="title", due="opine_by", among=own_department(ListReview),
    ),
    Todo(
        "list_waiver", "处理逾期未提出的清单意见", ListReview, WORKFLOW, "waiver",
        record="read_list_review", subject="title",
    ),
)  # fmt: skip
