"""Reviews: the table, its states, and the to-dos of the bodies that review."""

from uuid import UUID

import sqlalchemy as sa
from contracts.checklist import ReviewOverdue, ReviewWaived
from countykit import reviews
from countykit.reviews import ReviewRow
from countykit.todos import Todo, own_department
from sqlmodel import Field

from checklist_svc.models import Base

WORKFLOW = reviews.workflow(
    waived=lambda review, _: ReviewWaived(body=review.body, title=review.title),
    overdue=lambda review, _: ReviewOverdue(body=review.body, title=review.title, due_on=review.opine_by),
)


class Review(ReviewRow, Base, table=True):
    """What one body says about one round of an application. `department` is the body's own code."""

    __tablename__ = "admission_review"
    __table_args__ = (
        sa.UniqueConstraint("admission_id", "round", "body"),
        sa.Index("awaited_review_by_last_day", "opine_by", postgresql_where=sa.text("state = 'awaited'")),
    )

    admission_id: UUID = Field(foreign_key="admission.id", index=True)


TODOS = (
    Todo(
        "review_opinion", "对准入申请提出审核意见", Review, WORKFLOW, "opinion", reminded=True,
        record="read_review", subject="title", due="opine_by", among=own_department(Review),
    ),
    Todo(
        "review_waiver", "处理逾期未提出的审核意见", Review, WORKFLOW, "waiver",
        record="read_review", subject="title",
    ),
)  # fmt: skip
