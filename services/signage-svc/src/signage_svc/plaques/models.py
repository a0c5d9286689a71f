"""Plaques (牌子): the table, and the rules about one row."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts.envelope import Event
from contracts.plaque_entries import BoardField
from contracts.signage import BoardLevel, Disposal, Doubt, FlagReason, LedgerField, Placement, PlaqueUpdated
from countykit.baseline import of_county
from countykit.identity import Caller
from countykit.marks import Marked, object_here, review_here
from countykit.tables import Aggregate
from servicekit.errors import IllegalTransition
from servicekit.tables import document, enumerated, moment
from sqlmodel import Field

from signage_svc.models import Base
from signage_svc.plaques.marks import marked_on
from signage_svc.plaques.steps import WORKFLOW, State, disposed

HANGING = "(state NOT IN ('done', 'verified', 'gone') OR disposal = 'replace')"
"""`Plaque.hangs` as SQL, for queries and for the indexes that must be worded alike."""


class Plaque(Marked, Aggregate, Base, table=True):
    """One board. `region` is its village; `differences` are computed against the spec table, never typed."""

    __tablename__ = "plaque"
    reason_columns: ClassVar[tuple[str, ...]] = ("note",)
    bookkeeping: ClassVar[frozenset[str]] = Aggregate.bookkeeping | {
        "spec", "differences", "conforms", "yardstick", "doubt", "advice", "before_rebound", "settled_at"
    }  # fmt: skip
    """What a board is judged to be follows from its own columns, from its neighbours and from the table in force."""
    __table_args__ = (
        # One case per board and village, without an end; what comes back after a removal is linked to that case,
        # unless a person said that it is another board.
        sa.Index(
            "one_case_per_board", "region", "fingerprint", unique=True,
            postgresql_where=sa.text("rebound_of IS NULL AND other_than IS NULL AND state <> 'gone'"),
        ),
        sa.Index(
            "one_hanging_rebound_per_case", "rebound_of", unique=True,
            postgresql_where=sa.text(f"rebound_of IS NOT NULL AND {HANGING}"),
        ),
        of_county("plaque"),
        # By the pairs of signs that a name has: a search for two finds its boards, where trigrams would know none.
        sa.Index("plaque_name_pairs", sa.text("name_pairs(name)"), postgresql_using="gin"),
        sa.Index("hanging_by_yardstick", "yardstick", "region", postgresql_where=sa.text(HANGING)),
    )  # fmt: skip

    name: str
    fingerprint: str
    spec: str | None = None
    placement: Placement = enumerated(Placement)
    width_mm: int
    height_mm: int
    background: str
    text_colour: str
    hung_on: date | None = None
    last_activity_on: date | None = None
    department: str | None = None
    valid_until: date | None = None
    material: str | None = Field(default=None, max_length=20)
    level: BoardLevel | None = enumerated(BoardLevel, default=None)
    lapse: FlagReason | None = enumerated(FlagReason, default=None)
    """Why its dates say that it may have lapsed, until a person decides."""
    state: State = enumerated(State, default=State.REGISTERED)
    differences: list[dict[str, Any]] = document(default_factory=list)
    conforms: bool = True
    yardstick: str = ""
    doubt: Doubt | None = enumerated(Doubt, default=None)
    advice: dict[str, Any] | None = document(default=None)
    confirmed_by: str | None = Field(default=None, max_length=200)
    flag_reason: FlagReason | None = enumerated(FlagReason, default=None)
    flagged_at: datetime | None = moment(default=None)
    flagged_by: str | None = Field(default=None, max_length=200)
    """Who marked it; nobody where the ledger itself saw a removed board again."""
    disposal: Disposal | None = enumerated(Disposal, default=None)
    into_spec: str | None = None
    ordered_at: datetime | None = moment(default=None)
    """When its disposal was ordered last: no older picture shows what that led to."""
    disposal_due_on: date | None = None
    disposal_cost_yuan: int | None = None
    note: str | None = None
    done_by: str | None = None
    done_at: datetime | None = moment(default=None)
    verified_at: datetime | None = moment(default=None)
    after_baseline: bool = False
    rebound_of: UUID | None = Field(default=None, foreign_key="plaque.id")
    suspected: UUID | None = Field(default=None, foreign_key="plaque.id")
    """The removed board that its name seems to mean, until a person answers; `suspicion` says why."""
    suspicion: str | None = Field(default=None, max_length=200)
    answered_by: str | None = Field(default=None, max_length=200)
    other_than: UUID | None = Field(default=None, foreign_key="plaque.id")
    """The removed board that a person said this one is not."""
    before_rebound: State | None = enumerated(State, default=None)
    """What a case was when a rebound reopened it, until somebody acts on it again; `settled_at` is its verification."""
    settled_at: datetime | None = moment(default=None)

    @property
    def hangs(self) -> bool:
        """Whether the board is still on the wall as far as the ledger knows; a replaced one is."""
        return self.state not in (State.DONE, State.VERIFIED, State.GONE) or self.disposal == Disposal.REPLACE

    @property
    def flagged_now(self) -> bool:
        """Whether somebody has found that it does not belong, and that still stands."""
        return self.flag_reason is not None and self.state not in (State.REGISTERED, State.VERIFIED, State.GONE)

    def flag(self, reason: FlagReason, at: datetime, note: str | None = None, by: str | None = None) -> Event:
        """Mark it as not belonging; what no longer hangs cannot be flagged."""
        if not self.hangs:
            raise IllegalTransition("牌子已拆除，不能再标记", state=self.state, action="flag")
        taken = WORKFLOW.take(self, "flag")
        self.flag_reason, self.flagged_at, self.flagged_by, self.note = reason, at, by, note
        self.lapse = self.disposal_due_on = self.disposal_cost_yuan = None
        self.disposal = self.into_spec = self.done_by = self.done_at = self.verified_at = None
        self.forget_objection()
        return taken.event(self)

    def object_to_mark(self, grounds: str, caller: Caller, at: datetime) -> Event:
        """The township contests the mark; raises ObjectionLate after 30 days."""
        return object_here(self, WORKFLOW, caller, grounds, counted_on=marked_on(self), at=at)

    def review_mark(self, decision: str, reason: str, caller: Caller, at: datetime) -> Event:
        """Decide on the objection; raises JudgeCannotReview. What is overturned counts no more from its day on."""
        fact = review_here(self, WORKFLOW, caller, decision, reason, at)
        if self.state is State.REGISTERED:
            self.flag_reason = self.flagged_at = self.flagged_by = None
        return fact

    def unflag(self, reason: str, caller: Caller) -> Event:
        """Take the mark back: it was wrong, and counts no more from the day of the mark; raises MarkerCannotUnflag."""
        taken = WORKFLOW.take(self, "unflagging", caller)
        self.note, fact = reason, taken.event(self)
        self.flag_reason = self.flagged_at = self.flagged_by = None
        return fact

    def confirm(self, by: str, spec: str | None, reason: str) -> Event:
        """A person says what the board is: a row of the table, or a lawful board beside the table."""
        taken = WORKFLOW.take(self, "confirmation")
        self.spec, self.confirmed_by, self.note = spec, by, reason
        return taken.event(self)

    def outdated(self, entry: object) -> list[LedgerField]:
        """What an entry of a ledger table says otherwise, of that which a table may bring up to date."""
        return [field for field in LedgerField if getattr(entry, field) != getattr(self, field)]

    def update(self, entry: object) -> PlaqueUpdated | None:
        """Follow an entry of a ledger table; None where it says what is known."""
        changed = self.outdated(entry)
        for field in changed:
            setattr(self, field, getattr(entry, field))
        if changed:
            self.lapse = None  # by its new dates it is asked about anew, if at all
        return PlaqueUpdated(fields=changed) if changed else None

    def unlike(self, board: Mapping[str, Any]) -> list[BoardField]:
        """What a description of the board says otherwise."""
        return [field for field in BoardField if field in board and board[field] != getattr(self, field)]

    def vanish(self, by: str, at: datetime, reason: str) -> list[Event]:
        """It was found to hang no more; what was marked has been taken down and waits for its verification."""
        if self.state in (State.REGISTERED, State.VERIFIED):
            taken = WORKFLOW.take(self, "absence")
            self.disposal, self.note = None, reason
            return [taken.event(self)]
        facts = []
        if self.state in (State.FLAGGED, State.REOPENED):
            facts.append(self.order_disposal(Disposal.REMOVE, None, reason, at))
        elif self.disposal is Disposal.REPLACE:
            self.disposal = Disposal.REMOVE
        if self.state is State.DONE:  # the board that replaced another is gone too
            return [disposed(self, self.state)]
        return [*facts, self.complete(by, at, reason)]

    def retain(self, caller: Caller, last_activity_on: date | None, valid_until: date | None, reason: str) -> Event:
        """A person says that it is in use, or valid: its new dates are the ground."""
        taken = WORKFLOW.take(self, "retention", caller)
        self.last_activity_on = last_activity_on or self.last_activity_on
        self.valid_until = valid_until or self.valid_until
        self.lapse, self.note = None, reason
        return taken.event(self)

    def lapsed(self, day: date, idle: timedelta) -> FlagReason | None:
        """What its dates say on a day; without dates nothing."""
        if self.valid_until is not None and self.valid_until < day:
            return FlagReason.EXPIRED
        if self.last_activity_on is not None and self.last_activity_on < day - idle:
            return FlagReason.NO_ACTIVITY
        return None

    def order_disposal(
        self, kind: Disposal, into_spec: str | None, reason: str, at: datetime,
        *, due_on: date | None = None, cost_yuan: int | None = None,
    ) -> Event:  # fmt: skip
        """Decide what happens to it, by when, and what it may cost."""
        taken = WORKFLOW.take(self, "disposal")
        self.before_rebound = self.settled_at = None
        self.disposal, self.into_spec, self.note, self.ordered_at = kind, into_spec, reason, at
        self.disposal_due_on, self.disposal_cost_yuan = due_on, cost_yuan
        return taken.event(self)

    def complete(self, by: str, at: datetime, note: str | None) -> Event:
        """Report that the disposal has been done."""
        taken = WORKFLOW.take(self, "completion")
        self.done_by, self.done_at, self.verified_at, self.note = by, at, None, note
        return taken.event(self)

    def verify(self, caller: Caller, at: datetime, *, accepted: bool, note: str | None) -> Event:
        """Confirm a disposal or send it back; raises DoerCannotVerify."""
        taken = WORKFLOW.take(self, "verification", caller, outcome="accepted" if accepted else "returned")
        self.verified_at, self.note = (at if accepted else None), note
        return taken.event(self)

    def hang_again(self) -> Event:
        """The removed board was seen again: the case is open once more."""
        self.before_rebound, self.settled_at = self.state, self.verified_at
        taken = WORKFLOW.take(self, "rebound")
        self.verified_at = None
        return taken.event(self)

    @property
    def marked_as_rebound(self) -> bool:
        """Whether it was marked because a removed board hangs again: by the ledger, or by who answered its question."""
        marked = self.rebound_of is not None and self.flag_reason is not None
        return marked and self.flagged_by in (None, self.answered_by)

    def identify(self, caller: Caller, note: str, *, rebound: bool) -> Event:
        """A person says whether it is the removed board that it seems to be."""
        taken = WORKFLOW.take(self, "identity", caller)
        self.rebound_of, self.other_than = (self.suspected, None) if rebound else (None, self.suspected)
        self.suspected, self.answered_by, self.note = None, caller.sub, note
        return taken.event(self)

    def settle(self) -> bool:
        """What reopened the case was no rebound: it is as it was; False where somebody has acted on it since."""
        if self.before_rebound is None or self.state is not State.REOPENED:
            return False
        WORKFLOW.take(self, "settlement", outcome=self.before_rebound.value)
        self.verified_at, self.before_rebound, self.settled_at = self.settled_at, None, None
        return True
