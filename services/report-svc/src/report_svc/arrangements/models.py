"""Arrangements (填报安排): the tables, and the rules about one row."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from countykit.tables import Aggregate
from servicekit.tables import document
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from report_svc.arrangements.periods import due_day
from report_svc.forms.models import Frequency
from report_svc.models import Base


class Arrangement(Aggregate, Base, table=True):
    """A catalogued form asked of villages. `region` is the township that asks, `department` whose form it is.

    It never changes once issued, so that many villages can file at the same time without waiting for one another.
    """

    __tablename__ = "arrangement"

    department: str = Field(max_length=60)
    form_id: UUID = Field(foreign_key="form.id", index=True)
    form: str = Field(max_length=60)
    title: str = Field(max_length=200)
    year: int = Field(index=True)
    frequency: Frequency = Field(sa_type=sa.Text)
    villages: list[str] = Field(sa_type=ARRAY(sa.Text))
    starts_on: date
    until: date
    occupied_from: date
    occupied_until: date
    due: dict[str, Any] = document()
    emergency_basis: str | None = Field(default=None, max_length=500)

    @property
    def state(self) -> str:
        """An arrangement exists from its issue on."""
        return "issued"

    def due_after(self, last_day: date) -> date:
        """The due day of something that ended on a day."""
        return due_day(last_day, days=self.due.get("days"), workdays=self.due.get("workdays"))


class ArrangementPeriod(Base, table=True):
    """One period of an arrangement with its due day."""

    __tablename__ = "arrangement_period"

    arrangement_id: UUID = Field(primary_key=True, foreign_key="arrangement.id")
    period: str = Field(primary_key=True, max_length=20)
    first_day: date
    last_day: date
    due_on: date
    fair_notice: bool
