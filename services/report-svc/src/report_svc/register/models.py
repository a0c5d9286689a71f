"""The register's tables: deliveries of values, and the values themselves."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from contracts.envelope import new_id
from contracts.titles import TitledEnum
from countykit.tables import Aggregate
from servicekit.tables import document, enumerated, moment
from sqlmodel import Field

from report_svc.elements.models import Refresh
from report_svc.models import Base

_GOOD_FOR = {
    Refresh.WEEK: 7, Refresh.TEN_DAYS: 11, Refresh.HALF_MONTH: 16, Refresh.MONTH: 31, Refresh.QUARTER: 92,
    Refresh.HALF_YEAR: 184, Refresh.YEAR: 366, Refresh.SCHOOL_YEAR: 366, Refresh.ANY_TIME: 366,
}  # fmt: skip


def good_until(as_of: date, refresh: Refresh) -> date:
    """The last day of a value that says no other: until its source will have renewed it."""
    return as_of + timedelta(days=_GOOD_FOR[refresh])


class Origin(TitledEnum, name="value_origin", title_zh="数值来源"):
    """Who said a value."""

    SOURCE = "source", "来源单位推送"
    VILLAGE = "village", "村级填报"


class ValueDelivery(Aggregate, Base, table=True):
    """Values of one element for many villages, as a body has them. `region` is the county, `department` the body."""

    __tablename__ = "value_delivery"

    department: str | None = Field(default=None, max_length=60, index=True)
    element: str = Field(max_length=20)
    source: str = Field(max_length=100)
    as_of: date
    valid_until: date
    values: int

    @property
    def state(self) -> str:
        """A delivery is what it is; what replaces it is a newer one."""
        return "delivered"


class ElementValue(Base, table=True):
    """What somebody said of one village. Nothing is overwritten: the newest day counts, on one day what came last."""

    __tablename__ = "element_value"
    __table_args__ = (sa.Index("element_value_latest_idx", "region", "element", "as_of"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    region: str = Field(max_length=12)
    element: str = Field(max_length=20)
    value: Any = document()
    origin: Origin = enumerated(Origin)
    source: str = Field(max_length=100)
    as_of: date
    valid_until: date
    recorded_at: datetime = moment()
    delivery_id: UUID | None = Field(default=None, foreign_key="value_delivery.id", index=True)
    surveyed: bool = False
    """Said in a statistical survey: it serves surveys only, as the statistics law has it."""
    filing_id: UUID | None = Field(default=None, index=True)
