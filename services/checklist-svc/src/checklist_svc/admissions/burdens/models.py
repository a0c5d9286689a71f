"""Budgets of villages' minutes, and the forms that count against them: the tables, and the rules about one row."""

from datetime import date, timedelta
from math import ceil
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts.burdens import BurdenBudgetSet, BurdenBudgetWithdrawn
from contracts.titles import TitledEnum
from countykit.identity import Role
from countykit.neutrality import neutral
from countykit.tables import Aggregate
from servicekit.tables import enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from checklist_svc.admissions.months import months_in
from checklist_svc.models import Base


class State(TitledEnum, name="burden_budget_state", title_zh="负担预算状态"):
    """Whether a body has a budget of its own."""

    IN_FORCE = "in_force", "有效"
    WITHDRAWN = "withdrawn", "已撤销"


_OFFICE = frozenset({Role.COUNTY_OFFICE})
WORKFLOW = Workflow({
    "revision": Step(
        {State.IN_FORCE}, None, _OFFICE, "调整预算", rules=(neutral,),
        fact=lambda row, _: BurdenBudgetSet(year=row.year, minutes=row.minutes, previous=row.previous),
    ),
    "withdrawal": Step(
        {State.IN_FORCE}, State.WITHDRAWN, _OFFICE, "撤销单列预算", rules=(neutral,),
        fact=lambda row, _: BurdenBudgetWithdrawn(year=row.year, minutes=row.minutes),
    ),
})  # fmt: skip


class BurdenBudget(Aggregate, Base, table=True):
    """How many minutes of each village a body may take in a year. `region` is the county."""

    __tablename__ = "burden_budget"
    __table_args__ = (
        sa.Index(
            "one_burden_budget_per_body_and_year", "region", "department", "year", unique=True,
            postgresql_where=sa.text("state = 'in_force'"),
        ),
    )  # fmt: skip
    reason_columns: ClassVar[tuple[str, ...]] = ("reason",)

    department: str = Field(max_length=60)
    year: int
    minutes: int
    previous: int | None = None
    reason: str = Field(max_length=500)
    state: State = enumerated(State, default=State.IN_FORCE)


class FormBurden(Base, table=True):
    """A form in force, as this service hears of it: its basis, and what villages type for it at most in a year."""

    __tablename__ = "form_burden"
    __reconciled__ = False

    id: UUID = Field(primary_key=True)
    region: str = Field(max_length=12, index=True)
    department: str = Field(max_length=60)
    title: str = Field(max_length=200)
    seconds_a_year: int
    starts_on: date
    valid_until: date
    ended_on: date | None = None
    admission: str | None = Field(default=None, max_length=60)
    legal_basis: str | None = Field(default=None, max_length=500)

    def minutes_in(self, year: int) -> int:
        """What it takes of a village in a calendar year: a twelfth for every month that it touches."""
        # What stands on an admission was counted with it.
        last = self.valid_until if self.ended_on is None else min(self.valid_until, self.ended_on - timedelta(days=1))
        months = 0 if self.admission else months_in(year, self.starts_on, last)
        return ceil(self.seconds_a_year * months / 720)
