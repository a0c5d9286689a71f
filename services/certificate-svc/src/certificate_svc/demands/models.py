"""Demand records: the table."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from countykit.tables import Aggregate
from sqlmodel import Field

from certificate_svc.models import Base

# Checked at the commit: both rows are new, and the order in which they are written is not ours to choose.
_APPLICATION = sa.ForeignKey("application.id", deferrable=True, initially="DEFERRED")


class Demand(Aggregate, Base, table=True):
    """Somebody demanded a forbidden certificate of a villager. `region` is the village where it came to light."""

    __tablename__ = "demand"

    application_id: UUID = Field(sa_column_args=[_APPLICATION])
    item_code: str = Field(max_length=60)
    item_name: str = Field(max_length=200)
    demander: str = Field(max_length=200)
    department: str | None = Field(default=None, max_length=60, index=True)
    charged_home: str | None = Field(default=None, max_length=12)
    demanded_on: date
