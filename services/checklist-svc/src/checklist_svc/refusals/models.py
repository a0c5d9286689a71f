"""Refused demands: the table, and what becomes of them."""

from typing import ClassVar

from contracts.demand_answers import DemandFollowed, RefusalState
from countykit.identity import Caller, Role
from countykit.tables import Aggregate
from countykit.todos import Todo
from servicekit.tables import enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from checklist_svc.models import Base

State = RefusalState


def _own(refused: "RefusedDemand", caller: Caller) -> bool:
    return Role.VILLAGE not in caller.roles or caller.region.ljust(12, "0") == refused.region


def _followed(refused: "RefusedDemand", _: State) -> DemandFollowed:
    return DemandFollowed(
        title=refused.title, charged_home=refused.charged_home, outcome=refused.state, number=refused.later_number
    )


_BOTH = frozenset({Role.VILLAGE, Role.COUNTY_OFFICE})
WORKFLOW = Workflow({
    "dropping": Step(
        {State.WRITTEN, State.INSISTED}, State.DROPPED, _BOTH, "对方不再要求", party=_own, fact=_followed
    ),
    "insistence": Step({State.WRITTEN}, State.INSISTED, _BOTH, "对方仍要求", party=_own, fact=_followed),
    "later-admission": Step(
        {State.WRITTEN, State.INSISTED}, State.ADMITTED, frozenset({Role.COUNTY_OFFICE}), "登记后经准入",
        fact=_followed,
    ),
})  # fmt: skip


class RefusedDemand(Aggregate, Base, table=True):
    """One refusal of a village. `department` is who demanded; the letter stays as it was handed over."""

    __tablename__ = "refused_demand"
    reason_columns: ClassVar[tuple[str, ...]] = ("note",)

    title: str = Field(max_length=200)
    department: str = Field(max_length=60, index=True)
    charged_home: str = Field(max_length=12)
    basis: str | None = Field(default=None, max_length=500)
    edition_number: int
    cited_item: str | None = Field(default=None, max_length=20)
    letter: str = Field(max_length=4000)
    state: State = enumerated(State, default=State.WRITTEN)
    later_number: str | None = Field(default=None, max_length=60)
    note: str | None = Field(default=None, max_length=500)


TODOS = (
    Todo(
        "refusal_insisted", "处理拒绝后仍被要求的事项", RefusedDemand, WORKFLOW, "dropping",
        states=frozenset({State.INSISTED}), duty=frozenset({Role.COUNTY_OFFICE}), record="read_refusal",
        subject="title",
    ),
)  # fmt: skip
