"""Guidance: its requests and its visits, and the rules about one row.

request:  requested ──► agreed ──► held
              └► declined
visit:    held ──► submitted (what became of it) ──► closed
            └◄──────── returned
"""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts import guidance as facts
from contracts.envelope import Event
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.neutrality import neutral, not_served
from countykit.tables import Aggregate
from countykit.todos import Todo
from servicekit.tables import document, enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from supervision_svc.guidance.errors import GuideNotIndependent
from supervision_svc.models import Base


class RequestState(TitledEnum, name="guidance_request_state", title_zh="指导申请状态"):
    """What became of the wish for guidance."""

    REQUESTED = "requested", "待答复"
    AGREED = "agreed", "待上门"
    DECLINED = "declined", "已书面答复"
    HELD = "held", "已上门"


class State(TitledEnum, name="guidance_state", title_zh="上门指导状态"):
    """How far the measures that were agreed have come."""

    HELD = "held", "落实中"
    SUBMITTED = "submitted", "待核实成效"
    CLOSED = "closed", "已办结"


_CHECKERS, _TOWNSHIP = frozenset({Role.COUNTY_OFFICE, Role.INSPECTOR}), frozenset({Role.TOWNSHIP})


def independent(_: Any, caller: Caller) -> GuideNotIndependent | None:
    """Nobody of the township, nor who is placed in it, answers for the county."""
    return GuideNotIndependent() if caller.is_of_a_township else None


def _agreed(row: "GuidanceRequest", _: RequestState) -> Event:
    assert row.planned_on is not None, "agreed without a day"  # noqa: S101
    return facts.GuidanceAgreed(letter=row.letter_id, by_county=row.by_county, planned_on=row.planned_on)


REQUESTS = Workflow({
    "reply": Step(
        {RequestState.REQUESTED}, {"agreed": RequestState.AGREED, "declined": RequestState.DECLINED}, _CHECKERS,
        "答复指导申请", rules=(independent,),
        fact={
            "agreed": _agreed,
            "declined": lambda row, _: facts.GuidanceDeclined(letter=row.letter_id, by_county=row.by_county),
        },
    ),
    "visit": Step(
        {RequestState.AGREED}, RequestState.HELD, _CHECKERS, "登记上门指导", rules=(independent,),
        fact=lambda row, _: facts.GuidanceKept(letter=row.letter_id, by_county=row.by_county),
    ),
})  # fmt: skip
WORKFLOW = Workflow({
    "effect": Step(
        {State.HELD}, State.SUBMITTED, _TOWNSHIP, "报送举措落实成效",
        fact=lambda row, _: facts.GuidanceEffectSubmitted(letter=row.letter_id),
    ),
    "closure": Step(
        {State.SUBMITTED}, {"closed": State.CLOSED, "returned": State.HELD}, _CHECKERS, "核实指导成效",
        rules=(independent, neutral),
        fact={
            "closed": lambda row, _: facts.GuidanceClosed(letter=row.letter_id),
            "returned": lambda row, _: facts.GuidanceReturned(letter=row.letter_id),
        },
    ),
})  # fmt: skip


class GuidanceRequest(Aggregate, Base, table=True):
    """A township's wish for guidance, or the county's offer. `region` is the township."""

    __tablename__ = "guidance_request"
    reason_columns: ClassVar[tuple[str, ...]] = ("reply",)

    letter_id: UUID | None = Field(default=None, foreign_key="letter.id", index=True)
    matter: str = Field(max_length=1000)
    by_county: bool
    state: RequestState = enumerated(RequestState, default=RequestState.REQUESTED)
    requested_on: date
    requested_by: str = Field(max_length=200)
    reply: str | None = Field(default=None, max_length=1000)
    replied_on: date | None = None
    replied_by: str | None = Field(default=None, max_length=200)
    planned_on: date | None = None
    guidance_id: UUID | None = Field(default=None, foreign_key="guidance.id")


class Guidance(Aggregate, Base, table=True):
    """One guidance visit, about a letter or without one. `region` is the township."""

    __tablename__ = "guidance"
    reason_columns: ClassVar[tuple[str, ...]] = ("note",)

    letter_id: UUID | None = Field(default=None, foreign_key="letter.id", index=True)
    held_on: date
    participants_departments: list[str] = document()
    agreed_measures: str = Field(max_length=2000)
    follow_up_on: date | None = None
    """The day by which the township says what became of the measures."""
    state: State = enumerated(State, default=State.HELD)
    rounds: list[dict[str, Any]] = document(default_factory=list)
    """What the township said each time, and what the county found."""
    note: str | None = Field(default=None, max_length=500)
    recorded_by: str = Field(max_length=200)


def _above(caller: Caller) -> sa.ColumnElement[bool]:
    return sa.false() if caller.is_of_a_township else sa.true()


TODOS = (
    Todo(
        "guidance_reply", "答复上门指导申请", GuidanceRequest, REQUESTS, "reply", record="read_guidance_request",
        subject="matter", among=_above,
    ),
    Todo(
        "guidance_visit", "上门指导", GuidanceRequest, REQUESTS, "visit", record="read_guidance_request",
        subject="matter", due="planned_on", among=_above,
    ),
    Todo(
        "guidance_effect", "报送指导举措落实成效", Guidance, WORKFLOW, "effect", record="read_guidance",
        subject="agreed_measures", due="follow_up_on",
    ),
    Todo(
        "guidance_closure", "核实指导成效", Guidance, WORKFLOW, "closure", record="read_guidance",
        subject="agreed_measures", among=lambda caller: _above(caller) & not_served(Guidance, caller),
    ),
)  # fmt: skip
