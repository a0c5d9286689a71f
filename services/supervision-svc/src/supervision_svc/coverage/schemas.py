"""Bodies of the coverage routes."""

from datetime import date

from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import View


class CoveredPlace(View):
    """When somebody was last in a village, or of a township: in any of its villages, and how many nobody has seen."""

    table_title = "到村覆盖"

    region: RegionCode = Field(title="行政区划")
    visits: int = Field(title="近一年到村次数")
    last_visit: date | None = Field(title="最近到村日期", description="by anybody; none: never")
    last_inspected: date | None = Field(title="最近检查人员到村日期", description="not counting what bodies registered")
    last_inquired: date | None = Field(title="最近随机核实日期", description="drawn, without notice, and asked")
    days: int | None = Field(title="未到天数", description="since somebody other than a visiting body was there")
    villages: int = Field(title="村（社区）数", description="1 of a village itself")
    unseen: int = Field(title="超期未到村数", description="villages that no inspector has seen within the days given")


class CoverageView(View):
    """A county's places, those that nobody has seen the longest first."""

    unseen_days: int = Field(title="超期天数")
    townships: int = Field(title="乡镇数")
    villages: int = Field(title="村（社区）数")
    never: int = Field(title="从未到过的村数", description="villages that no inspector is known to have seen")
    unseen: int = Field(title="超期未到村数", description="with those that were never seen")
    inquired: int = Field(title="随机核实过的村数", description="within the days given")
    items: list[CoveredPlace] = Field(title="名单")
    more: int = Field(title="未列出数", description="how many places are not listed")
