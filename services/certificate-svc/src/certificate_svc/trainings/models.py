"""Trainings: the table, and who attended."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from countykit.tables import Aggregate
from sqlmodel import Field

from certificate_svc.models import Base


class Training(Aggregate, Base, table=True):
    """One training. `region` is the township whose clerks attended, or the county for all of them."""

    __tablename__ = "training"

    topic: str = Field(max_length=200)
    held_on: date
    attendees: int
    listed_villages: int = 0
    listed_people: int = 0


class Attendance(Aggregate, Base, table=True):
    """How many of a village attended a training, by the township's list; their names stay on its paper."""

    __tablename__ = "training_attendance"
    __table_args__ = (sa.UniqueConstraint("training_id", "region"),)

    training_id: UUID = Field(foreign_key="training.id")
    people: int
