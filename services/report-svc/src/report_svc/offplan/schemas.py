"""Bodies of the off-plan demand routes."""

from datetime import datetime
from typing import Self

from countykit.identity import Caller
from pydantic import Field
from servicekit.http import Body, ResourceView, View

from report_svc.offplan.models import WORKFLOW, Channel, OffplanDemand, State


class OffplanReport(Body):
    """One call is enough: what was demanded, by whom, and how it came."""

    title: str = Field(min_length=2, max_length=200, examples=["村级垃圾分类日报表"])
    table_number: str | None = Field(None, min_length=1, max_length=60, description="表号, if it has one")
    department: str = Field(min_length=1, max_length=60, description="code of the body that demands it")
    reached: Channel
    region: str | None = Field(
        None, pattern=r"^\d{12}$", description="village that was asked, or the township; the caller's own when left out"
    )
    details: str | None = Field(None, max_length=1000)
    anonymous: bool = Field(default=False, description="keep neither who reported it nor which village it was")


class OffplanRuling(Body):
    """Why a report is confirmed or dismissed."""

    reason: str = Field(min_length=2, max_length=500)


class BrokenRule(View):
    """A rule that an off-plan demand breaks."""

    code: str
    law: str


BROKEN_RULES = (
    BrokenRule(code="FRM-06", law="江西一表同享：目录外新增表格一事一报或事后补报"),
    BrokenRule(code="FRM-08", law="重庆2025-09通报：统一平台之外不得通过纸质件、邮件等要求填报"),
)


class OffplanSummary(ResourceView):
    """An off-plan demand as lists show it."""

    region: str = Field(title="涉及区域")
    title: str = Field(title="报表名称")
    table_number: str | None = Field(title="表号")
    department: str = Field(title="要求单位")
    charged_home: str = Field(title="单位所属区域")
    reached: Channel = Field(title="下达方式")
    anonymous: bool = Field(title="匿名")
    reason: str | None = Field(title="认定说明")
    created_at: datetime = Field(title="反映时间")

    @classmethod
    def of(cls, demand: OffplanDemand, caller: Caller) -> Self:
        """The view, with the actions open to this caller."""
        view = cls.model_validate(demand)
        view.allowed_actions = WORKFLOW.allowed(State(demand.state), caller.roles)
        return view


class OffplanView(OffplanSummary):
    """An off-plan demand with what was said about it, and the rules it breaks."""

    details: str | None
    rules: tuple[BrokenRule, ...] = BROKEN_RULES
