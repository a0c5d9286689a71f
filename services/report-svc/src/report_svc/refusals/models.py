"""Refused forms: the table."""

from contracts.form_refusals import Ground
from countykit.tables import Aggregate
from servicekit.tables import enumerated
from sqlmodel import Field

from report_svc.models import Base


class FormRefusal(Aggregate, Base, table=True):
    """One refusal of a village. `department` is who demanded; the letter stays as it was handed over."""

    __tablename__ = "form_refusal"

    title: str = Field(max_length=200)
    table_number: str | None = Field(default=None, max_length=60)
    department: str = Field(max_length=60, index=True)
    charged_home: str = Field(max_length=12)
    ground: Ground = enumerated(Ground)
    law: str = Field(max_length=200)
    letter: str = Field(max_length=4000)

    @property
    def state(self) -> str:
        """A refusal is what it is."""
        return "refused"
