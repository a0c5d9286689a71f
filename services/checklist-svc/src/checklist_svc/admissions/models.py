"""Admissions, their reviews and the serial of their numbers: the tables, and the rules about one row."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts.checklist import (
    AdmissionExpired,
    AdmissionGranted,
    AdmissionRejected,
    AdmissionReturned,
    AdmissionSubmitted,
    AdmissionWithdrawn,
)
from contracts.envelope import Event, new_id
from contracts.titles import TitledEnum
from countykit.calendar import Dated, Deadline
from countykit.identity import Caller, Role
from countykit.tables import Aggregate
from countykit.todos import Todo, own_department
from countykit.workdays import end_of_day
from servicekit.tables import document, enumerated, moment
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from checklist_svc.models import Base


class State(TitledEnum, name="admission_state", title_zh="准入状态"):
    """How far an application has come."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "已退回"
    GRANTED = "granted", "准予"
    REJECTED = "rejected", "不予准入"
    WITHDRAWN = "withdrawn", "已撤回"
    EXPIRED = "expired", "已到期"


class Frequency(TitledEnum, name="admission_frequency", title_zh="事项频次"):
    """How often the task comes."""

    ONCE = "once", "一次性"
    WEEKLY = "weekly", "每周"
    TEN_DAYS = "ten_days", "每旬"
    MONTHLY = "monthly", "每月"
    QUARTERLY = "quarterly", "每季度"
    HALF_YEAR = "half_year", "每半年"
    YEARLY = "yearly", "每年"
    ON_EVENT = "on_event", "随事件"


class Verdict(TitledEnum, name="review_verdict", title_zh="会审意见"):
    """What a reviewing body says."""

    AGREE = "agree", "同意"
    OBJECT = "object", "不同意"


_DEPARTMENT = frozenset({Role.DEPARTMENT})
_COUNTY = frozenset({Role.COUNTY_OFFICE})
DRAFTS = frozenset({State.DRAFT, State.RETURNED})
"""The states in which the department may still change what it applies for."""
_LIVE = {State.DRAFT, State.SUBMITTED, State.RETURNED, State.GRANTED}


def _own(admission: "Admission", caller: Caller) -> bool:
    return admission.department == caller.department


def _submitted(admission: "Admission", _: State) -> Event:
    return AdmissionSubmitted(title=admission.title)


def _granted(admission: "Admission", _: State) -> Event:
    return AdmissionGranted(title=admission.title, number=admission.number, valid_until=admission.valid_until)


def _rejected(admission: "Admission", _: State) -> Event:
    cited = (admission.rejection or {}).get("cited_item") if admission.may_object else None
    return AdmissionRejected(title=admission.title, automatic=cited is not None, cited_item=cited)


def _withdrawn(admission: "Admission", _: State) -> Event:
    return AdmissionWithdrawn(number=admission.number)


WORKFLOW = Workflow({
    "submission": Step(
        DRAFTS, State.SUBMITTED, _DEPARTMENT, "提交", party=_own, fact=_submitted,
    ),
    "reviews": Step({State.SUBMITTED}, None, _COUNTY, "填写审核意见"),
    "decision": Step(
        {State.SUBMITTED}, {"grant": State.GRANTED, "reject": State.REJECTED, "return": State.RETURNED},
        _COUNTY, "审批",
        fact={
            "grant": _granted, "reject": _rejected,
            "return": lambda admission, _: AdmissionReturned(title=admission.title),
        },
    ),
    "objection": Step(
        {State.REJECTED}, State.SUBMITTED, _DEPARTMENT, "提出异议", fact=_submitted, party=_own,
        when=lambda admission: admission.may_object,
    ),
    "withdrawal": Step(
        _LIVE, State.WITHDRAWN, _DEPARTMENT, "撤回", party=_own,
        fact=_withdrawn,
    ),
    # What the system does by itself; nobody may ask for it.
    "replacement": Step({State.GRANTED}, State.WITHDRAWN, fact=_withdrawn),
    "expiry": Step({State.GRANTED}, State.EXPIRED, fact=lambda row, _: AdmissionExpired(number=row.number or "")),
})  # fmt: skip


class Admission(Dated, Aggregate, Base, table=True):
    """One application of a department, and the admission that it may become."""

    __tablename__ = "admission"
    reason_columns: ClassVar[tuple[str, ...]] = ("reason", "objection")
    __table_args__ = (
        sa.Index("granted_admission_by_last_day", "valid_until", postgresql_where=sa.text("state = 'granted'")),
        sa.Index("undecided_admission_by_last_day", "decide_by", postgresql_where=sa.text("state = 'submitted'")),
    )

    day_column: ClassVar[str] = "decide_by"

    department: str = Field(max_length=60, index=True)
    title: str = Field(max_length=200)
    content: str = Field(max_length=2000)
    legal_basis: str = Field(max_length=500)
    starts_on: date
    ends_on: date
    frequency: Frequency = enumerated(Frequency)
    burden_minutes: int
    entrusted: bool
    funding_source: str | None = Field(default=None, max_length=200)
    funding_yuan: Decimal | None = Field(default=None, max_digits=14, decimal_places=2)
    emergency: bool
    emergency_reason: str | None = Field(default=None, max_length=500)
    drops: UUID | None = None
    state: State = enumerated(State, default=State.DRAFT)
    round: int = 0
    submitted_at: datetime | None = moment(default=None, nullable=True)
    decide_by: date | None = None
    decided_at: datetime | None = moment(default=None, nullable=True)
    reason: str | None = Field(default=None, max_length=500)
    rejection: dict[str, Any] | None = document(default=None, nullable=True)
    objection: str | None = Field(default=None, max_length=500)
    advice: dict[str, Any] | None = document(default=None, nullable=True)
    duplicates: list[dict[str, Any]] = document(default_factory=list)
    budget: list[dict[str, Any]] = document(default_factory=list)
    number: str | None = Field(default=None, max_length=60, unique=True)
    valid_until: date | None = None
    signature: str | None = Field(default=None, max_length=120)

    def owner_is(self, caller: Caller) -> bool:
        """Whether the application is the caller's own department's."""
        return _own(self, caller)

    def submit(self, now: datetime, decide_by: Deadline) -> None:
        """The application is handed in; the days to decide it begin (LST-03)."""
        self.round += 1
        self.submitted_at, self.reason, self.decided_at = now, None, None
        self.set_deadline(decide_by)

    @property
    def may_object(self) -> bool:
        """Whether the list refused it and no person has looked at it yet."""
        return self.rejection is not None and self.objection is None

    @property
    def expires_at(self) -> datetime | None:
        """When a granted admission ends by itself."""
        running = self.state == State.GRANTED and self.valid_until is not None
        return end_of_day(self.valid_until) if running and self.valid_until else None

    def in_force(self, day: date) -> bool:
        """Whether villages have to take the task on that day."""
        return self.state == State.GRANTED and self.valid_until is not None and day <= self.valid_until

    def minutes_in(self, year: int) -> int:
        """What the task costs a village in a calendar year: every month that it touches counts whole."""
        last = self.valid_until or self.ends_on
        first_month = max(self.starts_on, date(year, 1, 1))
        last_month = min(last, date(year, 12, 31))
        months = (last_month.month - first_month.month + 1) if last_month >= first_month else 0
        return self.burden_minutes * months

    def years(self) -> range:
        """The calendar years that the task touches."""
        return range(self.starts_on.year, self.ends_on.year + 1)


class Review(Base, table=True):
    """What one reviewing body says about one round of an application."""

    __tablename__ = "admission_review"
    __table_args__ = (sa.UniqueConstraint("admission_id", "round", "body"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    admission_id: UUID = Field(foreign_key="admission.id", index=True)
    round: int
    body: str = Field(max_length=60)
    verdict: Verdict = enumerated(Verdict)
    opinion: str = Field(max_length=500)
    reviewer: str = Field(max_length=200)
    reviewed_at: datetime = moment()


class NumberSeries(Base, table=True):
    """The last serial given in a county and year; drawn inside the grant's transaction, so numbers have no gaps."""

    __tablename__ = "admission_number_series"
    __reconciled__ = False

    county: str = Field(primary_key=True, max_length=12)
    year: int = Field(primary_key=True)
    last: int


TODOS = (
    Todo(
        "admission_decision", "研究决定准入申请", Admission, WORKFLOW, "decision",
        record="read_admission", subject="title", due="decide_by",
    ),
    Todo(
        "admission_return", "修改退回的准入申请", Admission, WORKFLOW, "submission", states=frozenset({State.RETURNED}),
        record="read_admission", subject="title", among=own_department(Admission),
    ),
)  # fmt: skip
