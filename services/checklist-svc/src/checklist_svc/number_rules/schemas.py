"""Bodies and views of rules of checking."""

from datetime import date, datetime
from typing import Annotated, Literal

from contracts.number_rules import NumberArea, NumberMode
from contracts.titles import named
from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import Body, DecisionBody, ResourceView

from checklist_svc.number_rules.models import WORKFLOW, State


class NumberRuleProposal(Body):
    """How one area of the county is to be checked from a day on."""

    area: NumberArea = Field(title="核验领域")
    mode: NumberMode = Field(title="核验方式")
    starts_on: date = Field(title="起始日", description="tomorrow at the earliest", examples=["2026-03-02"])
    reason: str = Field(min_length=2, max_length=500, title="理由")


class NumberRuleApproval(DecisionBody):
    """What the approver decides."""

    decision: Annotated[Literal["approved", "rejected"], named(approved="批准", rejected="不批准")] = Field(
        title="决定"
    )


class NumberRuleReason(Body):
    """Why a rule is taken back."""

    note: str = Field(min_length=2, max_length=500)


class NumberRuleView(ResourceView):
    """A rule as it is shown."""

    table_title = "编号核验方式"
    workflow = WORKFLOW

    region: RegionCode = Field(title="县（市、区）")
    state: State = Field(title="状态")
    area: NumberArea = Field(title="核验领域")
    mode: NumberMode = Field(title="核验方式")
    starts_on: date = Field(title="起始日")
    reason: str = Field(title="理由")
    note: str | None = Field(title="办理意见")
    created_at: datetime = Field(title="提出时间")
