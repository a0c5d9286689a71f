"""Applications: the table, and the rules about one row."""

from datetime import date
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts.certificate import ApplicationRefused, ExceptionDecided, ExceptionRequested
from contracts.envelope import Event
from contracts.titles import TitledEnum
from countykit.calendar import Dated
from countykit.identity import Caller, Role
from countykit.todos import Todo, not_by
from servicekit.errors import IllegalTransition
from servicekit.tables import enumerated
from servicekit.workflow import Step, Taken, Workflow
from sqlmodel import Field

from certificate_svc.applications.errors import SecondPersonNeeded
from certificate_svc.models import Base
from certificate_svc.personal import PersonalRow


class State(TitledEnum, name="application_state", title_zh="证明申请状态"):
    """What has become of an application."""

    RECEIVED = "received", "已受理"
    ISSUED = "issued", "已出具"
    REFUSED = "refused", "不予出具"
    EXCEPTION_REQUESTED = "exception_requested", "申请据实出具"


class Reason(TitledEnum, name="refusal_reason", title_zh="不予出具理由"):
    """Why a village refuses."""

    FORBIDDEN = "forbidden", "不得要求开具的事项"
    NOT_VERIFIABLE = "not_verifiable", "无法核实"
    OUTSIDE_DUTY = "outside_duty", "不属于村级职责"
    MATERIALS_MISSING = "materials_missing", "材料不齐"
    UNTRUE = "untrue", "与事实不符"


_VILLAGE = frozenset({Role.VILLAGE})
_TOWNSHIP = frozenset({Role.TOWNSHIP})


def second_person(application: "Application", caller: Caller) -> SecondPersonNeeded | None:
    """Somebody other than the one who asked for the exception decides on it (CER-04)."""
    return SecondPersonNeeded() if application.exception_by == caller.sub else None


def _exception_decided(application: "Application", _: State) -> Event:
    return ExceptionDecided(item=application.item_code, approved=application.state is State.RECEIVED)


WORKFLOW = Workflow({
    # The fact travels as the certificate's event.
    "issue": Step({State.RECEIVED}, State.ISSUED, _VILLAGE, "出具"),
    "refusal": Step(
        {State.RECEIVED}, State.REFUSED, _VILLAGE, "不予出具",
        fact=lambda row, _: ApplicationRefused(item=row.item_code, forbidden=False),
    ),
    "exception": Step(
        {State.REFUSED}, State.EXCEPTION_REQUESTED, _VILLAGE, "申请据实出具", when=lambda row: row.forbidden,
        fact=lambda row, _: ExceptionRequested(item=row.item_code),
    ),
    "exception-decision": Step(
        {State.EXCEPTION_REQUESTED}, {"approved": State.RECEIVED, "denied": State.REFUSED}, _TOWNSHIP, "审批据实出具",
        rules=(second_person,), fact={"approved": _exception_decided, "denied": _exception_decided},
    ),
})  # fmt: skip


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
    state: State = enumerated(State, default=State.RECEIVED)
    reason: Reason | None = enumerated(Reason, default=None)
    exception_by: str | None = Field(default=None, max_length=200)
    """The subject who asked for the exception; somebody else decides (CER-04)."""

    @property
    def forbidden(self) -> bool:
        """Whether it was refused because the item is on the forbidden list."""
        return self.reason == Reason.FORBIDDEN

    def apply(self, action: str, caller: Caller | None = None, *, outcome: str | None = None) -> Taken[State]:
        """Take one step of the workflow; raises IllegalTransition, SecondPersonNeeded."""
        if action == "exception" and not self.forbidden:
            raise IllegalTransition("只有负面清单事项可以申请据实出具", state=self.state, action=action)
        return WORKFLOW.take(self, action, caller, outcome=outcome)


TODOS = (
    Todo(
        "application_answer", "办理证明申请", Application, WORKFLOW, "issue",
        record="read_application", subject="item_name", due="due_on",
    ),
    Todo(
        "exception_decision", "研究据实出具申请", Application, WORKFLOW, "exception-decision",
        record="read_application", subject="item_name",
        among=not_by(Application.exception_by),
    ),
)  # fmt: skip
