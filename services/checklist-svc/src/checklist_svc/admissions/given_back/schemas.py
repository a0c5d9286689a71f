"""Views of hours given back."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from countykit.directory import DepartmentCode, RegionCode
from pydantic import Field
from servicekit.bodies import View

from checklist_svc.admissions.given_back.giving import Kind


class GivenBackRecord(View):
    """One thing that ended early, and what it gave back."""

    kind: Kind
    id: UUID
    title: str = Field(title="事项名称")
    number: str | None = Field(title="准入编号")
    department: DepartmentCode = Field(title="机构")
    monthly_minutes: Decimal = Field(title="每村每月分钟")
    ended_on: date = Field(title="提前终止日期", description="the last one, where villages differ")
    until: date = Field(title="原定截止日期", description="the last one, where villages differ")
    villages: int = Field(title="涉及村数")
    minutes: Decimal = Field(title="退还分钟", description="of all these villages between the two days")


class GivenBackPlace(View):
    """The same of one township or village."""

    region: RegionCode = Field(title="行政区划")
    villages: int = Field(title="村数")
    minutes: Decimal = Field(title="退还分钟")
    minutes_on: Decimal = Field(title="仍需承担分钟")
    hours: Decimal = Field(title="每村每月退还小时")


class GivenBack(View):
    """What villages were to do between two days and need not do, because it ended early. The days are included."""

    region: RegionCode
    first: date
    last: date
    villages: int = Field(title="村数")
    months: Decimal = Field(title="月数", description="a day is its share of its month")
    minutes: Decimal = Field(title="退还分钟", description="of all villages together")
    minutes_on: Decimal = Field(title="仍需承担分钟", description="what the same lists still ask for on these days")
    hours: Decimal = Field(title="每村每月退还小时")
    places: list[GivenBackPlace] = Field(description="townships of a county, villages of a township")
    records: list[GivenBackRecord] = Field(description="the ones that gave back most, first")
    more: bool = Field(description="whether more records gave something back than these; the sums count all")
