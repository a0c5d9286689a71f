"""Letters: the table, and its steps."""

from datetime import date
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts.demand_letters import DemandLetterAnswered, DemandLetterDecided, DemandLetterLapsed
from contracts.envelope import Event
from contracts.titles import TitledEnum
from countykit.calendar import Dated
from countykit.identity import Caller, Role
from countykit.neutrality import neutral, not_served
from countykit.objections import ACCUSED, accused
from countykit.tables import Aggregate
from countykit.todos import Todo, own_department
from servicekit.tables import enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field, col

from certificate_svc.models import Base

_OFFICE = frozenset({Role.COUNTY_OFFICE})


class Kind(TitledEnum, name="demand_letter_kind", title_zh="索要函件种类"):
    """What the letter is."""

    QUESTION = "question", "询问函"
    NOTICE = "notice", "提示函"


class State(TitledEnum, name="demand_letter_state", title_zh="索要函件状态"):
    """What came of the letter."""

    SENT = "sent", "待答复"
    LAPSED = "lapsed", "逾期未答复"
    FOLLOWED = "followed", "已再次发函"
    ANSWERED = "answered", "已答复"
    ACCEPTED = "accepted", "依据成立"
    UNFOUNDED = "unfounded", "依据不成立"


class Answer(TitledEnum, name="demand_letter_answer", title_zh="索要函件答复"):
    """What the body says."""

    WITHDRAWN = "withdrawn", "不再索要"
    LAW = "law", "有法律依据"
    DENIED = "denied", "未曾索要"


UNANSWERED = frozenset({State.SENT, State.LAPSED})
"""A late answer is an answer, until the office has written again."""


def _answered(letter: "DemandLetter", _: State) -> Event:
    assert letter.answer is not None, "set by who takes the step"  # noqa: S101
    return DemandLetterAnswered(item=letter.item_code, answer=letter.answer)


def _lapsed(letter: "DemandLetter", _: State) -> Event:
    assert letter.due_on is not None, "nothing lapses without a day"  # noqa: S101
    return DemandLetterLapsed(item=letter.item_code, due_on=letter.due_on)


WORKFLOW = Workflow({
    "answer": Step(UNANSWERED, State.ANSWERED, ACCUSED, "答复", party=accused, fact=_answered),
    # Any body may answer on paper.
    "reply": Step(UNANSWERED, State.ANSWERED, _OFFICE, "登记书面答复", fact=_answered),
    "decision": Step(
        {State.ANSWERED}, {"accepted": State.ACCEPTED, "unfounded": State.UNFOUNDED}, _OFFICE, "认定所列依据",
        when=lambda letter: letter.answer is Answer.LAW, rules=(neutral,),
        fact={
            "accepted": lambda letter, _: DemandLetterDecided(item=letter.item_code, accepted=True),
            "unfounded": lambda letter, _: DemandLetterDecided(item=letter.item_code, accepted=False),
        },
    ),
    # The fact travels as the next letter's event.
    "reminder": Step({State.LAPSED}, State.FOLLOWED, _OFFICE, "再次发函"),
    # What the system does by itself.
    "lateness": Step({State.SENT}, State.LAPSED, fact=_lapsed),
})  # fmt: skip


class DemandLetter(Dated, Aggregate, Base, table=True):
    """A letter of the county office to a body that demands; it never says who told, from where, or how many did.

    `region` is the home of the body, or the county where the body is none of its own.
    """

    __tablename__ = "demand_letter"
    __table_args__ = (
        sa.Index(
            "one_open_letter_of_a_matter", "region", "recipient", "item_name", unique=True,
            postgresql_where=sa.text("state = 'sent'"),
        ),
    )  # fmt: skip
    day_column: ClassVar[str] = "due_on"
    # That a charge was opened must not show to the body by a new version of its letter.
    bookkeeping: ClassVar[frozenset[str]] = Dated.bookkeeping | {"charge_id"}

    kind: Kind = enumerated(Kind)
    state: State = enumerated(State, default=State.SENT)
    department: str | None = Field(default=None, max_length=60, index=True)
    recipient: str = Field(max_length=200)
    copy_to: str | None = Field(default=None, max_length=200)
    """The superior of the body, where what is repeated or not answered is for it too."""
    item_code: str | None = Field(default=None, max_length=60)
    item_name: str = Field(max_length=200)
    basis: str | None = Field(default=None, max_length=500)
    issue_instead: str | None = Field(default=None, max_length=500)
    repeated: bool = False
    follows: UUID | None = None
    """The letter that was not answered, where this one was written because of it."""
    charge_id: UUID | None = Field(default=None, index=True)
    """The charge about the same matter: for those who judge it."""
    sent_on: date
    sent_by: str = Field(max_length=200)
    due_on: date | None = None
    answer: Answer | None = enumerated(Answer, default=None, nullable=True)
    law: str | None = Field(default=None, max_length=500)
    statement: str | None = Field(default=None, max_length=1000)
    answered_on: date | None = None
    answered_by: str | None = Field(default=None, max_length=200)
    reason: str | None = Field(default=None, max_length=500)
    """Why the cited law holds, or does not."""
    decided_by: str | None = Field(default=None, max_length=200)

    @property
    def charged_home(self) -> str | None:
        """The region that the body belongs to; None for one outside of the county."""
        return self.region if self.department else None


def _to_own(caller: Caller) -> sa.ColumnElement[bool]:
    """A township answers for all units in its scope."""
    return sa.true() if caller.is_of_a_township else own_department(DemandLetter)(caller)


TODOS = (
    # Kept off the ladder of reminders: a body answers freely, and what it leaves open comes back to the office.
    Todo(
        "demand_answer", "答复索要证明函件", DemandLetter, WORKFLOW, "answer",
        record="read_demand_letter", subject="item_name", due="due_on",
        among=_to_own,
    ),
    Todo(
        "demand_reminder", "逾期未答复的索要函件再次发函", DemandLetter, WORKFLOW, "reminder",
        record="read_demand_letter", subject="item_name", due="due_on",
    ),
    Todo(
        "demand_law", "认定索要证明所列依据", DemandLetter, WORKFLOW, "decision",
        record="read_demand_letter", subject="item_name",
        among=lambda caller: (col(DemandLetter.answer) == Answer.LAW) & not_served(DemandLetter, caller),
    ),
)  # fmt: skip
