"""Views of public statistics."""

from countykit.directory import DepartmentCode, RegionCode
from pydantic import Field
from servicekit.bodies import View


class TownshipDemands(View):
    """What came to light in one township; it is about the demanding bodies and not about its villages."""

    region: RegionCode = Field(title="乡镇")
    demands: int = Field(title="次数")


class ItemDemands(View):
    """How often one certificate was demanded."""

    item: str = Field(title="事项编码")
    name: str = Field(title="事项名称")
    demands: int = Field(title="次数")


class BodyDemands(View):
    """What one body of the county demanded."""

    department: DepartmentCode = Field(title="机构代码")
    demands: int = Field(title="次数")
    items: list[ItemDemands] = Field(title="事项")
    other_items: int = Field(title="其余事项", description="all that is not named, and what no list knows")


class PublicStatistics(View):
    """What was demanded in one month that no village may issue. A record is no verdict about anybody."""

    region: RegionCode = Field(title="县(市、区)")
    month: str = Field(title="月份")
    least: int = Field(title="最少次数", description="nothing smaller is shown, nor can it be worked out")
    demands: int | None = Field(title="登记次数", description="null below the least")
    refused_at_counter: int | None = Field(
        title="窗口拒绝次数",
        description="applications refused because nobody may demand it; null where it says too much",
    )
    townships: list[TownshipDemands] = Field(title="按乡镇")
    other_townships: int = Field(title="其余乡镇")
    bodies: list[BodyDemands] = Field(title="按索要单位")
    other_bodies: int = Field(title="其余单位", description="all others, and whoever is no body of the county")
