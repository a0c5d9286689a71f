"""Filings (填报): the table, and the rules about one row."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from contracts.envelope import Event
from contracts.report import FilingCorrected
from contracts.titles import TitledEnum
from countykit.identity import Role
from countykit.tables import Aggregate
from countykit.workdays import end_of_day
from servicekit.tables import document, enumerated, moment
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from report_svc.forms.fields import FormField, Value, is_empty
from report_svc.models import Base


class State(TitledEnum, name="filing_state", title_zh="填报状态"):
    """Whether a filing stands as it came in."""

    SUBMITTED = "submitted", "已报送"
    CORRECTED = "corrected", "已更正"


FILERS = frozenset({Role.VILLAGE, Role.TOWNSHIP})
WORKFLOW = Workflow({
    "correction": Step(
        set(State), State.CORRECTED, FILERS, "更正",
        fact=lambda row, _: FilingCorrected(form=row.form, period=row.period, complete=row.complete),
    ),
})  # fmt: skip


class Filing(Aggregate, Base, table=True):
    """One filled form. `region` is the village, `department` whose form it is.

    The foreign key takes a key-share lock on the arrangement, so villages never wait for one another; the unique
    constraint decides between two filings of the same village and period.
    """

    __tablename__ = "filing"
    __table_args__ = (sa.UniqueConstraint("arrangement_id", "region", "period"),)

    department: str = Field(max_length=60)
    arrangement_id: UUID = Field(foreign_key="arrangement.id")
    form_id: UUID = Field(foreign_key="form.id", index=True)
    form: str = Field(max_length=60)
    period: str = Field(max_length=20)
    due_on: date
    provisional: bool = False
    values: dict[str, Any] = document()
    on_time: bool
    complete: bool
    state: State = enumerated(State, default=State.SUBMITTED)
    reason: str | None = Field(default=None, max_length=500)
    filed_at: datetime = moment()

    def correct(self, fields: Sequence[FormField], values: Mapping[str, Value], reason: str) -> Event:
        """Replace the values; whether the filing was on time stays what it was."""
        taken = WORKFLOW.take(self, "correction")
        self.reason = reason
        self.values = dict(values)
        self.complete = is_complete(fields, values)
        return taken.event(self)


def is_complete(fields: Sequence[FormField], values: Mapping[str, Value]) -> bool:
    """Whether nothing compulsory is empty."""
    return not any(field.required and is_empty(values.get(field.name)) for field in fields)


def is_on_time(now: datetime, due_on: date, *, provisional: bool) -> bool:
    """A filing is on time until the due day has ended in China; nothing is late by a provisional day."""
    return provisional or now < end_of_day(due_on)
