"""Bodies of the register's routes."""

from datetime import date, datetime
from typing import Annotated

from countykit.directory import DepartmentCode, RegionCode
from pydantic import Field, StrictBool, StrictFloat, StrictInt, StrictStr
from servicekit.bodies import Body, ResourceView

from report_svc.elements.codes import ElementName
from report_svc.elements.schemas import ElementCode

VillageCode = Annotated[str, Field(pattern=r"^\d{12}$", examples=["990101001201"])]


class VillageValue(Body):
    """One village's value, in the element's unit."""

    village: VillageCode
    value: StrictBool | StrictInt | StrictFloat | StrictStr


class Delivery(Body):
    """Values of one element as the caller's body has them; all of them are stored or none."""

    element: ElementCode
    as_of: date = Field(description="the day for which they hold", examples=["2026-03-31"])
    valid_until: date | None = Field(None, description="how long they are good; by the element's refresh when left out")
    values: list[VillageValue] = Field(min_length=1, max_length=5000)


class DeliveryView(ResourceView):
    """A delivery as it was stored."""

    table_title = "数值推送"

    region: RegionCode = Field(title="县(市、区)")
    department: DepartmentCode | None = Field(title="推送单位")
    element: ElementName = Field(title="数据元")
    source: str = Field(title="来源")
    as_of: date = Field(title="数据时点")
    valid_until: date = Field(title="有效至")
    values: int = Field(title="村数")
    created_at: datetime = Field(title="推送时间")
