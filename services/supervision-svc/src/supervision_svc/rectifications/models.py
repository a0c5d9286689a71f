"""Rectifications: the table, and the rules about one row."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts.contested_findings import RectificationObjected, RectificationOverturned, RectificationUpheld
from contracts.envelope import Event
from contracts.rectifications import (
    LateExtensionGranted,
    RectificationCancelled,
    RectificationStarted,
    RectificationSubmitted,
)
from contracts.titles import TitledEnum
from contracts.words import Action
from countykit.calendar import Dated, Deadline, WorkCalendar
from countykit.identity import Caller, Role
from countykit.marks import Marked, no_part
from countykit.neutrality import neutral
from countykit.objections import REVIEWERS
from countykit.reminders import rung_at
from countykit.tables import Aggregate
from countykit.workdays import end_of_day, today
from servicekit.tables import document, enumerated, moment
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from supervision_svc.errors import SamePerson
from supervision_svc.models import Base
from supervision_svc.rectifications.counts import counts_of
from supervision_svc.rectifications.errors import CheckerNotIndependent


class State(TitledEnum, name="rectification_state", title_zh="整改状态"):
    """What has become of a rectification."""

    OPEN = "open", "待整改"
    IN_PROGRESS = "in_progress", "整改中"
    SUBMITTED = "submitted", "待复核"
    CLOSED = "closed", "已办结"
    REOPENED = "reopened", "返工整改"
    CANCELLED = "cancelled", "已撤回"


UNREPAIRED = frozenset({State.OPEN, State.IN_PROGRESS, State.REOPENED})
"""The states in which the deadline is running."""
_STANDING = frozenset(State) - {State.CANCELLED}
_TOWNSHIP = frozenset({Role.TOWNSHIP})
_CHECKERS = frozenset({Role.INSPECTOR, Role.COUNTY_OFFICE})


def second_person(row: "Rectification", caller: Caller) -> SamePerson | None:
    """Nobody rechecks a repair that they reported."""
    return SamePerson() if caller.is_any_of(*row.submitters) else None


def independent(_: "Rectification", caller: Caller) -> CheckerNotIndependent | None:
    """Nobody of the township, nor who is placed in it, rechecks its repairs."""
    return CheckerNotIndependent() if caller.is_of_a_township else None


def second_granter(row: "Rectification", caller: Caller) -> SamePerson | None:
    """Time after the deadline is not granted by who asked for it."""
    return SamePerson() if caller.is_any_of(row.late_requested_by) else None


not_the_sender = no_part("sent_by")
"""Nobody decides on an objection to what they wrote in a letter, or on their own."""


def _overturned(row: "Rectification", before: State) -> RectificationOverturned:
    counts = counts_of(row, closed=before is State.CLOSED)
    return RectificationOverturned(letter=row.letter_id, action=row.action, counts=counts)


def _more_time(row: "Rectification", _: State) -> LateExtensionGranted:
    assert row.repair_by is not None, "more time was given without a day"  # noqa: S101
    return LateExtensionGranted(letter=row.letter_id, action=row.action, deadline=row.deadline, repair_by=row.repair_by)


WORKFLOW = Workflow({
    # The township's receipt of the letter starts its repairs.
    "start": Step(
        {State.OPEN}, State.IN_PROGRESS,
        fact=lambda row, _: RectificationStarted(letter=row.letter_id, action=row.action),
    ),
    "submission": Step(
        {State.IN_PROGRESS, State.REOPENED}, State.SUBMITTED, _TOWNSHIP, "报送整改",
        fact=lambda row, _: RectificationSubmitted(**row.standing, submitted_on=row.submitted_on),
    ),
    "recheck": Step(
        {State.SUBMITTED}, {"accepted": State.CLOSED, "returned": State.REOPENED}, _CHECKERS, "复核",
        rules=(second_person, independent, neutral),
    ),
    # The recall of the letter takes its repairs back, as long as none was begun to be judged.
    "cancellation": Step(
        {State.OPEN, State.IN_PROGRESS}, State.CANCELLED, fact=lambda row, _: RectificationCancelled(**row.standing),
        when=lambda row: not row.rounds,
    ),
    # The finding behind it fell: there was nothing to repair, whatever has become of the repair.
    "voiding": Step(_STANDING, State.CANCELLED),
    # A problem that rests on no finding is contested here, once; with it fall its repair and its place in the letter.
    "objection": Step(
        _STANDING, None, _TOWNSHIP, "对问题提出申诉",
        when=lambda row: row.finding_id is None and row.objection is None,
        fact=lambda row, _: RectificationObjected(letter=row.letter_id, action=row.action),
    ),
    "review": Step(
        _STANDING, {"upheld": None, "overturned": State.CANCELLED}, REVIEWERS, "复核申诉",
        when=lambda row: row.contested, rules=(not_the_sender, neutral),
        fact={
            "upheld": lambda row, _: RectificationUpheld(letter=row.letter_id, action=row.action),
            "overturned": _overturned,
        },
    ),
    "extension": Step(UNREPAIRED, None, frozenset({Role.COUNTY_OFFICE}), "延期"),
    # After the deadline an extension is a request: a second person gives the time, and the missed deadline stays.
    "late-extension": Step(
        UNREPAIRED, None, frozenset({Role.COUNTY_OFFICE, Role.APPROVER}), "同意逾期宽限", fact=_more_time,
        when=lambda row: row.late_workdays is not None, rules=(second_granter,),
    ),
})  # fmt: skip
LONG_OVERDUE_WORKDAYS = 10
"""A deadline that has passed for more than this keeps a township off the red list."""


class Stage(TitledEnum, name="reminder_stage", title_zh="催办节点"):
    """The rungs of the reminder ladder, in working days from the deadline."""

    TEN_BEFORE = "T-10", "到期前10个工作日"
    THREE_BEFORE = "T-3", "到期前3个工作日"
    ONE_BEFORE = "T-1", "到期前1个工作日"
    DUE = "T0", "到期当日"
    ONE_AFTER = "T+1", "逾期1个工作日"
    FIVE_AFTER = "T+5", "逾期5个工作日"


def stage_at(days_left: int) -> Stage | None:
    """The last rung of the ladder that is reached with that many working days left."""
    rung = rung_at(days_left)
    return None if rung is None else Stage("T0" if rung == 0 else f"T{-rung:+d}")


class Rectification(Marked, Dated, Aggregate, Base, table=True):
    """The repair of one problem. `region` is the township that the letter addresses."""

    __tablename__ = "rectification"
    reason_columns: ClassVar[tuple[str, ...]] = ("extension_reason", "review", "objection")
    __table_args__ = (
        sa.Index(
            "one_unfinished_rectification_per_finding", "finding_id", unique=True,
            postgresql_where=sa.text("state NOT IN ('closed', 'cancelled')"),
        ),
        sa.Index(
            "rectification_running_deadline_idx", "deadline",
            postgresql_where=sa.text("state IN ('open', 'in_progress', 'reopened')"),
        ),
        sa.Index(
            "rectification_running_calendar_idx", sa.text("((deadline_rule ->> 'calendar')::integer)"),
            postgresql_where=sa.text("state IN ('open', 'in_progress', 'reopened')"),
        ),
    )  # fmt: skip

    letter_id: UUID = Field(foreign_key="letter.id", index=True)
    letter_number: str = Field(max_length=60)
    finding_id: UUID | None = Field(default=None, foreign_key="finding.id")
    sent_by: str = Field(max_length=200)
    """Who sent the letter."""
    action: Action = enumerated(Action)
    description: str = Field(max_length=1000)
    clause: str = Field(max_length=10)
    demand: str = Field(max_length=1000)
    state: State = enumerated(State, default=State.OPEN)
    deadline: date
    long_overdue_on: date | None = None
    """The last of the ten working days after the deadline."""
    long_overdue_provisional: bool = False
    overdue_deadline: date | None = None
    overdue_on: date | None = None
    """The day on which that deadline's passing was published."""
    extension_reason: str | None = Field(default=None, max_length=500)
    repair_by: date | None = None
    """Time for repairing after the deadline: by a recheck or a late extension. What counts is the deadline."""
    late_workdays: int | None = None
    """The working days of a late extension that waits for its second person, as `late_reason` and who asked do."""
    late_reason: str | None = Field(default=None, max_length=500)
    late_requested_by: str | None = Field(default=None, max_length=200)
    submitted_at: datetime | None = moment(default=None)
    # Every submission with its recheck: evidence that proved false must stay readable after the next submission.
    rounds: list[dict[str, Any]] = document(default_factory=list)

    def is_overdue(self, now: datetime) -> bool:
        """Whether the deadline has passed without a repair; never by a provisional one.

        A submission that came by the deadline keeps it from passing until the recheck. One that came later ends
        nothing: overdue ends with acceptance.
        """
        if self.state is State.SUBMITTED:
            return self.overdue_deadline == self.deadline
        return self.state in UNREPAIRED and not self.provisional and now >= end_of_day(self.deadline)

    def falls_overdue(self, now: datetime) -> bool:
        """Whether it is overdue and this deadline's passing has not been published yet."""
        return self.is_overdue(now) and self.overdue_deadline != self.deadline

    @property
    def overdue_at(self) -> datetime | None:
        """When its running deadline will have passed; None while that is provisional, and once it is published."""
        certain = self.state in UNREPAIRED and not self.provisional
        return end_of_day(self.deadline) if certain and self.overdue_deadline != self.deadline else None

    def workdays_left(self, now: datetime, calendar: WorkCalendar) -> int | None:
        """Working days until it is to be repaired, negative behind a certain day; none once a repair is submitted."""
        if self.state not in UNREPAIRED:
            return None
        left = calendar.between(today(now), self.repair_by or self.deadline)
        return max(left, 0) if self.provisional else left

    @property
    def submitters(self) -> set[str]:
        """Everybody who has reported a repair here: none of them may recheck."""
        return {submission["submitted_by"] for submission in self.rounds}

    @property
    def in_time(self) -> bool:
        """Whether the last submission came by the deadline; nothing is late by a provisional one."""
        return self.submitted_at is not None and (self.provisional or self.submitted_at < end_of_day(self.deadline))

    @property
    def submitted_on(self) -> date | None:
        """The day of the last submission; None for one that was published before events said so."""
        submitted_on = self.rounds[-1].get("submitted_on") if self.rounds else None
        return None if submitted_on is None else date.fromisoformat(submitted_on)

    @property
    def standing(self) -> dict[str, Any]:
        """What most facts say of it: its letter and how its deadline stands."""
        return {
            "letter": self.letter_id, "action": self.action, "deadline": self.deadline, "provisional": self.provisional,
            "long_overdue_on": self.long_overdue_on, "long_overdue_provisional": self.long_overdue_provisional,
        }  # fmt: skip

    def submit(self, said: dict[str, Any], *, by: str, at: datetime) -> Event:
        """The township reports its repair; raises IllegalTransition."""
        taken = WORKFLOW.take(self, "submission")
        self.submitted_at = at
        self.late_workdays = self.late_reason = self.late_requested_by = None
        submission = {
            "submitted_at": at, "submitted_on": today(at).isoformat(), "submitted_by": by, **said,
        }  # fmt: skip
        self.rounds = [*self.rounds, submission]
        return taken.event(self)

    def recheck(self, outcome: dict[str, Any], caller: Caller, at: datetime) -> None:
        """A second person looked: closed when accepted, else reopened; raises SamePerson, CheckerNotIndependent."""
        WORKFLOW.take(self, "recheck", caller, outcome="accepted" if outcome["accepted"] else "returned")
        checked = {**self.rounds[-1], "rechecked_at": at, "rechecked_by": caller.sub, **outcome}
        self.rounds = [*self.rounds[:-1], checked]

    def run_until(self, deadline: Deadline, calendar: WorkCalendar) -> None:
        """Set the deadline, and the day from which it is long overdue."""
        self.set_deadline(deadline)
        self.long_overdue_on = calendar.add(deadline.day, LONG_OVERDUE_WORKDAYS)
        self.long_overdue_provisional = deadline.provisional or calendar.unsettled(deadline.day, self.long_overdue_on)

    def repair_again(self, by: date) -> None:
        """Give time for repairing after the deadline; it never becomes less, and the deadline stands."""
        latest = max(by, self.repair_by or self.deadline)
        self.repair_by = latest if latest > self.deadline else None

    def extend(self, workdays: int, reason: str, calendar: WorkCalendar) -> None:
        """Move a deadline that has not passed by working days."""
        due = self.due
        # Deadlines of the first release have no rule that they were counted by.
        longer = due.longer(calendar, workdays) if due else Deadline.of(calendar, self.deadline, workdays=workdays)
        if longer.day > self.deadline:
            self.run_until(longer, calendar)
        self.extension_reason = reason

    def request_late_extension(self, workdays: int, reason: str, by: str) -> None:
        """Ask for time after the deadline; a newer request replaces one that waits."""
        self.late_workdays, self.late_reason, self.late_requested_by = workdays, reason, by

    def grant_late_extension(self, caller: Caller, now: datetime, calendar: WorkCalendar) -> Event:
        """A second person gives the time, counted from today; raises SamePerson, IllegalTransition."""
        taken = WORKFLOW.take(self, "late-extension", caller)
        self.repair_again(calendar.add(max(today(now), self.repair_by or self.deadline), self.late_workdays or 0))
        self.extension_reason = self.late_reason
        self.late_workdays = self.late_reason = self.late_requested_by = None
        return taken.event(self)
