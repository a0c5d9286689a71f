"""Bodies of the guidance routes."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import Body, View


class GuidanceRecord(Body):
    """A guidance visit that was held."""

    held_on: date
    participants_departments: list[Annotated[str, Field(min_length=1, max_length=60)]] = Field(
        min_length=1, max_length=30, description="codes of the bodies that took part"
    )
    agreed_measures: str = Field(min_length=2, max_length=2000)


class GuidanceView(View):
    """A guidance visit as it is shown."""

    table_title = "指导"

    id: UUID
    version: int
    region: RegionCode = Field(title="乡镇")
    letter_id: UUID = Field(title="提示函")
    held_on: date = Field(title="会商日期")
    participants_departments: list[str] = Field(title="参加单位")
    agreed_measures: str = Field(title="商定举措")
    created_at: datetime = Field(title="登记时间")
