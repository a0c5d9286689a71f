"""Complaints: the table, and the rules about one row.

received ──► accepted ──► confirmed ──► objected ──► upheld
   │             │             │            └──────► overturned
   └► rejected   └► dismissed  └► withdrawn

Nothing here says who complained: no account, address or request, and the retrieval code is kept as a hash.
"""

from datetime import date
from typing import ClassVar

import sqlalchemy as sa
from contracts import complaints
from contracts.titles import TitledEnum
from contracts.words import Action
from countykit.calendar import Dated
from countykit.cases import hearing
from countykit.identity import Caller, Role
from countykit.neutrality import neutral, not_served
from countykit.objections import Contested, contest, objection_review
from countykit.tables import Aggregate
from countykit.todos import Todo, not_by
from countykit.verdict_days import in_turn, overdue
from servicekit.tables import enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from supervision_svc.complaints.errors import ComplaintSamePerson
from supervision_svc.models import Base

ANSWER_WORKDAYS = 15
"""Within so many working days whoever complained reads an answer."""


class State(TitledEnum, name="complaint_state", title_zh="投诉举报状态"):
    """What became of a complaint."""

    RECEIVED = "received", "待受理"
    REJECTED = "rejected", "不予受理"
    ACCEPTED = "accepted", "办理中"
    CONFIRMED = "confirmed", "属实"
    DISMISSED = "dismissed", "不属实"
    OBJECTED = "objected", "申诉中"
    UPHELD = "upheld", "维持认定"
    OVERTURNED = "overturned", "撤销认定"
    WITHDRAWN = "withdrawn", "自行纠正"


JUDGED = frozenset({State.CONFIRMED, State.OBJECTED, State.UPHELD, State.OVERTURNED, State.WITHDRAWN})
"""The states in which the charged body knows of it."""
UNANSWERED = frozenset({State.RECEIVED, State.ACCEPTED})
_OFFICE = frozenset({Role.COUNTY_OFFICE})
_APPROVER = frozenset({Role.APPROVER})
_ANSWERERS = _OFFICE | _APPROVER


def second_person(row: "Complaint", caller: Caller) -> ComplaintSamePerson | None:
    """Two people look at each complaint, so that none is buried or believed by one."""
    return ComplaintSamePerson() if caller.is_any_of(row.accepted_by) else None


WORKFLOW = Workflow({
    "acceptance": Step(
        {State.RECEIVED}, State.ACCEPTED, _ANSWERERS, "受理并转办", party=in_turn,
        fact=lambda row, _: complaints.ComplaintAccepted(action=row.action),
    ),
    "rejection": Step(
        {State.RECEIVED}, State.REJECTED, _ANSWERERS, "不予受理", party=in_turn,
        fact=lambda row, _: complaints.ComplaintRejected(action=row.action),
    ),
    "question": hearing(State.ACCEPTED, second_person),
    "confirmation": Step(
        {State.ACCEPTED}, State.CONFIRMED, _ANSWERERS, "认定属实并答复", party=in_turn,
        rules=(second_person, neutral),
        fact=lambda row, _: complaints.ComplaintConfirmed(action=row.action, charged_home=row.charged_home),
    ),
    "dismissal": Step(
        {State.ACCEPTED}, State.DISMISSED, _ANSWERERS, "认定不属实并答复", party=in_turn,
        rules=(second_person, neutral), fact=lambda row, _: complaints.ComplaintDismissed(action=row.action),
    ),
    # What the system does by itself; nobody may ask for it.
    "lateness": Step(
        UNANSWERED, None, fact=lambda row, _: complaints.ComplaintOverdue(action=row.action, deadline=row.deadline)
    ),
    **contest(
        State,
        objected=lambda row, _: complaints.ComplaintObjected(charged_home=row.charged_home),
        upheld=lambda row, _: complaints.ComplaintUpheld(charged_home=row.charged_home),
        retracted=lambda row, day: complaints.ComplaintRetracted(
            charged_home=row.charged_home, counted_on=day, by_objection=row.state is State.OVERTURNED
        ),
    ),
})  # fmt: skip


class Complaint(Dated, Contested, Aggregate, Base, table=True):
    """One complaint. `region` is the place that it is about; `department` the charged body, once it was confirmed."""

    __tablename__ = "complaint"
    reason_columns: ClassVar[tuple[str, ...]] = ("reason",)
    __table_args__ = (
        sa.UniqueConstraint("code_sha256"), sa.UniqueConstraint("page_key"),
        sa.Index("complaint_provisional_idx", "id", postgresql_where=sa.text("provisional")),
    )  # fmt: skip

    state: State = enumerated(State, default=State.RECEIVED)
    code_sha256: str = Field(max_length=64)
    page_key: str | None = Field(default=None, max_length=64)
    action: Action = enumerated(Action)
    title: str = Field(max_length=100)
    text: str = Field(max_length=3000)
    body_named: str | None = Field(default=None, max_length=100)
    occurred_on: date | None = None
    received_on: date
    deadline: date
    overdue_on: date | None = None
    """The day from which its answer is overdue."""
    accused: str | None = Field(default=None, max_length=60)
    """The body that the office found it to be about; it becomes `department`, which sees the row, when judged."""
    department: str | None = Field(default=None, max_length=60)
    charged_home: str | None = Field(default=None, max_length=12)
    accepted_by: str | None = Field(default=None, max_length=200)
    answer: str | None = Field(default=None, max_length=1000)
    answered_on: date | None = None
    reason: str | None = Field(default=None, max_length=500)
    judged_by: str | None = Field(default=None, max_length=200)
    satisfied: bool | None = None

    @property
    def reported_by(self) -> None:
        """Nobody knows; who took it up is no part of the verdict."""
        return


TODOS = (
    Todo(
        "complaint_acceptance", "受理投诉举报", Complaint, WORKFLOW, "acceptance", record="read_complaint",
        subject="title", due="deadline", duty=_OFFICE,
    ),
    Todo(
        "complaint_judgement", "认定并答复投诉举报", Complaint, WORKFLOW, "confirmation", record="read_complaint",
        subject="title", due="deadline", duty=_OFFICE,
        among=lambda caller: not_by(Complaint.accepted_by)(caller) & not_served(Complaint, caller),
    ),
    Todo(
        "complaint_overdue_acceptance", "督促受理逾期的投诉举报", Complaint, WORKFLOW, "acceptance",
        record="read_complaint", subject="title", due="deadline", duty=_APPROVER, among=lambda _: overdue(Complaint),
    ),
    Todo(
        "complaint_overdue_judgement", "督促答复逾期的投诉举报", Complaint, WORKFLOW, "confirmation",
        record="read_complaint", subject="title", due="deadline", duty=_APPROVER,
        among=lambda caller: sa.and_(
            overdue(Complaint), not_by(Complaint.accepted_by)(caller), not_served(Complaint, caller)
        ),
    ),
    objection_review(
        "complaint_review", "复核投诉举报认定申诉", Complaint, WORKFLOW, record="read_complaint",
        parties=("accepted_by", "judged_by"),
    ),
)  # fmt: skip
