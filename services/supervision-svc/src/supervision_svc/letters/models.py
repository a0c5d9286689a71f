"""Reminder letters: the table, its serial numbers, and the rules about one row."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from contracts.envelope import Event
from contracts.supervision import LetterReceived
from contracts.titles import TitledEnum
from contracts.words import Action
from countykit.calendar import Dated
from countykit.identity import Role
from countykit.tables import Aggregate
from countykit.todos import Todo
from servicekit.tables import document, enumerated, moment
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from supervision_svc.models import Base


class State(TitledEnum, name="letter_state", title_zh="提示函状态"):
    """Whether the township has confirmed the letter's receipt."""

    SENT = "sent", "待签收"
    RECEIVED = "received", "已签收"


WORKFLOW = Workflow({
    "receipt": Step(
        {State.SENT}, State.RECEIVED, frozenset({Role.TOWNSHIP}), "签收",
        fact=lambda letter, _: LetterReceived(number=letter.number, actions=list(letter.actions)),
    ),
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
    received_at: datetime | None = moment(default=None)
    received_by: str | None = Field(default=None, max_length=200)
    handler_name: str | None = Field(default=None, max_length=50)
    handler_phone: str | None = Field(default=None, max_length=30)

    @property
    def actions(self) -> Sequence[Action]:
        """The actions that the problems belong to, each once."""
        return sorted({problem["action"] for problem in self.problems})

    def receive(self, *, by: str, at: datetime, handler: tuple[str, str] | None) -> Event:
        """The township confirms the receipt and says who handles it, with which telephone; raises IllegalTransition."""
        taken = WORKFLOW.take(self, "receipt")
        self.received_by, self.received_at = by, at
        self.handler_name, self.handler_phone = handler or (None, None)
        return taken.event(self)


TODOS = (
    Todo(
        "letter_receipt", "签收提醒函", Letter, WORKFLOW, "receipt", reminded=True,
        record="read_letter", subject="number", due="deadline",
    ),
)  # fmt: skip
