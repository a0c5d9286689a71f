"""Bodies of the workbench routes."""

from datetime import date, datetime
from typing import Annotated, Any

from contracts.consolidation import StepState
from contracts.report import Frequency
from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import Body, ResourceView, View

from report_svc.consolidation.lines import MOST_FORMS, InventoryForm, Line
from report_svc.consolidation.measures import Measure
from report_svc.consolidation.models import WORKFLOW
from report_svc.consolidation.proposals import Proposal

Why = Annotated[str, Field(min_length=2, max_length=500, title="理由")]
FormCode = Annotated[str, Field(min_length=1, max_length=60)]


class ConsolidationOpening(Body):
    """What comes onto the workbench: the county's approved forms, and what villages are found to be asked for."""

    title: str = Field(min_length=2, max_length=200, title="名称", examples=["2026年村级报表清理归并"])
    approved_forms: bool = Field(default=True, title="含已批准报表")
    forms: list[InventoryForm] = Field(default_factory=list, max_length=MOST_FORMS, title="清理出的报表")


class NewApproval(Body):
    """The paper by which a form that stands under a condition may be changed."""

    form: FormCode = Field(title="报表编码")
    authority: str = Field(min_length=2, max_length=100, title="批准机关")
    number: str = Field(min_length=2, max_length=100, title="批准文号")
    approved_on: date = Field(title="批准日期")


class ProposalAcceptance(Body):
    """The proposal that a person accepts, or the forms that a person puts together; what is decided otherwise."""

    proposal: str | None = Field(None, max_length=24, title="归并建议", description="`id` of a computed proposal")
    forms: list[FormCode] = Field(
        default_factory=list, max_length=100, title="报表编码", description="instead of a proposal: these forms"
    )
    title: str | None = Field(None, min_length=2, max_length=200, title="归并后名称")
    owner: str | None = Field(None, min_length=2, max_length=100, title="归并后要求单位")
    frequency: Frequency | None = Field(None, title="归并后频次", description="one of the proposal's `frequencies`")
    keep: list[str] = Field(default_factory=list, max_length=200, title="保留栏目", description="names of columns")
    approvals: list[NewApproval] = Field(default_factory=list, max_length=100, title="重新批准")
    reason: Why


class ProposalRejection(Body):
    """The proposal that is not wanted, and why."""

    proposal: str = Field(max_length=24, title="归并建议")
    reason: Why


class StepUndoing(Body):
    """The step that is taken back, and why."""

    step: int = Field(ge=1, title="步骤")
    reason: Why


class ConsolidationClosing(Body):
    """Why the work ends."""

    reason: Why


class ConsolidationSummary(ResourceView):
    """A round of consolidation as lists show it."""

    table_title = "报表归并"
    workflow = WORKFLOW

    region: RegionCode = Field(title="县(市、区)")
    title: str = Field(title="名称")
    steps: int = Field(title="已办步骤")
    reason: str | None = Field(title="结束理由")
    created_at: datetime = Field(title="开始时间")


class StepView(View):
    """One decision, and what all forms cost a village in a year before and after it."""

    number: int
    state: StepState
    action: str
    forms: list[str]
    title: str
    reason: str
    approvals: list[dict[str, Any]]
    before: Measure
    after: Measure
    taken_by: str
    taken_at: datetime
    undone_at: datetime | None
    undo_reason: str | None


class ConsolidationView(ConsolidationSummary):
    """A round of consolidation: what the forms cost at first and now, and each step between."""

    at_first: Measure
    now: Measure
    taken: list[StepView] = Field(default_factory=list)


class WorkbenchForms(View):
    """The forms on the workbench as they are now; equal forms have an equal digest."""

    digest: str
    forms: list[Line]


class Proposals(View):
    """What can be proposed now, the greatest gain first."""

    total: int
    more: bool = Field(description="whether there are more than these")
    proposals: list[Proposal]


class ProposalPreview(View):
    """What putting these forms together would make of them, exactly."""

    proposal: Proposal
    changed: list[Line] = Field(description="every form that changes, as it would be")
    gone: list[str] = Field(description="codes of the forms that would be no more")
