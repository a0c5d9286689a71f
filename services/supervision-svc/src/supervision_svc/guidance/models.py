"""Guidance visits: the table."""

from datetime import date
from uuid import UUID

from countykit.tables import Aggregate
from servicekit.tables import document
from sqlmodel import Field

from supervision_svc.models import Base


class Guidance(Aggregate, Base, table=True):
    """One guidance visit about a letter. `region` is the township; a record of what was agreed, never changed."""

    __tablename__ = "guidance"

    letter_id: UUID = Field(foreign_key="letter.id", index=True)
    held_on: date
    participants_departments: list[str] = document()
    agreed_measures: str = Field(max_length=2000)
    recorded_by: str = Field(max_length=200)
