"""Departments: the table."""

from datetime import date

from countykit.tables import Aggregate
from sqlmodel import Field

from gateway.models import Base


class Department(Aggregate, Base, table=True):
    """A body that may create demands on villages. `region` is its home."""

    __tablename__ = "registered_department"

    code: str = Field(max_length=60, unique=True)
    name: str = Field(max_length=100)
    credit_code: str | None = Field(default=None, max_length=18)
    active: bool = True
    valid_from: date | None = None
    valid_to: date | None = None

    def ended_by(self, day: date) -> bool:
        """Whether nobody acts for it any more on a day."""
        return not self.active or (self.valid_to is not None and self.valid_to <= day)
