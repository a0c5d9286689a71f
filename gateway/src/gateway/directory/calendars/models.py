"""Published calendars: the table."""

from datetime import date

import sqlalchemy as sa
from countykit.tables import Aggregate
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from gateway.models import Base


class PublishedCalendar(Aggregate, Base, table=True):
    """The notice of one year for an area, as it holds now; the event log keeps what it was before.

    `region` is the area: the whole country, or one that has holidays of its own.
    """

    __tablename__ = "published_calendar"
    __table_args__ = (sa.UniqueConstraint("region", "year"),)

    year: int
    days_off: list[date] = Field(sa_type=ARRAY(sa.Date))
    make_up_days: list[date] = Field(sa_type=ARRAY(sa.Date))
    source: str = Field(max_length=200)
