"""Additions: the table, and the steps between its states."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from contracts import catalogue_additions as facts
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role, of_own_body
from countykit.neutrality import neutral, not_served
from countykit.tables import Aggregate
from countykit.todos import Todo, not_by
from servicekit.tables import enumerated, moment
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from report_svc.additions.errors import AdditionSecondPerson
from report_svc.models import Base


class State(TitledEnum, name="catalogue_addition_state", title_zh="报表增列状态"):
    """What became of an addition."""

    FILED = "filed", "待批准"
    ADDED = "added", "已增列"
    REFUSED = "refused", "不予增列"
    WITHDRAWN = "withdrawn", "已撤回"


def _second(row: Any, caller: Caller) -> AdditionSecondPerson | None:
    return AdditionSecondPerson() if caller.is_any_of(row.filed_by) else None


WORKFLOW = Workflow({
    # The head of the county decides what villages are asked for beside the plan of the year, not the office.
    "decision": Step(
        {State.FILED}, {"add": State.ADDED, "refuse": State.REFUSED}, frozenset({Role.APPROVER}), "审批增列",
        rules=(_second, neutral),
        fact={
            "add": lambda row, _: facts.CatalogueAdditionApproved(form=row.form, year=row.year, edition=row.edition),
            "refuse": lambda row, _: facts.CatalogueAdditionRefused(form=row.form, year=row.year),
        },
    ),
    "withdrawal": Step(
        {State.FILED}, State.WITHDRAWN, frozenset({Role.DEPARTMENT, Role.COUNTY_OFFICE}), "撤回增列申请",
        party=of_own_body,
        fact=lambda row, _: facts.CatalogueAdditionWithdrawn(form=row.form, year=row.year),
    ),
})  # fmt: skip


class CatalogueAddition(Aggregate, Base, table=True):
    """One form that is to enter a published catalogue. `region` is the county, `department` whose form it is."""

    __tablename__ = "catalogue_addition"
    __table_args__ = (
        sa.Index(
            "one_addition_per_form_and_year", "form_id", "year", unique=True,
            postgresql_where=sa.text("state = 'filed'"),
        ),
    )  # fmt: skip

    department: str = Field(max_length=60, index=True)
    form_id: UUID = Field(foreign_key="form.id")
    form: str = Field(max_length=60)
    title: str = Field(max_length=200)
    year: int
    reason: str = Field(max_length=500)
    filed_by: str = Field(max_length=200)
    state: State = enumerated(State, default=State.FILED)
    decided_by: str | None = Field(default=None, max_length=200)
    decided_at: datetime | None = moment(default=None)
    decision_reason: str | None = Field(default=None, max_length=500)
    edition: int | None = None
    """The edition of the catalogue that it made."""


TODOS = (
    Todo(
        "catalogue_addition", "审批年中新增报表", CatalogueAddition, WORKFLOW, "decision",
        record="read_catalogue_addition", subject="title",
        among=lambda caller: sa.and_(
            not_by(CatalogueAddition.filed_by)(caller), not_served(CatalogueAddition, caller)
        ),
    ),
)  # fmt: skip
