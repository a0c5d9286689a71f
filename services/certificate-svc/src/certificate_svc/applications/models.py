"""Applications: the table, and the rules about one row."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts.application_lateness import ApplicationEscalated
from contracts.certificate import (
    ApplicationApproved,
    ApplicationChecked,
    ApplicationOverdue,
    ApplicationPursued,
    ApplicationRefused,
    ExceptionDecided,
    ExceptionRequested,
)
from contracts.envelope import Event
from contracts.titles import TitledEnum
from countykit.calendar import Dated
from countykit.identity import Caller, Role
from countykit.todos import Todo, not_by
from countykit.workdays import end_of_day
from servicekit.errors import IllegalTransition
from servicekit.tables import enumerated
from servicekit.workflow import Step, Taken, Workflow
from sqlmodel import Field, col

from certificate_svc.applications.errors import (
    ApprovalMissing,
    CheckedByApprover,
    DeliberationMissing,
    SecondPersonNeeded,
)
from certificate_svc.models import Base
from certificate_svc.personal import PersonalRow


class State(TitledEnum, name="application_state", title_zh="证明申请状态"):
    """What has become of an application."""

    RECEIVED = "received", "已受理"
    CHECKED = "checked", "已核实"
    APPROVED = "approved", "已审核"
    ISSUED = "issued", "已出具"
    REFUSED = "refused", "不予出具"
    EXCEPTION_REQUESTED = "exception_requested", "申请据实出具"


class Reason(TitledEnum, name="refusal_reason", title_zh="不予出具理由"):
    """Why a village refuses."""

    FORBIDDEN = "forbidden", "不得要求开具的事项"
    NOT_VERIFIABLE = "not_verifiable", "无法核实"
    OUTSIDE_DUTY = "outside_duty", "不属于村级职责"
    MATERIALS_MISSING = "materials_missing", "材料不齐"
    UNTRUE = "untrue", "与事实不符"
    UNLISTED = "unlisted", "清单之外的事项"
    OTHER_ISSUER = "other_issuer", "由党支部出具的事项"


OPEN = frozenset({State.RECEIVED, State.CHECKED, State.APPROVED})
"""The states in which a villager waits for an answer."""
_VILLAGE = frozenset({Role.VILLAGE})
_TOWNSHIP = frozenset({Role.TOWNSHIP})
_OFFICE = frozenset({Role.COUNTY_OFFICE})
PURSUIT_WORKDAYS = 3
"""Working days after a missed limit in which the township helps; then the county office is called too."""


def helps_now(application: "Application", caller: Caller) -> bool:
    """The township helps; once its days have passed without, the county office may."""
    return Role.TOWNSHIP in caller.roles or application.escalated_on is not None


def second_person(application: "Application", caller: Caller) -> SecondPersonNeeded | None:
    """Somebody other than the one who asked for the exception decides on it (CER-04)."""
    return SecondPersonNeeded() if caller.is_any_of(application.exception_by) else None


def not_the_checker(application: "Application", caller: Caller) -> CheckedByApprover | None:
    """Who checked the facts does not approve what they found."""
    return CheckedByApprover() if caller.is_any_of(application.checked_by) else None


def deliberated_first(application: "Application", _: Caller | None) -> DeliberationMissing | None:
    """What touches the interest of all is issued once the villagers have agreed (CER-03)."""
    return DeliberationMissing() if application.public_interest and not application.deliberated else None


def approved_first(application: "Application", _: Caller | None) -> ApprovalMissing | None:
    """Where the county's list wants a second person, nothing is issued before they have approved."""
    return ApprovalMissing() if application.second_person and application.state != State.APPROVED else None


def _approved(application: "Application", _: State) -> Event:
    return ApplicationApproved(item=application.listed_code, approved=application.state is State.APPROVED)


def _exception_decided(application: "Application", _: State) -> Event:
    return ExceptionDecided(item=application.listed_code, approved=application.state is State.RECEIVED)


WORKFLOW = Workflow({
    "check": Step(
        {State.RECEIVED}, State.CHECKED, _VILLAGE, "登记现场核实",
        fact=lambda row, _: ApplicationChecked(item=row.listed_code),
    ),
    "approval": Step(
        {State.CHECKED}, {"approved": State.APPROVED, "returned": State.RECEIVED}, _VILLAGE | _TOWNSHIP, "第二人审核",
        when=lambda row: row.second_person, rules=(not_the_checker,),
        fact={"approved": _approved, "returned": _approved},
    ),
    # The fact travels as the record's event.
    "deliberation": Step(OPEN, None, _VILLAGE, "登记村民议事", when=lambda row: row.public_interest),
    # The fact travels as the certificate's event.
    "issue": Step(OPEN, State.ISSUED, _VILLAGE, "出具", rules=(deliberated_first, approved_first)),
    "pursuit": Step(
        OPEN, None, _TOWNSHIP | _OFFICE, "上门协助办理", party=helps_now,
        when=lambda row: row.missed_on is not None and row.pursued_on is None,
        fact=lambda row, _: ApplicationPursued(item=row.listed_code),
    ),
    "refusal": Step(
        OPEN, State.REFUSED, _VILLAGE, "不予出具",
        fact=lambda row, _: ApplicationRefused(item=row.listed_code, forbidden=False),
    ),
    "exception": Step(
        {State.REFUSED}, State.EXCEPTION_REQUESTED, _VILLAGE, "申请据实出具", when=lambda row: row.forbidden,
        fact=lambda row, _: ExceptionRequested(item=row.listed_code),
    ),
    "exception-decision": Step(
        {State.EXCEPTION_REQUESTED}, {"approved": State.RECEIVED, "denied": State.REFUSED}, _TOWNSHIP, "审批据实出具",
        rules=(second_person,), fact={"approved": _exception_decided, "denied": _exception_decided},
    ),
})  # fmt: skip


class Application(Dated, PersonalRow, Base, table=True):
    """One villager's application. Who they are and what they say is sealed; what they want and for whom is not."""

    __tablename__ = "application"

    __table_args__ = (
        sa.Index(
            "open_application_idx", "due_on",
            postgresql_where=sa.text("state IN ('received', 'checked', 'approved')"),
        ),
    )  # fmt: skip
    day_column: ClassVar[str] = "due_on"
    bookkeeping: ClassVar[frozenset[str]] = Dated.bookkeeping | {"pursuit_due_on"}

    item_id: UUID | None = Field(default=None, foreign_key="certificate_item.id")
    """None for what no list knows: it is refused as it is taken, and never issued."""
    item_code: str | None = Field(default=None, max_length=60, index=True)
    item_name: str = Field(max_length=200)
    demander: str = Field(max_length=200)
    department: str | None = Field(default=None, max_length=60, index=True)
    received_on: date
    due_on: date | None = None
    state: State = enumerated(State, default=State.RECEIVED)
    reason: Reason | None = enumerated(Reason, default=None)
    issue_instead: str | None = Field(default=None, max_length=500)
    """Who handles it instead, of what no list knows; a listed item says so itself."""
    exception_by: str | None = Field(default=None, max_length=200)
    """The subject who asked for the exception; somebody else decides (CER-04)."""
    by_agent: bool = False
    """Whether somebody else came for the person; who and why is sealed."""
    second_person: bool = False
    """Whether the item wants its checked facts approved by another person; as the list said on the day of receipt."""
    public_interest: bool = False
    use_confirmed: bool = False
    """Whether a person said that purpose and demander are those of the list, where the words differ."""
    deliberated: bool = False
    """Whether the villagers' last deliberation on it agreed (CER-03)."""
    checked_by: str | None = Field(default=None, max_length=200)
    checked_on: date | None = None
    approved_by: str | None = Field(default=None, max_length=200)
    missed_on: date | None = None
    """The last day that passed without an answer; a fact about the office's help, never about the village."""
    pursued_on: date | None = None
    pursuit_due_on: date | None = None
    """The last day on which the township helps before the county office is called; it moves with the calendar."""
    escalated_on: date | None = None
    """The day on which the county office was called, because nobody had helped."""

    @property
    def listed_code(self) -> str:
        """The code of the item, for whatever happens to listed ones only."""
        assert self.item_code is not None, "what no list knows ends as it is taken"  # noqa: S101
        return self.item_code

    @property
    def late_at(self) -> datetime | None:
        """When its limit passes by itself; never by a provisional day, and once only."""
        waiting = self.state in OPEN and self.missed_on is None and not self.provisional
        return end_of_day(self.due_on) if waiting and self.due_on else None

    def overdue(self) -> Event:
        """The event that its limit has passed."""
        assert self.missed_on is not None, "set by who asks"  # noqa: S101
        return ApplicationOverdue(item=self.listed_code, due_on=self.missed_on)

    @property
    def escalates_at(self) -> datetime | None:
        """When the township's days for help end by themselves; once only."""
        waiting = self.state in OPEN and self.pursued_on is None and self.escalated_on is None
        return end_of_day(self.pursuit_due_on) if waiting and self.pursuit_due_on else None

    def escalated(self) -> Event:
        """The event that nobody helped in time."""
        assert self.pursuit_due_on is not None, "set with the missed day"  # noqa: S101
        return ApplicationEscalated(item=self.listed_code, due_on=self.pursuit_due_on)

    @property
    def forbidden(self) -> bool:
        """Whether it was refused because the item is on the forbidden list."""
        return self.reason == Reason.FORBIDDEN

    def apply(self, action: str, caller: Caller | None = None, *, outcome: str | None = None) -> Taken[State]:
        """Take one step of the workflow; raises IllegalTransition, SecondPersonNeeded."""
        if action == "exception" and not self.forbidden:
            raise IllegalTransition("只有负面清单事项可以申请据实出具", state=self.state, action=action)
        return WORKFLOW.take(self, action, caller, outcome=outcome)


TODOS = (
    Todo(
        "application_answer", "办理证明申请", Application, WORKFLOW, "issue",
        record="read_application", subject="item_name", due="due_on",
    ),
    Todo(
        "application_approval", "审核证明核实情况", Application, WORKFLOW, "approval",
        record="read_application", subject="item_name",
        among=lambda caller: col(Application.second_person) & not_by(Application.checked_by)(caller),
    ),
    Todo(
        "application_pursuit", "协助办理逾期的证明申请", Application, WORKFLOW, "pursuit",
        record="read_application", subject="item_name", due="missed_on", duty=_TOWNSHIP,
        among=lambda _: col(Application.missed_on).is_not(None) & col(Application.pursued_on).is_(None),
    ),
    Todo(
        "application_escalation", "督促协助逾期的证明申请", Application, WORKFLOW, "pursuit",
        record="read_application", subject="item_name", due="pursuit_due_on", duty=_OFFICE,
        among=lambda _: col(Application.escalated_on).is_not(None) & col(Application.pursued_on).is_(None),
    ),
    Todo(
        "exception_decision", "研究据实出具申请", Application, WORKFLOW, "exception-decision",
        record="read_application", subject="item_name",
        among=not_by(Application.exception_by),
    ),
)  # fmt: skip
