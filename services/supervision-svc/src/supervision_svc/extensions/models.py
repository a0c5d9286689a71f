"""Requests for more time: the table, and the rules about one row.

requested ──► granted | refused
"""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts import extensions as facts
from contracts.envelope import Event
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.neutrality import neutral, not_served
from countykit.tables import Aggregate
from countykit.todos import Todo
from servicekit.tables import enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from supervision_svc.extensions.errors import ExtensionNotIndependent
from supervision_svc.models import Base


class State(TitledEnum, name="extension_state", title_zh="延期申请状态"):
    """What became of a request."""

    REQUESTED = "requested", "待研究"
    GRANTED = "granted", "已同意"
    REFUSED = "refused", "未同意"


def independent(_: "ExtensionRequest", caller: Caller) -> ExtensionNotIndependent | None:
    """Nobody of a township, nor who is placed in one, decides for the county."""
    return ExtensionNotIndependent() if caller.is_of_a_township else None


def _fact(kind: type[Any]) -> Any:
    def fact(row: "ExtensionRequest", _: State) -> Event:
        event: Event = kind(**row.standing)
        return event

    return fact


WORKFLOW = Workflow({
    "decision": Step(
        {State.REQUESTED}, {"granted": State.GRANTED, "refused": State.REFUSED}, frozenset({Role.COUNTY_OFFICE}),
        "研究延期申请", rules=(independent, neutral),
        fact={"granted": _fact(facts.ExtensionGranted), "refused": _fact(facts.ExtensionRefused)},
    ),
})  # fmt: skip


class ExtensionRequest(Aggregate, Base, table=True):
    """One request. `region` is the township; `deadline` what it was when more time was requested."""

    __tablename__ = "extension_request"
    reason_columns: ClassVar[tuple[str, ...]] = ("note",)
    __table_args__ = (
        sa.Index(
            "one_waiting_request_per_repair", "rectification_id", unique=True,
            postgresql_where=sa.text("state = 'requested'"),
        ),
    )  # fmt: skip

    rectification_id: UUID = Field(foreign_key="rectification.id", index=True)
    letter_number: str = Field(max_length=60)
    deadline: date
    workdays: int
    reason: str = Field(max_length=500)
    state: State = enumerated(State, default=State.REQUESTED)
    requested_on: date
    requested_by: str = Field(max_length=200)
    note: str | None = Field(default=None, max_length=500)
    decided_on: date | None = None
    decided_by: str | None = Field(default=None, max_length=200)

    @property
    def standing(self) -> dict[str, Any]:
        """What each fact says of it."""
        return {"rectification": self.rectification_id, "deadline": self.deadline, "workdays": self.workdays}


def _above(caller: Caller) -> sa.ColumnElement[bool]:
    return sa.false() if caller.is_of_a_township else not_served(ExtensionRequest, caller)


TODOS = (
    Todo(
        "extension_decision", "研究整改延期申请", ExtensionRequest, WORKFLOW, "decision",
        record="read_extension_request", subject="letter_number", due="deadline", among=_above,
    ),
)  # fmt: skip
