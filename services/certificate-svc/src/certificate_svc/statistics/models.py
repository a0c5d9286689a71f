"""Months whose statistics are public: the table."""

from datetime import date

import sqlalchemy as sa
from countykit.tables import Aggregate

from certificate_svc.models import Base


class DemandMonth(Aggregate, Base, table=True):
    """One month of a county, which is `region`, whose numbers were published when it was over."""

    __tablename__ = "demand_month"
    __table_args__ = (sa.UniqueConstraint("region", "month"),)

    month: date
    """Its first day."""
