"""Reviews of certificates and wordings that stand on a changed law: the table and the steps."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from contracts import certificate_law_reviews as facts
from contracts.envelope import Event
from countykit import law_reviews
from countykit.identity import Role
from countykit.law_reviews import Answer, LawReviewRow
from countykit.todos import Todo, not_by
from servicekit.tables import document
from sqlmodel import Field

from certificate_svc.models import Base


class LawReview(LawReviewRow, Base, table=True):
    """One item of the county's list, or one wording, that stands on a changed law. `region` is the county."""

    __tablename__ = "law_review"
    __table_args__ = (sa.UniqueConstraint("change_id", "code", name="one_law_review_of_a_thing"),)

    change_id: UUID = Field(index=True)
    """The change as checklist-svc has it."""
    code: str = Field(max_length=60)
    """The item's code, or the wording's with its version."""
    articles: list[int] = document(default_factory=list)
    repealed: bool = False


def _about(row: LawReview) -> dict[str, Any]:
    return row.model_dump(include={"law", "code", "title"}) | {"change": row.change_id}


def opened(row: LawReview) -> Event:
    """A certificate or a wording was found to stand on a changed law."""
    return facts.CertificateLawReviewOpened(**_about(row), due_on=row.due_on)


def _said(kind: type[facts.CertificateLawReviewAnswered] | type[facts.CertificateLawReviewSettled], row: Any) -> Event:
    return kind(**_about(row), kept=row.answer is Answer.KEPT, basis=row.new_basis)


WORKFLOW = law_reviews.workflow(
    frozenset({Role.COUNTY_OFFICE}),
    answered=lambda row, _: _said(facts.CertificateLawReviewAnswered, row),
    accepted=lambda row, _: _said(facts.CertificateLawReviewSettled, row),
    returned=lambda row, _: facts.CertificateLawReviewReturned(**_about(row)),
)

TODOS = (
    Todo(
        "certificate_law_review", "清理依据变动的证明事项和式样", LawReview, WORKFLOW, "answer",
        record="read_certificate_law_review", subject="title", due="due_on",
    ),
    Todo(
        "certificate_law_review_acceptance", "认可证明依据变动答复", LawReview, WORKFLOW, "acceptance",
        record="read_certificate_law_review", subject="title", due="due_on", among=not_by(LawReview.answered_by),
    ),
)  # fmt: skip
