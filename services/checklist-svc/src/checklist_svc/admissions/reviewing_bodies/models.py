"""Reviewing bodies of a county: the table and the steps."""

import sqlalchemy as sa
from contracts import reviewing_bodies as facts
from contracts.envelope import Event
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.tables import Aggregate
from countykit.todos import Todo, not_by
from servicekit.tables import document, enumerated
from servicekit.workflow import Fact, Step, Workflow
from sqlmodel import Field

from checklist_svc.admissions.reviewing_bodies.errors import ReviewingBodySamePerson
from checklist_svc.admissions.works import Work
from checklist_svc.models import Base

_APPROVER = frozenset({Role.APPROVER})


class State(TitledEnum, name="reviewing_body_state", title_zh="审核机构状态"):
    """Whether a body is asked for its opinions."""

    PROPOSED = "proposed", "待批准"
    ACTIVE = "active", "参加审核"
    REJECTED = "rejected", "不批准"
    REMOVED = "removed", "已移出"


def _other_person(body: "ReviewingBody", caller: Caller) -> ReviewingBodySamePerson | None:
    return ReviewingBodySamePerson() if caller.is_any_of(body.proposed_by) else None


def fact_of(body: "ReviewingBody", kind: type[facts.ReviewingBodyFact]) -> Event:
    """What is told of a body."""
    return kind(name=body.name, body=body.department, works=body.works)


def _fact(kind: type[facts.ReviewingBodyFact]) -> Fact:
    return lambda body, _: fact_of(body, kind)


WORKFLOW = Workflow({
    "approval": Step(
        {State.PROPOSED}, {"approved": State.ACTIVE, "rejected": State.REJECTED}, _APPROVER, "批准",
        rules=(_other_person,),
        fact={"approved": _fact(facts.ReviewingBodyApproved), "rejected": _fact(facts.ReviewingBodyRejected)},
    ),
    # The office whose applications are looked at does not choose who looks at them no more.
    "removal": Step(
        {State.ACTIVE}, State.REMOVED, _APPROVER, "移出", fact=_fact(facts.ReviewingBodyRemoved),
    ),
})  # fmt: skip


class ReviewingBody(Aggregate, Base, table=True):
    """One body that gives its opinion on applications. `region` is the county, no `works` are all kinds of work."""

    __tablename__ = "reviewing_body"
    __table_args__ = (
        sa.Index(
            "reviewing_body_once", "region", "department", unique=True,
            postgresql_where=sa.text("state IN ('proposed', 'active')"),
        ),
        sa.Index(
            "reviewing_body_name_once", "region", "name", unique=True,
            postgresql_where=sa.text("state IN ('proposed', 'active')"),
        ),
    )  # fmt: skip

    name: str = Field(max_length=100)
    department: str = Field(max_length=60)
    works: list[str] = document(default_factory=list)
    reason: str = Field(max_length=500)
    note: str | None = Field(default=None, max_length=500)
    state: State = enumerated(State, default=State.PROPOSED)
    proposed_by: str = Field(max_length=200)

    def looks_at(self, work: Work | None) -> bool:
        """Whether it gives its opinion on this kind of work."""
        return not self.works or work in self.works


TODOS = (
    Todo(
        "reviewing_body_approval", "批准审核机构", ReviewingBody, WORKFLOW, "approval", record="read_reviewing_body",
        subject="name", among=not_by(ReviewingBody.proposed_by),
    ),
)  # fmt: skip
