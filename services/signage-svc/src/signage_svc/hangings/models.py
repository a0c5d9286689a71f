"""Hanging requests: the table, and the steps."""

from contracts.hangings import HangingGranted, HangingGrounded, HangingRejected, HangingWithdrawn
from contracts.signage import Placement
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.numbers import Grounded, grounding, grounding_todo
from countykit.tables import Aggregate
from countykit.todos import Todo, not_by
from servicekit.tables import enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from signage_svc.hangings.errors import ApplicantCannotDecide
from signage_svc.models import Base


class State(TitledEnum, name="hanging_state", title_zh="挂牌申请状态"):
    """What became of a request."""

    REQUESTED = "requested", "待审批"
    GRANTED = "granted", "准予"
    REJECTED = "rejected", "不予"
    WITHDRAWN = "withdrawn", "已撤回"


def own(request: "HangingRequest", caller: Caller) -> bool:
    """Whether the caller speaks for the body that asks."""
    return caller.acts_for(request.department)


def another_person(request: "HangingRequest", caller: Caller) -> ApplicantCannotDecide | None:
    """Nobody grants what they asked for."""
    return ApplicantCannotDecide() if caller.is_any_of(request.requested_by) else None


WORKFLOW = Workflow({
    "decision": Step(
        {State.REQUESTED}, {"granted": State.GRANTED, "rejected": State.REJECTED}, frozenset({Role.COUNTY_OFFICE}),
        "审批", rules=(another_person,),
        fact={
            "granted": lambda request, _: HangingGranted(
                name=request.name, spec=request.spec, number=request.number
            ),
            "rejected": lambda request, _: HangingRejected(name=request.name),
        },
    ),
    "withdrawal": Step(
        {State.REQUESTED}, State.WITHDRAWN, frozenset({Role.DEPARTMENT}), "撤回", party=own,
        fact=lambda request, _: HangingWithdrawn(name=request.name),
    ),
    "grounding": grounding(
        {State.REQUESTED, State.GRANTED},
        lambda request, _: HangingGrounded(name=request.name, admission=request.admission),
    ),
})  # fmt: skip


class HangingRequest(Grounded, Aggregate, Base, table=True):
    """One body asks for one board in one village, township or county. `spec` is the row that it would hang as."""

    __tablename__ = "hanging_request"

    department: str = Field(max_length=60, index=True)
    name: str = Field(max_length=100)
    fingerprint: str = Field(max_length=100)
    placement: Placement = enumerated(Placement)
    purpose: str = Field(max_length=500)
    basis: str = Field(max_length=300)
    spec: str | None = Field(default=None, max_length=20)
    number: str | None = Field(default=None, max_length=60)
    state: State = enumerated(State, default=State.REQUESTED)
    reason: str | None = Field(default=None, max_length=500)
    requested_by: str = Field(max_length=200)


TODOS = (
    Todo(
        "hanging_decision", "审批挂牌申请", HangingRequest, WORKFLOW, "decision", record="read_hanging_request",
        subject="name", among=not_by(HangingRequest.requested_by),
    ),
    grounding_todo(
        "hanging_grounding", HangingRequest, WORKFLOW, record="read_hanging_request", subject="name",
    ),
)  # fmt: skip
