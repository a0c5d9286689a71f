"""Applications: the table, and the rules about one row."""

from datetime import date
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from countykit.calendar import Dated
from countykit.identity import Caller, Role
from countykit.todos import Todo, not_by
from servicekit.errors import IllegalTransition
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from certificate_svc.models import Base
from certificate_svc.personal import PersonalRow


class State(StrEnum):
    """What has become of an application."""

    RECEIVED = "received"
    ISSUED = "issued"
    REFUSED = "refused"
    EXCEPTION_REQUESTED = "exception_requested"


class Reason(StrEnum):
    """Why a village refuses."""

    FORBIDDEN = "forbidden"
    NOT_VERIFIABLE = "not_verifiable"
    OUTSIDE_DUTY = "outside_duty"
    MATERIALS_MISSING = "materials_missing"
    UNTRUE = "untrue"


_VILLAGE = frozenset({Role.VILLAGE})
_TOWNSHIP = frozenset({Role.TOWNSHIP})
WORKFLOW = Workflow(
    {
        "issue": Step({State.RECEIVED}, State.ISSUED, _VILLAGE),
        "refusal": Step({State.RECEIVED}, State.REFUSED, _VILLAGE),
        "exception": Step({State.REFUSED}, State.EXCEPTION_REQUESTED, _VILLAGE),
        "exception_approval": Step({State.EXCEPTION_REQUESTED}, State.RECEIVED, _TOWNSHIP),
        "exception_denial": Step({State.EXCEPTION_REQUESTED}, State.REFUSED, _TOWNSHIP),
    }
)


class Application(Dated, PersonalRow, Base, table=True):
    """One villager's application. Who they are and what they say is sealed; what they want and for whom is not."""

    __tablename__ = "application"

    __table_args__ = (sa.Index("received_application_idx", "due_on", postgresql_where=sa.text("state = 'received'")),)
    day_column: ClassVar[str] = "due_on"

    item_id: UUID = Field(foreign_key="certificate_item.id")
    item_code: str = Field(max_length=60, index=True)
    item_name: str = Field(max_length=200)
    demander: str = Field(max_length=200)
    department: str | None = Field(default=None, max_length=60, index=True)
    received_on: date
    due_on: date | None = None
    state: State = Field(default=State.RECEIVED, sa_type=sa.Text)
    reason: Reason | None = Field(default=None, sa_type=sa.Text)
    exception_by: str | None = Field(default=None, max_length=200)
    """The subject who asked for the exception; somebody else decides (CER-04)."""

    @property
    def forbidden(self) -> bool:
        """Whether it was refused because the item is on the forbidden list."""
        return self.reason == Reason.FORBIDDEN

    def apply(self, action: str) -> None:
        """Take one step of the workflow; raises IllegalTransition."""
        if action == "exception" and not self.forbidden:
            raise IllegalTransition("只有负面清单事项可以申请据实出具", state=self.state, action=action)
        self.state = WORKFLOW.after(State(self.state), action)

    def allowed(self, caller: Caller) -> list[str]:
        """The actions open to a caller; an exception is for forbidden items, and a second person decides on it."""
        actions = WORKFLOW.allowed(State(self.state), caller.roles)
        closed = set() if self.forbidden else {"exception"}
        if caller.sub == self.exception_by:
            closed |= {"exception_approval", "exception_denial"}
        return [action for action in actions if action not in closed]


TODOS = (
    Todo(
        "application_answer", "办理证明申请", Application, WORKFLOW, "issue",
        operation="issue_certificate", record="read_application", subject="item_name", due="due_on",
    ),
    Todo(
        "exception_decision", "研究据实出具申请", Application, WORKFLOW, "exception_approval",
        operation="decide_exception", record="read_application", subject="item_name",
        among=not_by(Application.exception_by),
    ),
)  # fmt: skip
