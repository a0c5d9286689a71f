"""Off-plan demands: the table, and the rules about one row."""

from enum import StrEnum

import sqlalchemy as sa
from countykit.identity import Role
from countykit.tables import Aggregate
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from report_svc.models import Base


class Channel(StrEnum):
    """How the demand reached the village."""

    PAPER = "paper"
    EMAIL = "email"
    GROUP = "group"
    PHONE = "phone"
    APP = "app"


class State(StrEnum):
    """What the county office made of the report."""

    REPORTED = "reported"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


_OFFICE = frozenset({Role.COUNTY_OFFICE})
WORKFLOW = Workflow(
    {
        "confirmation": Step({State.REPORTED}, State.CONFIRMED, _OFFICE),
        "dismissal": Step({State.REPORTED}, State.DISMISSED, _OFFICE),
    }
)


class OffplanDemand(Aggregate, Base, table=True):
    """One form demanded outside of the catalogue. `department` is the body charged, `charged_home` its region.

    `region` is where it reached; an anonymous report names the township only, and nobody who reported it.
    """

    __tablename__ = "offplan_demand"

    title: str = Field(max_length=200)
    table_number: str | None = Field(default=None, max_length=60)
    department: str = Field(max_length=60, index=True)
    charged_home: str = Field(max_length=12)
    reached: Channel = Field(sa_type=sa.Text)
    details: str | None = Field(default=None, max_length=1000)
    anonymous: bool
    reported_by: str | None = None
    state: State = Field(default=State.REPORTED, sa_type=sa.Text)
    reason: str | None = Field(default=None, max_length=500)

    def apply(self, action: str, reason: str) -> None:
        """Take one step of the workflow; raises IllegalTransition."""
        self.state = WORKFLOW.after(State(self.state), action)
        self.reason = reason
