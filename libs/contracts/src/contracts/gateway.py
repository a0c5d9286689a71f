"""Facts of the gateway: the directory of regions and departments, which every service follows."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.titles import TitledEnum
from contracts.words import Day, Id, Title


class RegionLevel(TitledEnum, name="region_level", title_zh="区划级别"):
    """The level of a region."""

    PROVINCE = "province", "省"
    CITY = "city", "市"
    COUNTY = "county", "县"
    TOWNSHIP = "township", "乡镇"
    VILLAGE = "village", "村"


class StopCause(TitledEnum, name="stop_cause", title_zh="停用原因"):
    """Why an endpoint gets no more events."""

    GONE = "gone", "接收端答复不再接收"
    FAILING = "failing", "持续失败"
    PERSON = "person", "人工停用"


class RegionRegistered(Event):
    """A region entered the directory, or its name or validity changed. `code` is the 12-digit statistical code."""

    type: ClassVar[str] = "gateway.region.registered.v1"
    title_zh: ClassVar[str] = "登记行政区划"
    collection: ClassVar[str] = "regions"
    audience: ClassVar[Audience] = Audience.READERS

    code: str
    name: str
    level: RegionLevel
    valid_from: date
    valid_to: date | None = None


class DepartmentRegistered(Event):
    """A department (党政群机构) entered the directory or changed. `home` is the region that it belongs to."""

    type: ClassVar[str] = "gateway.department.registered.v1"
    title_zh: ClassVar[str] = "登记机构"
    collection: ClassVar[str] = "departments"
    audience: ClassVar[Audience] = Audience.READERS

    code: str
    name: str
    home: str
    credit_code: str | None = None
    active: bool = True
    valid_from: date | None = None
    valid_to: date | None = None


class CalendarPublished(Event):
    """A yearly holiday notice of the State Council's office, or an autonomous area's own holidays, came in or changed.

    Region is the area that it holds for: 000000000000 is the whole country. It replaces what was published before for
    the same area and year. Days off by law are off whether a notice names them or not.
    """

    type: ClassVar[str] = "gateway.calendar.published.v1"
    title_zh: ClassVar[str] = "发布节假日安排"
    collection: ClassVar[str] = "calendars"
    audience: ClassVar[Audience] = Audience.READERS

    year: Annotated[int, Field(examples=[2027])]
    days_off: Annotated[list[Day], Field(max_length=200, examples=[["2027-02-05", "2027-02-06"]])]
    make_up_days: Annotated[list[Day], Field(max_length=60, examples=[["2027-02-20"]])]
    source: Title


class EndpointFailing(Event):
    """An endpoint has been failing for a good part of the time after which it is disabled (50, 70, 90 percent)."""

    type: ClassVar[str] = "gateway.endpoint.failing.v1"
    title_zh: ClassVar[str] = "接收端持续失败"
    collection: ClassVar[str] = "endpoints"
    audience: ClassVar[Audience] = Audience.OPERATORS

    percent: int


class EndpointDisabled(Event):
    """An endpoint gets no more events: it answered 410, failed for too long, or somebody disabled it."""

    type: ClassVar[str] = "gateway.endpoint.disabled.v1"
    title_zh: ClassVar[str] = "接收端停用"
    collection: ClassVar[str] = "endpoints"
    audience: ClassVar[Audience] = Audience.OPERATORS

    cause: StopCause


class EndpointRecovered(Event):
    """An endpoint that was failing or disabled works again; what it missed is being delivered in order."""

    type: ClassVar[str] = "gateway.endpoint.recovered.v1"
    title_zh: ClassVar[str] = "接收端恢复"
    collection: ClassVar[str] = "endpoints"
    audience: ClassVar[Audience] = Audience.OPERATORS

    was_disabled: bool


class DeliveryExhausted(Event):
    """A delivery failed at its last attempt; it can be sent again by hand or with a replay."""

    type: ClassVar[str] = "gateway.delivery.exhausted.v1"
    title_zh: ClassVar[str] = "投递放弃"
    collection: ClassVar[str] = "endpoints"
    audience: ClassVar[Audience] = Audience.OPERATORS

    event_id: Id
    event_type: str
    attempts: int
