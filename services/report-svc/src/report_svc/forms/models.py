"""Forms (报表): the table, and the rules about one row."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from contracts import report as facts
from contracts.envelope import Event
from contracts.form_amendments import FormSuperseded
from contracts.form_columns import FormColumnsBound
from contracts.form_grounds import FormGrounded
from contracts.form_suspensions import FormResumed, FormSuspended
from contracts.report import Frequency
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.neutrality import neutral, not_served
from countykit.numbers import Grounded, grounding, grounding_todo
from countykit.tables import Aggregate
from countykit.todos import Todo, own_department
from countykit.workdays import end_of_day
from servicekit.tables import document, enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field, col

from report_svc.forms.effort import seconds_a_year
from report_svc.forms.errors import FormExpired
from report_svc.forms.fields import FormField
from report_svc.forms.frequencies import filings
from report_svc.forms.kinds import FormKind, IssuingLevel
from report_svc.forms.pauses import Pause
from report_svc.models import Base

# No plan or approval lies outside these years; a day beyond them is a typing error, and would overflow the calendar.
EARLIEST = date(2000, 1, 1)
LATEST = date(2200, 12, 31)


class TargetLevel(TitledEnum, name="target_level", title_zh="填报层级"):
    """Who is to fill the form."""

    VILLAGE = "village", "村级"
    TOWNSHIP = "township", "乡镇"


class State(TitledEnum, name="form_state", title_zh="报表状态"):
    """What has become of a form."""

    PROPOSED = "proposed", "待审核"
    APPROVED = "approved", "已批准"
    RETURNED = "returned", "已退回"
    STOPPED = "stopped", "已停用"
    WITHDRAWN = "withdrawn", "已撤回"
    EXPIRED = "expired", "已到期"
    SUPERSEDED = "superseded", "已由新版替代"


LIVE = (State.PROPOSED, State.RETURNED, State.APPROVED)
"""The states in which a form keeps its code."""

_OFFICE = frozenset({Role.COUNTY_OFFICE})
_DEPARTMENT = frozenset({Role.DEPARTMENT})


def _own(form: "Form", caller: Caller) -> bool:
    # Somebody who is department and township at once sees the forms of others, but may not change them.
    return caller.acts_for(form.department)


def _own_or_office(form: "Form", caller: Caller) -> bool:
    return Role.COUNTY_OFFICE in caller.roles or _own(form, caller)


def _resumes(form: "Form", caller: Caller) -> bool:
    # What the office stopped for a time is not taken up again by the body that asks for it.
    pause = form.pause
    return Role.COUNTY_OFFICE in caller.roles or ((pause is None or not pause.by_office) and _own(form, caller))


def proposed(form: "Form", _: State | None = None) -> Event:
    """The form is before the county office."""
    return facts.FormProposed(form=form.code, title=form.title)


WORKFLOW = Workflow({
    "decision": Step(
        {State.PROPOSED}, {"approve": State.APPROVED, "return": State.RETURNED}, _OFFICE, "审批", rules=(neutral,),
        fact={
            "approve": lambda form, _: facts.FormApproved(
                form=form.code, frequency=form.frequency, title=form.title, valid_until=form.valid_until,
                legal_basis=form.legal_basis, admission=form.admission, seconds_a_year=form.seconds_a_year,
                fields=form.village_fields, filings_a_year=form.village_filings,
            ),
            "return": lambda form, _: facts.FormReturned(form=form.code),
        },
    ),
    # The paper of another body: one person records it, another decides.
    "survey-approval": Step(
        {State.PROPOSED}, None, _OFFICE, "登记统计机构审批",
        when=lambda form: form.county_survey and form.survey_approval is None,
    ),
    "stoppage": Step(
        {State.PROPOSED, State.APPROVED, State.SUPERSEDED}, State.STOPPED, _OFFICE, "停用",
        fact=lambda form, _: facts.FormStopped(form=form.code),
    ),
    "suspension": Step(
        {State.APPROVED, State.SUPERSEDED}, None, _OFFICE | _DEPARTMENT, "暂停", party=_own_or_office,
        when=lambda form: form.suspended_from is None,
        fact=lambda form, _: FormSuspended(form=form.code, starts_on=form.pause.first),
    ),
    "resumption": Step(
        {State.APPROVED, State.SUPERSEDED}, None, _OFFICE | _DEPARTMENT, "恢复", party=_resumes,
        when=lambda form: form.suspended_from is not None,
        fact=lambda form, _: FormResumed(
            form=form.code, starts_on=form.pause.first, resumes_on=form.pause.resumes_on
        ),
    ),
    "resubmission": Step({State.RETURNED}, State.PROPOSED, _DEPARTMENT, "重新提出", party=_own, fact=proposed),
    "withdrawal": Step(
        LIVE, State.WITHDRAWN, _DEPARTMENT, "撤回", party=_own, fact=lambda form, _: facts.FormWithdrawn(form=form.code)
    ),
    # The table that was approved stays: which element a column means is said in the dictionary's words only.
    "binding": Step(
        LIVE, None, _DEPARTMENT | _OFFICE, "对应数据元", party=_own_or_office,
        fact=lambda form, _: FormColumnsBound(form=form.code, bound=form.bound, columns=len(form.fields)),
    ),
    "grounding": grounding(
        LIVE, lambda form, _: FormGrounded(form=form.code, admission=form.admission, legal_basis=form.legal_basis)
    ),
    # A new version takes its place; what townships arranged by it goes on until its end.
    "supersession": Step({State.APPROVED}, State.SUPERSEDED, fact=lambda form, _: FormSuperseded(form=form.code)),
    # What time does by itself; nobody may ask for it.
    "expiry": Step({State.APPROVED}, State.EXPIRED, fact=lambda form, _: facts.FormExpired(form=form.code)),
})  # fmt: skip


class Form(Grounded, Aggregate, Base, table=True):
    """One form. `region` is the county or township whose villages it addresses, `department` who asks for it."""

    __tablename__ = "form"
    __table_args__ = (
        sa.Index(
            "one_live_form_per_county_and_code", sa.text("left(region, 6)"), "code", unique=True,
            postgresql_where=sa.text("state IN ('proposed', 'returned', 'approved')"),
        ),
        sa.Index("form_approved_until", "valid_until", postgresql_where=sa.text("state = 'approved'")),
    )  # fmt: skip

    department: str = Field(max_length=60, index=True)
    code: str = Field(max_length=60)
    title: str = Field(max_length=200)
    table_number: str = Field(max_length=60)
    issued_by: str = Field(max_length=100)
    approval_number: str = Field(max_length=100)
    valid_until: date
    fields: list[dict[str, Any]] = document()
    rules: list[dict[str, Any]] = document(default_factory=list)
    """What must hold between its columns, as `FormRule`s."""
    frequency: Frequency = enumerated(Frequency)
    legal_basis: str = Field(max_length=500)
    target_level: TargetLevel = enumerated(TargetLevel)
    kind: FormKind | None = enumerated(FormKind, default=None)
    issuing_level: IssuingLevel | None = enumerated(IssuingLevel, default=None)
    """What it is by law and whose, as its department says; None in forms of before this was kept."""
    survey_approval: dict[str, Any] | None = document(default=None)
    """The paper of the statistics office: authority, number, day."""
    survey_recorded_by: str | None = Field(default=None, max_length=200)
    amends: UUID | None = None
    """The version before this one, whose place it took during the year."""
    state: State = enumerated(State, default=State.PROPOSED)
    reason: str | None = Field(default=None, max_length=500)
    ended_on: date | None = None
    """The last day on which the form could be demanded, once it has been stopped, withdrawn or has expired."""

    pauses: list[dict[str, Any]] = document(default_factory=list)
    """The times in which it is asked of nobody, as `Pause`s; the last one may have no end yet."""

    def apply(
        self, action: str, reason: str | None, *, on: date, caller: Caller | None = None, outcome: str | None = None
    ) -> Event:
        """Take one step; raises IllegalTransition, Forbidden, and FormExpired when approving too late."""
        taken = WORKFLOW.take(self, action, caller, outcome=outcome)
        if self.state is State.APPROVED and self.valid_until < on:
            raise FormExpired
        if self.state not in LIVE:
            self.ended_on = min(on, self.valid_until)
        self.reason = reason or self.reason
        return taken.event(self)

    @property
    def county_survey(self) -> bool:
        """Whether the county's statistics office has to approve it; surveys of higher levels were approved there."""
        return self.kind is FormKind.SURVEY and self.issuing_level in (
            None, IssuingLevel.TOWNSHIP, IssuingLevel.COUNTY,
        )  # fmt: skip

    @property
    def seconds_a_year(self) -> int:
        """What a village types for it in a year at most; a form on event is counted when it is filed."""
        return seconds_a_year(self.cells, self.frequency) if self.target_level is TargetLevel.VILLAGE else 0

    @property
    def cells(self) -> int:
        """How many cells it has at most, the rows of its tables among them."""
        return sum(FormField.model_validate(field).cells for field in self.fields)

    @property
    def village_fields(self) -> int:
        """How many columns a village fills."""
        return len(self.fields) if self.target_level is TargetLevel.VILLAGE else 0

    @property
    def village_filings(self) -> int:
        """How often a village files it in a year; on event 0."""
        return filings(self.frequency) if self.target_level is TargetLevel.VILLAGE else 0

    @property
    def pause(self) -> Pause | None:
        """The last time in which it is asked of nobody; perhaps over."""
        return Pause.model_validate(self.pauses[-1]) if self.pauses else None

    @property
    def suspended_from(self) -> date | None:
        """Since when it is asked of nobody, while nobody has said until when."""
        return self.pause.first if self.pause is not None and self.pause.resumes_on is None else None

    def paused_within(self, first: date, last: date) -> bool:
        """Whether it is asked of nobody on one of these days."""
        return any(Pause.model_validate(each).touches(first, last) for each in self.pauses)

    @property
    def bound(self) -> int:
        """How many columns say which data element they ask for."""
        return sum(field.get("element") is not None for field in self.fields)

    @property
    def expires_at(self) -> datetime | None:
        """When an approved form ends by itself."""
        return end_of_day(self.valid_until) if self.state == State.APPROVED else None

    def owed(self, on: date, *, last_day: date, due_on: date) -> bool:
        """Whether a period must still be filed: not if the form was stopped before it is due or expired within it."""
        if self.ended_on is None:
            return min(on, last_day) <= self.valid_until
        return (last_day if self.state == State.EXPIRED else due_on) <= self.ended_on

    def in_force(self, day: date) -> bool:
        """Whether villages can lawfully be asked for this form on a day, however late the clock marks the expiry."""
        return self.state == State.APPROVED and day <= self.valid_until


def _survey_waits(_: Caller) -> sa.ColumnElement[bool]:
    """`county_survey` without a paper, in SQL."""
    higher = (IssuingLevel.CITY, IssuingLevel.PROVINCE, IssuingLevel.STATE)
    level = col(Form.issuing_level)
    return sa.and_(
        col(Form.kind) == FormKind.SURVEY, col(Form.survey_recorded_by).is_(None),
        sa.or_(level.is_(None), level.not_in(higher)),
    )  # fmt: skip


TODOS = (
    Todo(
        "form_survey_approval", "登记统计机构审批", Form, WORKFLOW, "survey-approval",
        record="read_form", subject="title", among=_survey_waits,
    ),
    Todo(
        "form_decision", "审核报表", Form, WORKFLOW, "decision",
        record="read_form", subject="title", among=lambda caller: not_served(Form, caller),
    ),
    Todo(
        "form_return", "修改退回的报表", Form, WORKFLOW, "resubmission",
        record="read_form", subject="title", among=own_department(Form),
    ),
    grounding_todo("form_grounding", Form, WORKFLOW, record="read_form", subject="title"),
)  # fmt: skip
