"""Bodies of the demand routes."""

from datetime import date
from uuid import UUID

from countykit.directory import DepartmentCode, RegionCode
from pydantic import Field
from servicekit.bodies import View


class DemandView(View):
    """A demand as it is shown."""

    table_title = "索要证明记录"

    id: UUID = Field(title="编号")
    region: RegionCode = Field(title="村(社区)")
    item_code: str = Field(title="事项编码")
    item_name: str = Field(title="事项名称")
    demander: str = Field(title="索要单位")
    department: DepartmentCode | None = Field(title="机构代码")
    charged_home: RegionCode | None = Field(title="归属区划")
    demanded_on: date = Field(title="日期")
    application_id: UUID = Field(title="申请编号")


class DemanderCount(View):
    """How often one body demanded forbidden certificates, in all and per item."""

    table_title = "索要证明统计"

    demander: str = Field(title="索要单位")
    department: DepartmentCode | None = Field(title="机构代码")
    charged_home: RegionCode | None = Field(title="归属区划")
    demands: int = Field(title="次数")
    items: dict[str, int] = Field(title="事项")


class DemandStatistics(View):
    """The bodies that demanded, the busiest first; always whole."""

    items: list[DemanderCount]
