"""Bodies of the off-plan demand routes."""

from typing import Self

from countykit.cases import Case, CaseView
from countykit.identity import Caller
from pydantic import Field
from servicekit.bodies import Body, View

from report_svc.offplan.models import WORKFLOW, DemandChannel, OffplanDemand


class OffplanReport(Body):
    """One call is enough: what was demanded, by whom, and how it came."""

    title: str = Field(min_length=2, max_length=200, examples=["村级垃圾分类日报表"])
    table_number: str | None = Field(None, min_length=1, max_length=60, description="表号, if it has one")
    department: str = Field(min_length=1, max_length=60, description="code of the body that demands it")
    reached: DemandChannel
    region: str | None = Field(
        None, pattern=r"^\d{12}$", description="village that was asked, or the township; the caller's own when left out"
    )
    details: str | None = Field(None, max_length=1000)
    anonymous: bool = Field(default=False, description="keep neither who reported it nor which village it was")


class BrokenRule(View):
    """A rule that an off-plan demand breaks."""

    code: str
    law: str


BROKEN_RULES = (
    BrokenRule(code="FRM-06", law="江西一表同享：目录外新增表格一事一报或事后补报"),
    BrokenRule(code="FRM-08", law="重庆2025-09通报：统一平台之外不得通过纸质件、邮件等要求填报"),
)


class OffplanSummary(CaseView):
    """An off-plan demand as lists show it."""

    table_title = "计划外报表"
    workflow = WORKFLOW

    title: str = Field(title="报表名称")
    table_number: str | None = Field(title="表号")
    reached: DemandChannel = Field(title="下达方式")

    @classmethod
    def of(cls, demand: OffplanDemand, caller: Caller) -> Self:
        """The view, fitted to its reader."""
        view = super().of(demand, caller)
        view.as_seen_by(demand, caller)
        return view


class OffplanView(OffplanSummary):
    """An off-plan demand with what was said about it, and the rules it breaks."""

    details: str | None
    rules: tuple[BrokenRule, ...] = BROKEN_RULES

    def as_seen_by(self, case: Case, caller: Caller) -> bool:
        """The words of the reporter are not for the accused body."""
        hidden = super().as_seen_by(case, caller)
        if hidden:
            self.details = None
        return hidden
