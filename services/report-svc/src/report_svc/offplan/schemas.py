"""Bodies of the off-plan demand routes."""

from datetime import date
from typing import Self

from contracts.report import Breach
from countykit.cases import Case, CaseView
from countykit.identity import Caller
from countykit.joining import DayOfAct
from pydantic import Field
from servicekit.bodies import Body, View

from report_svc.forms.likeness import Resemblance
from report_svc.offplan.models import WORKFLOW, DemandChannel, OffplanDemand


class DemandedColumn(Body):
    """A column of the demanded form, copied from the paper."""

    name: str = Field(min_length=1, max_length=60, title="栏目", examples=["常住人口"])
    unit: str | None = Field(None, min_length=1, max_length=20, title="单位", examples=["人"])


class OffplanReport(Body):
    """One call is enough: what was demanded, by whom, and how it came."""

    title: str = Field(min_length=2, max_length=200, examples=["村级垃圾分类日报表"])
    table_number: str | None = Field(None, min_length=1, max_length=60, description="表号, if it has one")
    department: str = Field(min_length=1, max_length=60, description="code of the body that demands it")
    reached: DemandChannel
    occurred_on: DayOfAct | None = Field(
        None, title="要求提出日期", description="the day of the demand; today if left out"
    )
    region: str | None = Field(
        None, pattern=r"^\d{12}$", description="village that was asked, or the township; the caller's own when left out"
    )
    details: str | None = Field(None, max_length=1000)
    columns: list[DemandedColumn] = Field(
        default_factory=list, max_length=200, title="栏目", description="a form that comes back is known by them"
    )
    outside_platform: bool = Field(
        default=False,
        title="要求在平台外另填",
        description="a catalogued form is to be filled in outside of the platform",
    )
    anonymous: bool = Field(default=False, description="keep neither who reported it nor which village it was")


class BrokenRule(View):
    """A rule that an off-plan demand breaks."""

    code: str
    law: str


_ONE_BY_ONE = BrokenRule(code="FRM-06", law="江西一表同享：目录外新增表格一事一报或事后补报")
_OUTSIDE = BrokenRule(code="FRM-08", law="重庆2025-09通报：统一平台之外不得通过纸质件、邮件等要求填报")
BROKEN_RULES = (_ONE_BY_ONE, _OUTSIDE)
_RULES_OF = {Breach.REPEATED: (_OUTSIDE,), Breach.REVIVED: (_ONE_BY_ONE,), Breach.OFF_PLAN: BROKEN_RULES}


class OffplanSummary(CaseView):
    """An off-plan demand as lists show it."""

    table_title = "计划外报表"
    workflow = WORKFLOW

    title: str = Field(title="报表名称")
    table_number: str | None = Field(title="表号")
    reached: DemandChannel = Field(title="下达方式")
    occurred_on: date | None = Field(title="要求提出日期")
    outside_platform: bool = Field(title="要求平台外另填")
    breach: Breach | None = Field(title="认定情形")

    @classmethod
    def of(cls, demand: OffplanDemand, caller: Caller) -> Self:
        """The view, fitted to its reader."""
        view = super().of(demand, caller)
        view.as_seen_by(demand, caller)
        return view


class OffplanView(OffplanSummary):
    """An off-plan demand with what was said about it, and the rules it breaks."""

    details: str | None
    columns: list[DemandedColumn]
    resembles: list[Resemblance] = Field(description="forms that it was like on the day of the report: advice")
    rules: tuple[BrokenRule, ...] = BROKEN_RULES

    @classmethod
    def of(cls, demand: OffplanDemand, caller: Caller) -> Self:
        """The view, with the rules that were found to be broken once that is known."""
        view = super().of(demand, caller)
        view.rules = _RULES_OF[demand.breach] if demand.breach else BROKEN_RULES
        return view

    def as_seen_by(self, case: Case, caller: Caller) -> bool:
        """The words of the reporter are not for the accused body."""
        hidden = super().as_seen_by(case, caller)
        if hidden:
            self.details = None
        return hidden
