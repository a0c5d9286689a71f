"""Proposals: the table, and its steps."""

from datetime import date
from typing import Any

from contracts.certificate_list import (
    ListProposalReturned,
    ListProposalRevised,
    ListProposalSubmitted,
    ListPublished,
)
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.tables import Aggregate
from countykit.todos import Todo
from servicekit.tables import document, enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from certificate_svc.models import Base


class Change(TitledEnum, name="list_change", title_zh="清单变更"):
    """What becomes of the item."""

    ALLOW = "allow", "列入可出具"
    FORBID = "forbid", "列入不得要求"
    WITHDRAW = "withdraw", "移出清单"


class State(TitledEnum, name="list_proposal_state", title_zh="清单草案状态"):
    """How far a proposal has come."""

    DRAFT = "draft", "草案"
    REVIEW = "review", "会同研究"
    PUBLISHED = "published", "已公布"
    DROPPED = "dropped", "已放弃"


_OFFICE = frozenset({Role.COUNTY_OFFICE})
_PROPOSERS = frozenset({Role.COUNTY_OFFICE, Role.DEPARTMENT})


def _own(proposal: "Proposal", caller: Caller) -> bool:
    return caller.department == proposal.department or caller.acts_for(proposal.department)


WORKFLOW = Workflow({
    "revision": Step(
        {State.DRAFT}, None, _PROPOSERS, "修改草案", party=_own,
        fact=lambda row, _: ListProposalRevised(item=row.code, change=row.change),
    ),
    "submission": Step(
        {State.DRAFT}, State.REVIEW, _PROPOSERS, "提请会同研究", party=_own,
        fact=lambda row, _: ListProposalSubmitted(item=row.code, change=row.change),
    ),
    "return": Step(
        {State.REVIEW}, State.DRAFT, _OFFICE, "退回修改",
        fact=lambda row, _: ListProposalReturned(item=row.code, change=row.change),
    ),
    "publication": Step(
        {State.REVIEW}, State.PUBLISHED, _OFFICE, "公布",
        fact=lambda row, _: ListPublished(item=row.code, change=row.change, edition=row.edition),
    ),
    "dropping": Step(
        {State.DRAFT}, State.DROPPED, _PROPOSERS, "放弃", party=_own,
        fact=lambda row, _: ListProposalReturned(item=row.code, change=row.change),
    ),
})  # fmt: skip


class Proposal(Aggregate, Base, table=True):
    """One change of the county's list. `department` is the body that asks for it; None is the county office itself."""

    __tablename__ = "list_proposal"

    department: str | None = Field(default=None, max_length=60, index=True)
    change: Change = enumerated(Change)
    state: State = enumerated(State, default=State.DRAFT)
    code: str = Field(max_length=60, index=True)
    name: str = Field(max_length=200)
    content: dict[str, Any] = document()
    """The item as it shall be; empty for a withdrawal."""
    grounds: str = Field(max_length=1000)
    effective_from: date | None = None
    proposed_by: str = Field(max_length=200)
    round: int = 0
    reason: str | None = Field(default=None, max_length=500)
    """Why it was given back."""
    edition: int | None = None
    """The number of the county's list that it made."""
    published_on: date | None = None


TODOS = (
    Todo("list_publication", "公布证明事项清单变更", Proposal, WORKFLOW, "publication", record="read_list_proposal",
         subject="name"),
)  # fmt: skip
