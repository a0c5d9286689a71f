"""Closings and exceptions: the tables, and the steps between their states."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from contracts import report_tables as facts
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.tables import Aggregate
from countykit.todos import Todo, not_by
from servicekit.tables import enumerated, moment
from servicekit.workflow import Step, Workflow
from sqlmodel import Field, col

from report_svc.closings.errors import SecondPersonForPeriod
from report_svc.models import Base

_DECIDERS = frozenset({Role.COUNTY_OFFICE, Role.APPROVER})


class ClosureState(TitledEnum, name="period_closure_state", title_zh="填报期状态"):
    """Whether a closing holds."""

    CLOSED = "closed", "已关闭"
    REOPENED = "reopened", "已重新开放"


class ExceptionState(TitledEnum, name="period_exception_state", title_zh="关闭期例外状态"):
    """What became of a request for an exception."""

    REQUESTED = "requested", "待批准"
    GRANTED = "granted", "已批准"
    REFUSED = "refused", "不批准"


def _second(row: Any, caller: Caller) -> SecondPersonForPeriod | None:
    return SecondPersonForPeriod() if caller.is_any_of(row.requested_by) else None


CLOSURES = Workflow({
    "reopening": Step(
        {ClosureState.CLOSED}, ClosureState.REOPENED, _DECIDERS, "重新开放", rules=(_second,),
        fact=lambda row, _: facts.PeriodReopened(form=row.form, period=row.period),
    ),
})  # fmt: skip
EXCEPTIONS = Workflow({
    "decision": Step(
        {ExceptionState.REQUESTED}, {"grant": ExceptionState.GRANTED, "refuse": ExceptionState.REFUSED},
        _DECIDERS, "审批例外", rules=(_second,),
        fact={
            "grant": lambda row, _: facts.PeriodExceptionGranted(form=row.form, period=row.period, until=row.until),
            "refuse": lambda row, _: facts.PeriodExceptionRefused(form=row.form, period=row.period),
        },
    ),
})  # fmt: skip


class PeriodClosure(Aggregate, Base, table=True):
    """One closing of one period of a form. `region` is the county, `department` whose form it is."""

    __tablename__ = "period_closure"
    __table_args__ = (
        sa.Index(
            "one_closure_per_form_and_period", "form_id", "period", unique=True,
            postgresql_where=sa.text("state = 'closed'"),
        ),
    )  # fmt: skip

    department: str = Field(max_length=60, index=True)
    form_id: UUID = Field(foreign_key="form.id")
    form: str = Field(max_length=60)
    period: str = Field(max_length=20)
    state: ClosureState = enumerated(ClosureState, default=ClosureState.CLOSED)
    requested_by: str = Field(max_length=200)
    reason: str | None = Field(default=None, max_length=500)


class PeriodException(Aggregate, Base, table=True):
    """One village may still file or correct in a closed period. `region` is the village."""

    __tablename__ = "period_exception"
    __table_args__ = (sa.Index("period_exception_of_idx", "form_id", "period", "region"),)

    department: str = Field(max_length=60, index=True)
    form_id: UUID = Field(foreign_key="form.id")
    form: str = Field(max_length=60)
    period: str = Field(max_length=20)
    until: date
    state: ExceptionState = enumerated(ExceptionState, default=ExceptionState.REQUESTED)
    requested_by: str = Field(max_length=200)
    reason: str = Field(max_length=500)
    decided_by: str | None = Field(default=None, max_length=200)
    decided_at: datetime | None = moment(default=None)
    decision_reason: str | None = Field(default=None, max_length=500)


def closed(form_id: Any, period: Any) -> sa.ColumnElement[bool]:
    """SQL: the period of the form is closed."""
    return sa.exists().where(
        col(PeriodClosure.form_id) == form_id, col(PeriodClosure.period) == period,
        col(PeriodClosure.state) == ClosureState.CLOSED,
    )  # fmt: skip


TODOS = (
    Todo(
        "period_exception", "审批关闭期例外", PeriodException, EXCEPTIONS, "decision",
        record="read_period_exception", subject="form", among=not_by(PeriodException.requested_by),
    ),
)  # fmt: skip
