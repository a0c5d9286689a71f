"""Changed laws, and what is to be said of each thing that stands on them: the tables and the steps."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from contracts import law_changes as facts
from contracts.envelope import Event
from contracts.law_changes import LawChangeKind, Standing
from countykit import law_reviews
from countykit.identity import Caller, Role
from countykit.law_reviews import Answer, LawReviewRow
from countykit.neutrality import not_served
from countykit.tables import Aggregate
from countykit.todos import Todo, not_by, own_department
from servicekit.tables import document, enumerated
from sqlmodel import Field, col

from checklist_svc.models import Base


def _owner(row: "LawReview", caller: Caller) -> bool:
    if row.department is None:
        return Role.COUNTY_OFFICE in caller.roles
    return Role.DEPARTMENT in caller.roles and caller.acts_for(row.department)


def _about(row: "LawReview") -> dict[str, Any]:
    shared = row.model_dump(include={"law", "standing", "subject_id", "title"})
    return shared | {"change": row.change_id}


def _said(kind: type[facts.LawReviewAnswered] | type[facts.LawReviewSettled], row: "LawReview") -> Event:
    return kind(**_about(row), kept=row.answer is Answer.KEPT, basis=row.new_basis)


def opened(row: "LawReview") -> Event:
    """Something was found to stand on a changed law."""
    return facts.LawReviewOpened(**_about(row), due_on=row.due_on)


WORKFLOW = law_reviews.workflow(
    frozenset({Role.DEPARTMENT, Role.COUNTY_OFFICE}),
    party=_owner,
    answered=lambda row, _: _said(facts.LawReviewAnswered, row),
    accepted=lambda row, _: _said(facts.LawReviewSettled, row),
    returned=lambda row, _: facts.LawReviewReturned(**_about(row)),
)


class LawChange(Aggregate, Base, table=True):
    """A law or basis that was amended or repealed. `region` is the county."""

    __tablename__ = "law_change"
    __table_args__ = (
        sa.UniqueConstraint("region", "name", "kind", "effective_on", name="one_law_change_of_a_day"),
    )  # fmt: skip

    law: str = Field(max_length=200)
    name: str = Field(max_length=200)
    """The law's name as it is compared."""
    articles: list[int] = document(default_factory=list)
    kind: LawChangeKind = enumerated(LawChangeKind)
    effective_on: date
    source: str = Field(max_length=500)
    found: int = 0


class LawReview(LawReviewRow, Base, table=True):
    """One list item, admission or form that stands on a changed law; `department` owns it, or the office where none."""

    __tablename__ = "law_review"
    __table_args__ = (sa.UniqueConstraint("change_id", "subject_id", name="one_review_of_a_thing"),)

    change_id: UUID = Field(foreign_key="law_change.id", index=True)
    department: str | None = Field(default=None, max_length=60)
    standing: Standing = enumerated(Standing)
    subject_id: UUID = Field(index=True)


def _of_the_office(_: Caller) -> sa.ColumnElement[bool]:
    return col(LawReview.department).is_(None)


def _of_others(caller: Caller) -> sa.ColumnElement[bool]:
    return sa.and_(not_by(LawReview.answered_by)(caller), not_served(LawReview, caller))


TODOS = (
    Todo(
        "law_review", "答复依据变动", LawReview, WORKFLOW, "answer", duty=frozenset({Role.DEPARTMENT}),
        record="read_law_review", subject="title", due="due_on", among=own_department(LawReview), reminded=True,
    ),
    Todo(
        "law_review_of_lists", "清理依据变动的清单事项", LawReview, WORKFLOW, "answer",
        duty=frozenset({Role.COUNTY_OFFICE}), record="read_law_review", subject="title", due="due_on",
        among=_of_the_office,
    ),
    Todo(
        "law_review_acceptance", "认可依据变动答复", LawReview, WORKFLOW, "acceptance",
        record="read_law_review", subject="title", due="due_on", among=_of_others,
    ),
)  # fmt: skip
