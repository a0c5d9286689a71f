"""Reminder letters: the table, its serial numbers, and the rules about one row."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

import sqlalchemy as sa
from contracts import letter_steps
from contracts.envelope import Event
from contracts.supervision import LetterReceived
from contracts.titles import TitledEnum
from contracts.words import Action
from countykit.calendar import Dated
from countykit.identity import Caller, Role
from countykit.tables import Aggregate
from countykit.todos import Todo, not_by
from countykit.workdays import today
from servicekit.tables import document, enumerated, moment
from servicekit.workflow import Step, Workflow
from sqlmodel import Field, col

from supervision_svc.letters.errors import LetterSamePerson
from supervision_svc.models import Base


class State(TitledEnum, name="letter_state", title_zh="提示函状态"):
    """Whether the township has confirmed the letter's receipt, or the county took it back."""

    SENT = "sent", "待签收"
    RECEIVED = "received", "已签收"
    RECALLED = "recalled", "已撤回"
    FALLEN = "fallen", "所列问题均已撤销"


GONE = frozenset({State.RECALLED, State.FALLEN})
"""The states in which a letter says nothing any more."""
_OFFICE = frozenset({Role.COUNTY_OFFICE})


def second_person(letter: "Letter", caller: Caller) -> LetterSamePerson | None:
    """Whether a letter was right is not decided by who sent it."""
    return LetterSamePerson() if caller.is_any_of(letter.sent_by) else None


def _recalled(letter: "Letter", _: State) -> Event:
    return letter_steps.LetterRecalled(
        number=letter.number, actions=list(letter.standing_actions), received_on=letter.received_on
    )


WORKFLOW = Workflow({
    "receipt": Step(
        {State.SENT}, State.RECEIVED, frozenset({Role.TOWNSHIP}), "签收",
        fact=lambda letter, _: LetterReceived(number=letter.number, actions=list(letter.standing_actions)),
    ),
    "statement": Step(
        {State.SENT, State.RECEIVED}, None, frozenset({Role.TOWNSHIP}), "陈述意见",
        when=lambda letter: letter.statement is None,
        fact=lambda letter, _: letter_steps.LetterStatementMade(number=letter.number),
    ),
    "reply": Step(
        {State.SENT, State.RECEIVED}, None, _OFFICE, "答复陈述意见", rules=(second_person,),
        when=lambda letter: letter.statement is not None and letter.reply is None,
        fact=lambda letter, _: letter_steps.LetterStatementAnswered(number=letter.number),
    ),
    "recall": Step(
        {State.SENT, State.RECEIVED}, State.RECALLED, frozenset({Role.COUNTY_OFFICE, Role.APPROVER}), "撤回",
        rules=(second_person,), fact=_recalled,
    ),
    # A finding that was overturned takes its problem along, and the last one the letter; nobody does it by hand.
    "striking": Step({State.SENT, State.RECEIVED}, {"partly": None, "wholly": State.FALLEN}),
})  # fmt: skip


class LetterSerial(Base, table=True):
    """The last serial that a county gave out in a year. Its row lock makes the numbers free of gaps."""

    __tablename__ = "letter_serial"
    __reconciled__ = False

    county: str = Field(primary_key=True, max_length=12)
    year: int = Field(primary_key=True)
    last: int


class Letter(Dated, Aggregate, Base, table=True):
    """One letter as it was sent. `region` is the township; names are kept as they were on that day."""

    __tablename__ = "letter"
    reason_columns: ClassVar[tuple[str, ...]] = ("reply",)
    __table_args__ = (
        sa.UniqueConstraint("county", "year", "serial"),
        sa.Index("letter_provisional_idx", "id", postgresql_where=sa.text("provisional")),
    )

    county: str = Field(max_length=12)
    year: int
    serial: int
    number: str = Field(max_length=60)
    addressee: str = Field(max_length=100)
    sender: str = Field(max_length=200)
    sent_on: date
    problems: list[dict[str, Any]] = document()
    deadline: date
    deadline_workdays: int
    contact_name: str = Field(max_length=50)
    contact_phone: str = Field(max_length=30)
    state: State = enumerated(State, default=State.SENT)
    sent_by: str = Field(max_length=200)
    texts: list[str] = document(default_factory=list)
    """SHA-256 of each problem that was written out and rests on no finding, in one spelling."""
    mass_reason: str | None = Field(default=None, max_length=500)
    repeats: list[str] = document(default_factory=list)
    """Numbers of earlier letters about the same problem, after which nobody came to guide."""
    received_at: datetime | None = moment(default=None)
    received_by: str | None = Field(default=None, max_length=200)
    handler_name: str | None = Field(default=None, max_length=50)
    handler_phone: str | None = Field(default=None, max_length=30)
    statement: str | None = Field(default=None, max_length=2000)
    stated_on: date | None = None
    stated_by: str | None = Field(default=None, max_length=200)
    reply: str | None = Field(default=None, max_length=1000)
    """Why the letter stands, or why it was recalled."""
    replied_on: date | None = None
    replied_by: str | None = Field(default=None, max_length=200)

    @property
    def actions(self) -> Sequence[Action]:
        """The actions that the problems belong to, each once."""
        return sorted({problem["action"] for problem in self.problems})

    @property
    def standing(self) -> Sequence[dict[str, Any]]:
        """The problems whose findings did not fall."""
        return [problem for problem in self.problems if problem.get("fell_on") is None]

    @property
    def standing_actions(self) -> Sequence[Action]:
        """The actions of those problems, each once."""
        return sorted({problem["action"] for problem in self.standing})

    @property
    def received_on(self) -> date | None:
        """The county's day of the receipt."""
        return None if self.received_at is None else today(self.received_at)

    def receive(self, *, by: str, at: datetime, handler: tuple[str, str] | None) -> Event:
        """The township confirms the receipt and says who handles it, with which telephone; raises IllegalTransition."""
        taken = WORKFLOW.take(self, "receipt")
        self.received_by, self.received_at = by, at
        self.handler_name, self.handler_phone = handler or (None, None)
        return taken.event(self)

    def strike(self, by: Literal["finding_id", "rectification_id"], fell: UUID, day: date) -> Event | None:
        """A finding or a written problem fell: it stands no more; None for a letter that is gone already."""
        if self.state in GONE:
            return None
        before = set(self.standing_actions)
        self.problems = [
            {**problem, "fell_on": day.isoformat()} if problem[by] == str(fell) else problem
            for problem in self.problems
        ]
        WORKFLOW.take(self, "striking", outcome="partly" if self.standing else "wholly")
        left = {
            "number": self.number, "actions": sorted(before - set(self.standing_actions)),
            "standing": len(self.standing), "received_on": self.received_on,
        }  # fmt: skip
        if by == "finding_id":
            return letter_steps.LetterProblemFell(finding=fell, **left)
        return letter_steps.LetterWrittenProblemFell(rectification=fell, **left)


def _stated(caller: Caller) -> sa.ColumnElement[bool]:
    waiting = sa.and_(col(Letter.statement).is_not(None), col(Letter.reply).is_(None))
    return sa.and_(waiting, not_by(Letter.sent_by)(caller))


TODOS = (
    Todo(
        "letter_receipt", "签收提醒函", Letter, WORKFLOW, "receipt", reminded=True,
        record="read_letter", subject="number", due="deadline",
    ),
    Todo(
        "letter_reply", "答复乡镇陈述意见", Letter, WORKFLOW, "reply", record="read_letter", subject="number",
        due="deadline", among=_stated,
    ),
)  # fmt: skip
