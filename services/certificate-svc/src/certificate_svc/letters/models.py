"""Letters: the table, and its steps."""

from datetime import date

import sqlalchemy as sa
from contracts.demand_letters import DemandLetterAnswered
from contracts.envelope import Event
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.tables import Aggregate
from countykit.todos import Todo, own_department
from servicekit.tables import enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from certificate_svc.models import Base


class Kind(TitledEnum, name="demand_letter_kind", title_zh="索要函件种类"):
    """What the letter is."""

    QUESTION = "question", "询问函"
    NOTICE = "notice", "提示函"


class State(TitledEnum, name="demand_letter_state", title_zh="索要函件状态"):
    """Whether there is an answer."""

    SENT = "sent", "待答复"
    ANSWERED = "answered", "已答复"


class Answer(TitledEnum, name="demand_letter_answer", title_zh="索要函件答复"):
    """What the body says."""

    WITHDRAWN = "withdrawn", "不再索要"
    LAW = "law", "有法律依据"
    DENIED = "denied", "未曾索要"


def _own(letter: "DemandLetter", caller: Caller) -> bool:
    return caller.acts_for(letter.department)


def _answered(letter: "DemandLetter", _: State) -> Event:
    assert letter.answer is not None, "set by who takes the step"  # noqa: S101
    return DemandLetterAnswered(item=letter.item_code, answer=letter.answer)


WORKFLOW = Workflow({
    "answer": Step({State.SENT}, State.ANSWERED, frozenset({Role.DEPARTMENT}), "答复", party=_own, fact=_answered),
    # Who is not in the directory answers on paper.
    "reply": Step(
        {State.SENT}, State.ANSWERED, frozenset({Role.COUNTY_OFFICE}), "登记书面答复",
        when=lambda letter: letter.department is None, fact=_answered,
    ),
})  # fmt: skip


class DemandLetter(Aggregate, Base, table=True):
    """A letter of the county office to a body that demands; it never says who told, from where, or how many did."""

    __tablename__ = "demand_letter"
    __table_args__ = (
        sa.Index(
            "one_open_letter_of_a_matter", "region", "recipient", "item_name", unique=True,
            postgresql_where=sa.text("state = 'sent'"),
        ),
    )  # fmt: skip

    kind: Kind = enumerated(Kind)
    state: State = enumerated(State, default=State.SENT)
    department: str | None = Field(default=None, max_length=60, index=True)
    recipient: str = Field(max_length=200)
    copy_to: str | None = Field(default=None, max_length=200)
    """The superior of the body, where what is repeated is for it too."""
    item_code: str | None = Field(default=None, max_length=60)
    item_name: str = Field(max_length=200)
    basis: str | None = Field(default=None, max_length=500)
    issue_instead: str | None = Field(default=None, max_length=500)
    repeated: bool = False
    sent_on: date
    sent_by: str = Field(max_length=200)
    answer: Answer | None = enumerated(Answer, default=None, nullable=True)
    law: str | None = Field(default=None, max_length=500)
    statement: str | None = Field(default=None, max_length=1000)
    answered_on: date | None = None
    answered_by: str | None = Field(default=None, max_length=200)


TODOS = (
    Todo(
        "demand_answer", "答复索要证明函件", DemandLetter, WORKFLOW, "answer",
        record="read_demand_letter", subject="item_name", among=own_department(DemandLetter),
    ),
)  # fmt: skip
