"""Bodies of the draw routes."""

from datetime import date, datetime
from uuid import UUID

from contracts.words import Matter
from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import Body, ResourceView, View
from servicekit.dates import Day

from supervision_svc.draws.models import WORKFLOW


class DrawToMake(Body):
    """For which days villages are drawn. How many in each township is said by the scheme, and nobody chooses a seed."""

    visit_from: Day = Field(description="first day of the visits, not in the past")
    visit_until: Day = Field(description="last day: 30 to 183 days with the first")


class DrawnVisit(Body):
    """Which visit looked at a drawn village, and what was asked there."""

    visit_id: UUID = Field(description="a completed visit of ours to this village, without notice")
    matters: list[Matter] = Field(min_length=1, max_length=10, description="what the village was asked about")


class DrawView(View):
    """A draw as the county's own bodies see it."""

    table_title = "抽取核实"

    id: UUID
    version: int
    region: RegionCode = Field(title="县（市、区）")
    seed: str = Field(
        title="抽取种子", description="the villages follow from it: smallest SHA-256 of `seed/code` first"
    )
    per_township: int = Field(title="每乡镇村数")
    villages: int = Field(title="抽取村数")
    visit_from: date = Field(title="核实开始日")
    visit_until: date = Field(title="核实截止日")
    created_at: datetime = Field(title="抽取时间")


class DrawnVillageView(ResourceView):
    """A drawn village as the county's own bodies see it."""

    table_title = "抽取核实村"
    workflow = WORKFLOW

    draw_id: UUID = Field(title="抽取编号")
    region: RegionCode = Field(title="村（社区）")
    visit_from: date = Field(title="核实开始日")
    visit_until: date = Field(title="核实截止日")
    visit_id: UUID | None = Field(title="检查编号")
    visited_on: date | None = Field(title="到村日期")
    matters: list[Matter] = Field(title="核实事项")
