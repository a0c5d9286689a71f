"""Refused demands: the table."""

from countykit.tables import Aggregate
from sqlmodel import Field

from checklist_svc.models import Base


class RefusedDemand(Aggregate, Base, table=True):
    """One refusal of a village. `department` is who demanded; the letter stays as it was handed over."""

    __tablename__ = "refused_demand"

    title: str = Field(max_length=200)
    department: str = Field(max_length=60, index=True)
    charged_home: str = Field(max_length=12)
    edition_number: int
    cited_item: str | None = Field(default=None, max_length=20)
    letter: str = Field(max_length=4000)
