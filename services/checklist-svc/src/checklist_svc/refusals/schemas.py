"""Bodies of the refusal routes."""

from datetime import date, datetime

from countykit.directory import DepartmentCode, RegionCode
from pydantic import Field
from servicekit.bodies import Body
from servicekit.printing.schemas import OnPaper


class Demand(Body):
    """What was demanded of the village, by whom."""

    title: str = Field(min_length=2, max_length=200, examples=["报刊订阅任务"])
    department: str = Field(min_length=1, max_length=60, description="code of the body that demanded it")
    admission_number: str | None = Field(None, max_length=60, description="the number that was shown, if one was")
    wanted_on: date | None = Field(None, description="the day on which the village is to do it; today unless given")


class RefusedDemandView(OnPaper):
    """A refusal with its letter, ready to print."""

    table_title = "拒绝记录"
    paper = "/v1/refusals/{id}/document"

    version: int
    region: RegionCode = Field(title="行政区划")
    title: str = Field(title="事项")
    department: DepartmentCode = Field(title="派交机构")
    edition_number: int = Field(title="清单版次")
    cited_item: str | None = Field(title="对应负面事项")
    letter: str = Field(title="不予承接告知书")
    created_at: datetime = Field(title="出具时间")
