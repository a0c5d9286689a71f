"""Trainings: the table."""

from datetime import date

from countykit.tables import Aggregate
from sqlmodel import Field

from certificate_svc.models import Base


class Training(Aggregate, Base, table=True):
    """One training. `region` is the township whose clerks attended, or the county for all of them."""

    __tablename__ = "training"

    topic: str = Field(max_length=200)
    held_on: date
    attendees: int
