"""Arrangements (填报安排): the tables, and the rules about one row."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts.form_grounds import ArrangementGrounded
from contracts.report import Frequency
from contracts.titles import TitledEnum
from countykit.calendar import Dated, Deadline, WorkCalendar
from countykit.identity import Caller, Role
from countykit.numbers import Grounded, grounding, grounding_todo
from countykit.tables import Aggregate
from servicekit.tables import document, enumerated
from servicekit.workflow import Step, Workflow
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from report_svc.models import Base


class State(TitledEnum, name="arrangement_state", title_zh="填报安排状态"):
    """How far an arrangement has come."""

    ISSUED = "issued", "已下达"
    CANCELLED = "cancelled", "已取消"


def _of_its_villages(row: "Arrangement", caller: Caller) -> bool:
    return any(caller.scope.covers(village) for village in row.villages)


_FILERS = frozenset({Role.VILLAGE, Role.TOWNSHIP})
WORKFLOW = Workflow({
    # What was due before a cancellation may still be filed.
    "filings": Step(set(State), None, _FILERS, "填报", party=_of_its_villages),
    "confirmation": Step(set(State), None, _FILERS, "核对确认", party=_of_its_villages),
    "shortening": Step({State.ISSUED}, None, frozenset({Role.TOWNSHIP}), "缩短填报安排"),
    "cancellation": Step({State.ISSUED}, State.CANCELLED, frozenset({Role.TOWNSHIP}), "取消填报安排"),
    "grounding": grounding(
        {State.ISSUED}, lambda row, _: ArrangementGrounded(form=row.form, admission=row.admission)
    ),
})  # fmt: skip


class Arrangement(Grounded, Aggregate, Base, table=True):
    """A catalogued form asked of villages. `region` is the township that asks, `department` whose form it is.

    Nobody who files changes it, so many villages file at the same time without waiting for one another: only a holiday
    notice moves due days, its department adds a ground, and its township lifts periods.
    """

    __tablename__ = "arrangement"

    department: str = Field(max_length=60)
    form_id: UUID = Field(foreign_key="form.id", index=True)
    form: str = Field(max_length=60)
    title: str = Field(max_length=200)
    year: int = Field(index=True)
    frequency: Frequency = enumerated(Frequency)
    villages: list[str] = Field(sa_type=ARRAY(sa.Text))
    starts_on: date
    until: date
    occupied_from: date
    occupied_until: date
    due: dict[str, Any] = document()
    emergency_basis: str | None = Field(default=None, max_length=500)
    state: State = enumerated(State, default=State.ISSUED)
    reason: str | None = Field(default=None, max_length=500)
    """Why it was last shortened, cancelled, suspended or resumed, for its villages."""

    def due_after(self, last_day: date, calendar: WorkCalendar) -> Deadline:
        """The due day of something that ended on a day; one without offices moves to the next working day."""
        return Deadline.of(calendar, last_day, days=self.due.get("days"), workdays=self.due.get("workdays"))


class ArrangementPeriod(Dated, Base, table=True):
    """One period of an arrangement with its due day."""

    __tablename__ = "arrangement_period"
    __table_args__ = (
        sa.Index("arrangement_period_due_idx", "due_on"),
        sa.Index("arrangement_period_provisional_idx", "arrangement_id", postgresql_where=sa.text("provisional")),
    )
    day_column: ClassVar[str] = "due_on"

    arrangement_id: UUID = Field(primary_key=True, foreign_key="arrangement.id")
    period: str = Field(primary_key=True, max_length=20)
    first_day: date
    last_day: date
    due_on: date
    fair_notice: bool
    villages: int | None = None
    """How many of the arrangement's villages were asked when it was issued; None before this was counted."""
    lifted_on: date | None = None
    """Since when villages need not file it any more."""
    suspended: bool = False
    """Whether that is so because its form is suspended: it comes back when the form is resumed in time."""


TODOS = (
    grounding_todo(
        "arrangement_grounding", Arrangement, WORKFLOW, record="read_arrangement", subject="title",
    ),
)  # fmt: skip
