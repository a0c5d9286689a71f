"""Bodies of the good practice routes."""

from datetime import datetime
from uuid import UUID

from contracts.words import Action
from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import Body, ResourceView

from supervision_svc.findings.schemas import Evidence
from supervision_svc.practices.models import WORKFLOW


class PracticeRecord(Body):
    """A good practice that a visit met."""

    action: Action
    title: str = Field(min_length=2, max_length=200)
    description: str = Field(min_length=2, max_length=2000)
    evidence: Evidence = Field(default_factory=list)


class PracticeVerification(Body):
    """What the second person saw."""

    reason: str = Field(min_length=2, max_length=500, title="核实情况")


class PracticeView(ResourceView):
    """A good practice as it is shown."""

    table_title = "经验做法"
    workflow = WORKFLOW

    region: RegionCode = Field(title="乡镇")
    village: RegionCode = Field(title="村（社区）")
    visit_id: UUID = Field(title="检查编号")
    action: Action = Field(title="减负行动")
    title: str = Field(title="好做法")
    description: str = Field(title="内容")
    evidence: list[str] = Field(title="佐证")
    note: str | None = Field(title="核实意见")
    created_at: datetime = Field(title="登记时间")
