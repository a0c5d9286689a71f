"""Facts of the gateway: the directory of regions and departments, which every service follows."""

from datetime import date
from typing import ClassVar, Literal

from contracts.envelope import Event

RegionLevel = Literal["province", "city", "county", "township", "village"]


class RegionRegistered(Event):
    """A region entered the directory, or its name or validity changed. `code` is the 12-digit statistical code."""

    type: ClassVar[str] = "gateway.region.registered.v1"
    collection: ClassVar[str] = "regions"

    code: str
    name: str
    level: RegionLevel
    valid_from: date
    valid_to: date | None = None


class DepartmentRegistered(Event):
    """A department (党政群机构) entered the directory or changed. `home` is the region that it belongs to."""

    type: ClassVar[str] = "gateway.department.registered.v1"
    collection: ClassVar[str] = "departments"

    code: str
    name: str
    home: str
    credit_code: str | None = None
    active: bool = True
