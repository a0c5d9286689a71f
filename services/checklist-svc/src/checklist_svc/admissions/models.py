"""Admissions and the serial of their numbers: the tables, and the rules about one row."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts.checklist import AdmissionEnd, AdmissionEndorsed, AdmissionExpired, AdmissionReturned
from contracts.emergencies import EmergencyLapsed
from countykit.calendar import Dated, Deadline
from countykit.identity import Caller, Role
from countykit.neutrality import neutral
from countykit.numbers.scope import good_on, within
from countykit.regions import significant
from countykit.tables import Aggregate
from countykit.workdays import end_of_day
from servicekit.tables import document, enumerated, moment
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from checklist_svc.admissions import facts
from checklist_svc.admissions.errors import DeciderTookPart, PapersOwed
from checklist_svc.admissions.months import months_in
from checklist_svc.admissions.states import UNDECIDED_NUMBER, Excess, Frequency, Outcome, State
from checklist_svc.admissions.works import Work
from checklist_svc.models import Base

_DEPARTMENT = frozenset({Role.DEPARTMENT})
_COUNTY = frozenset({Role.COUNTY_OFFICE})
_SECOND = frozenset({Role.COUNTY_OFFICE, Role.APPROVER})
DRAFTS = frozenset({State.DRAFT, State.RETURNED})
"""The states in which the department may still change what it applies for."""
_LIVE = {State.DRAFT, State.STARTED, State.SUBMITTED, State.RETURNED, State.GRANTED}


def _own(admission: "Admission", caller: Caller) -> bool:
    return caller.acts_for(admission.department)


def _impartial(admission: "Admission", caller: Caller) -> DeciderTookPart | None:
    """Nobody decides what they applied for, reviewed, endorsed or rejected before."""
    return DeciderTookPart() if caller.is_any_of(*admission.participants) else None


def _settled(admission: "Admission", _: Caller) -> PapersOwed | None:
    """Whoever started before the papers were in owes them: giving the number back does not undo the work."""
    return PapersOwed() if admission.undecided_number else None


WORKFLOW = Workflow({
    "start": Step(
        {State.DRAFT}, State.STARTED, _DEPARTMENT, "应急先行办理", party=_own, fact=facts.started,
        when=lambda admission: admission.emergency,
    ),
    "submission": Step(
        DRAFTS | {State.STARTED}, State.SUBMITTED, _DEPARTMENT, "提交", party=_own, fact=facts.submitted,
    ),
    "amendment": Step(DRAFTS, None, _DEPARTMENT, "修改", party=_own),
    "endorsement": Step(
        {State.SUBMITTED}, None, _SECOND, "复核异议", when=lambda admission: admission.objection is not None,
        rules=(_impartial, neutral), fact=lambda admission, _: AdmissionEndorsed(outcome=admission.endorsed_outcome),
    ),
    "decision": Step(
        {State.SUBMITTED}, {"grant": State.GRANTED, "reject": State.REJECTED, "return": State.RETURNED},
        _COUNTY, "审批", rules=(_impartial, neutral),
        fact={
            "grant": facts.granted, "reject": facts.rejected,
            "return": lambda admission, _: AdmissionReturned(title=admission.title, points=admission.points),
        },
    ),
    "excess": Step(
        {State.SUBMITTED}, None, frozenset({Role.APPROVER}), "决定超出预算", rules=(_impartial, neutral),
        when=lambda admission: admission.excess_reason is not None, fact=facts.excess,
    ),
    "urging": Step(
        {State.SUBMITTED}, None, frozenset({Role.APPROVER}), "督办逾期未决", fact=facts.urged,
        when=lambda admission: admission.decision_late and admission.urging is None,
    ),
    "automatic_rejection": Step({State.SUBMITTED}, State.REJECTED, fact=facts.rejected),
    "objection": Step(
        {State.REJECTED}, State.SUBMITTED, _DEPARTMENT, "提出异议", fact=facts.submitted, party=_own,
        when=lambda admission: admission.may_object,
    ),
    "withdrawal": Step(
        _LIVE, State.WITHDRAWN, _DEPARTMENT, "撤回", party=_own, fact=facts.withdrawn(AdmissionEnd.DEPARTMENT),
        rules=(_settled,),
    ),
    "revocation": Step(
        {State.GRANTED, State.STARTED}, State.WITHDRAWN, _COUNTY, "撤销准入",
        fact=facts.withdrawn(AdmissionEnd.COUNTY_OFFICE),
    ),
    "assignment": Step(
        UNDECIDED_NUMBER | {State.GRANTED}, None, _DEPARTMENT, "派交到村", party=_own,
        when=lambda admission: admission.number is not None and admission.ended_on is None,
    ),
    # What the system does by itself; nobody may ask for it.
    "lateness": Step({State.SUBMITTED}, None, fact=facts.overdue),
    "replacement": Step({State.GRANTED}, State.WITHDRAWN, fact=facts.withdrawn(AdmissionEnd.REPLACEMENT)),
    "expiry": Step({State.GRANTED}, State.EXPIRED, fact=lambda row, _: AdmissionExpired(number=row.number or "")),
    "lapse": Step(
        {State.STARTED, State.RETURNED}, State.LAPSED, when=lambda admission: admission.number is not None,
        fact=lambda row, _: EmergencyLapsed(title=row.title, number=row.number, papers_by=row.papers_by),
    ),
})  # fmt: skip


class Admission(Dated, Aggregate, Base, table=True):
    """One application of a department, and the admission that it may become."""

    __tablename__ = "admission"
    reason_columns: ClassVar[tuple[str, ...]] = ("reason", "objection")
    __table_args__ = (
        sa.Index("granted_admission_by_last_day", "valid_until", postgresql_where=sa.text("state = 'granted'")),
        sa.Index("undecided_admission_by_last_day", "decide_by", postgresql_where=sa.text("state = 'submitted'")),
    )

    @property
    def day_column(self) -> str:  # type: ignore[override] # one row, one deadline: what is due next
        """Before the papers of an emergency are in their last day is due, afterwards the day to decide."""
        return "papers_by" if self.state in (State.STARTED, State.RETURNED) else "decide_by"

    department: str = Field(max_length=60, index=True)
    title: str = Field(max_length=200)
    content: str = Field(max_length=2000)
    legal_basis: str = Field(max_length=500)
    starts_on: date
    ends_on: date
    frequency: Frequency = enumerated(Frequency)
    work: Work | None = enumerated(Work, default=None, nullable=True)
    people: int = 1
    times_a_month: int | None = None
    burden_minutes: int = 0
    minutes_basis: dict[str, Any] | None = document(default=None, nullable=True)
    entrusted: bool
    funding_source: str | None = Field(default=None, max_length=200)
    funding_yuan: Decimal | None = Field(default=None, max_digits=14, decimal_places=2)
    emergency: bool
    emergency_reason: str | None = Field(default=None, max_length=500)
    drops: UUID | None = None
    follows: UUID | None = None
    regions: list[str] = document(default_factory=list)
    work_form: str | None = Field(default=None, max_length=100)
    quantity: str | None = Field(default=None, max_length=100)
    plan_number: str | None = Field(default=None, max_length=30)
    matter: str | None = Field(default=None, max_length=20)
    about: str | None = Field(default=None, max_length=100)
    columns: list[str] = document(default_factory=list)
    state: State = enumerated(State, default=State.DRAFT)
    round: int = 0
    submitted_at: datetime | None = moment(default=None, nullable=True)
    decide_by: date | None = None
    decided_at: datetime | None = moment(default=None, nullable=True)
    participants: list[str] = document(default_factory=list)
    points: list[str] = document(default_factory=list)
    decision_late: bool = False
    """Whether nobody decided this round by its last day (LST-03)."""
    urging: str | None = Field(default=None, max_length=500)
    endorsed_outcome: Outcome | None = enumerated(Outcome, default=None, nullable=True)
    endorsement: str | None = Field(default=None, max_length=500)
    reason: str | None = Field(default=None, max_length=500)
    rejection: dict[str, Any] | None = document(default=None, nullable=True)
    objection: str | None = Field(default=None, max_length=500)
    advice: dict[str, Any] | None = document(default=None, nullable=True)
    duplicates: list[dict[str, Any]] = document(default_factory=list)
    budget: list[dict[str, Any]] = document(default_factory=list)
    number: str | None = Field(default=None, max_length=60, unique=True)
    valid_until: date | None = None
    signature: str | None = Field(default=None, max_length=120)
    ended_on: date | None = None
    approval_number: str | None = Field(default=None, max_length=60)
    despite: str | None = Field(default=None, max_length=300)
    by_assignment: bool = True
    """Whether it asks something only of the villages to which it was dispatched."""
    papers_by: date | None = None
    emergency_signature: str | None = Field(default=None, max_length=120)
    excess_reason: str | None = Field(default=None, max_length=500)
    over_budget: bool = False
    """Whether its body's budget did not hold it when that was looked at last."""
    excess_outcome: Excess | None = enumerated(Excess, default=None, nullable=True)
    excess_note: str | None = Field(default=None, max_length=500)

    def owner_is(self, caller: Caller) -> bool:
        """Whether the application is the caller's own department's."""
        return _own(self, caller)

    def submit(self, now: datetime, decide_by: Deadline) -> None:
        """The application is handed in; the days to decide it begin (LST-03)."""
        self.round += 1
        self.submitted_at, self.reason, self.decided_at = now, None, None
        self.endorsed_outcome = self.endorsement = self.excess_outcome = self.excess_note = None
        self.decision_late, self.urging = False, None
        self.set_deadline(decide_by)

    def took_part(self, caller: Caller) -> None:
        """Remember somebody who acted on the application: another person decides it."""
        if caller.sub not in self.participants:
            self.participants = [*self.participants, caller.sub]

    @property
    def may_object(self) -> bool:
        """Whether it was rejected, by the list or by a person, and nobody has objected yet."""
        return self.state == State.REJECTED and self.objection is None

    @property
    def expires_at(self) -> datetime | None:
        """When a granted admission ends by itself."""
        running = self.state == State.GRANTED and self.valid_until is not None
        return end_of_day(self.valid_until) if running and self.valid_until else None

    @property
    def undecided_number(self) -> bool:
        """Whether its number is that of an emergency, whose papers or decision are still to come."""
        return self.number is not None and self.state in UNDECIDED_NUMBER

    @property
    def lapses_at(self) -> datetime | None:
        """When an emergency without papers ends by itself; never by a provisional day."""
        owed = self.undecided_number and self.state != State.SUBMITTED and not self.provisional
        return end_of_day(self.papers_by) if owed and self.papers_by else None

    def in_force(self, day: date) -> bool:
        """Whether its number was valid on that day, whatever became of it later; the day of its end is none."""
        # What ended before the day was kept has no day on which it held.
        unkept = self.ended_on is None and self.state == State.WITHDRAWN
        if self.number is None or self.valid_until is None or unkept:
            return False
        return good_on(self.starts_on, self.valid_until, self.ended_on, day)

    def still_runs(self, day: date) -> bool:
        """Whether its number holds on that day or will hold on a later one."""
        return self.number is not None and self.in_force(max(day, self.starts_on))

    def covers(self, known_as: Collection[str]) -> bool:
        """Whether a place, by any code of its family, is admitted; in doubt it is, so of a township any part does."""
        prefixes = tuple(significant(code) for code in known_as)
        parts = any(place.startswith(prefixes) for place in self.regions or [self.region])
        return parts or within(self.regions, self.region, known_as)

    def planned_in(self, year: int) -> int:
        """What the task is to cost a village in a calendar year: every month that it touches counts whole."""
        return self.burden_minutes * months_in(year, self.starts_on, self.valid_until or self.ends_on)

    def minutes_in(self, year: int, *, ended_on: date | None = None) -> int:
        """What it costs up to its end, or to an end on some day: what was asked before is not given back by ending."""
        ended = min(filter(None, (ended_on, self.ended_on)), default=None)
        if self.ended_on is None and self.state == State.WITHDRAWN:
            return 0  # of before the day of the end was kept
        last = self.valid_until or self.ends_on
        until = last if ended is None else min(last, ended - timedelta(days=1))
        return self.burden_minutes * months_in(year, self.starts_on, until)

    def years(self) -> range:
        """The calendar years that the task touches."""
        return range(self.starts_on.year, self.ends_on.year + 1)


class NumberSeries(Base, table=True):
    """The last serial given in a county and year; drawn inside the grant's transaction, so numbers have no gaps."""

    __tablename__ = "admission_number_series"
    __reconciled__ = False

    county: str = Field(primary_key=True, max_length=12)
    year: int = Field(primary_key=True)
    last: int
