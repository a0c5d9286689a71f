"""Imposed tasks: the table, and the rules about one row."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from countykit.identity import Role
from countykit.tables import Aggregate
from servicekit.tables import moment
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from checklist_svc.models import Base


class State(StrEnum):
    """What the county office found."""

    REPORTED = "reported"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


_COUNTY = frozenset({Role.COUNTY_OFFICE})
WORKFLOW = Workflow(
    {
        "confirmation": Step({State.REPORTED}, State.CONFIRMED, _COUNTY),
        "dismissal": Step({State.REPORTED}, State.DISMISSED, _COUNTY),
    }
)


class ImposedTask(Aggregate, Base, table=True):
    """One report. `department` is the charged body. `region` is the reporter's; an anonymous report carries the
    region one level above instead and no reporter, so that the row does not say which village spoke."""

    __tablename__ = "imposed_task"

    title: str = Field(max_length=200)
    detail: str | None = Field(default=None, max_length=2000)
    department: str = Field(max_length=60, index=True)
    charged_home: str = Field(max_length=12)
    occurred_on: date | None = None
    admission_number: str | None = Field(default=None, max_length=60)
    anonymous: bool
    reported_by: str | None = Field(default=None, max_length=200)
    state: State = Field(default=State.REPORTED, sa_type=sa.Text)
    finding: str | None = Field(default=None, max_length=500)
    judged_at: datetime | None = moment(default=None, nullable=True)

    def judge(self, action: str, finding: str, now: datetime) -> None:
        """Confirm or dismiss; raises IllegalTransition."""
        self.state = WORKFLOW.after(State(self.state), action)
        self.finding, self.judged_at = finding, now
