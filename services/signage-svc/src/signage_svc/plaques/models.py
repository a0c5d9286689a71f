"""Plaques (牌子): the table, the states, and the rules about one row."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts.envelope import Event
from contracts.signage import (
    Disposal,
    Doubt,
    FlagReason,
    LedgerField,
    Placement,
    PlaqueDisposalOrdered,
    PlaqueFlagged,
    PlaqueMerged,
    PlaqueNameConfirmed,
    PlaqueRemoved,
    PlaqueReopened,
    PlaqueReplaced,
    PlaqueUpdated,
    PlaqueVerified,
)
from contracts.titles import TitledEnum
from countykit.baseline import of_county
from countykit.identity import Caller, Role
from countykit.marks import Marked, mark_review, object_here, review_here
from countykit.neutrality import neutral
from countykit.objections import REVIEWERS
from countykit.tables import Aggregate
from countykit.todos import Todo, not_by
from servicekit.errors import IllegalTransition
from servicekit.tables import document, enumerated, moment
from servicekit.workflow import Step, Workflow
from sqlmodel import Field, col

from signage_svc.models import Base
from signage_svc.plaques.errors import DoerCannotVerify
from signage_svc.plaques.marks import marked_on, not_the_judge, not_the_marker, objected, unflagged, upheld


class State(TitledEnum, name="plaque_state", title_zh="牌子状态"):
    """What has become of a plaque."""

    REGISTERED = "registered", "已登记"
    FLAGGED = "flagged", "不规范"
    DISPOSAL_ORDERED = "disposal_ordered", "待处置"
    DONE = "done", "待核验"
    VERIFIED = "verified", "已核验"
    REOPENED = "reopened", "须重新处置"


_TOWNSHIP = frozenset({Role.TOWNSHIP})
_CHECKERS = frozenset({Role.TOWNSHIP, Role.INSPECTOR, Role.COUNTY_OFFICE})
_ORDERERS = frozenset({Role.TOWNSHIP, Role.COUNTY_OFFICE})
_COUNTY = frozenset({Role.INSPECTOR, Role.COUNTY_OFFICE})
"""Not the township: taking a mark back raises its own completion."""


def another_person(plaque: "Plaque", caller: Caller) -> DoerCannotVerify | None:
    """Nobody verifies what they did."""
    return DoerCannotVerify() if caller.is_any_of(plaque.done_by) else None


def _disposed(plaque: "Plaque", _: State) -> Event:
    if plaque.disposal is Disposal.MERGE_INTO:
        return PlaqueMerged(into_spec=plaque.into_spec or "")
    return PlaqueReplaced() if plaque.disposal is Disposal.REPLACE else PlaqueRemoved()


WORKFLOW = Workflow({
    "flag": Step(
        {State.REGISTERED, State.VERIFIED}, State.FLAGGED, _CHECKERS, "标记", when=lambda plaque: plaque.hangs,
        fact=lambda plaque, _: PlaqueFlagged(
            reason=plaque.flag_reason.value, after_baseline=plaque.after_baseline, title=plaque.name[:200]
        ),
    ),
    "unflagging": Step(
        {State.FLAGGED}, State.REGISTERED, _COUNTY, "撤销标记", rules=(not_the_marker,), fact=unflagged,
        when=lambda plaque: not plaque.contested,
    ),
    # A mark counts against the township, which may contest it once, before it says what becomes of the board.
    "objection": Step(
        {State.FLAGGED}, None, _TOWNSHIP, "对标记提出申诉", when=lambda plaque: plaque.objection is None, fact=objected,
    ),
    "review": Step(
        {State.FLAGGED}, {"upheld": State.FLAGGED, "overturned": State.REGISTERED}, REVIEWERS, "复核标记",
        when=lambda plaque: plaque.contested, rules=(not_the_judge, neutral),
        fact={"upheld": upheld, "overturned": unflagged},
    ),
    "confirmation": Step(
        {State.REGISTERED, State.VERIFIED}, None, _CHECKERS, "确认名称",
        when=lambda plaque: plaque.hangs and (plaque.doubt is not None or plaque.confirmed_by is not None),
        fact=lambda plaque, _: PlaqueNameConfirmed(spec=plaque.spec),
    ),
    "disposal": Step(
        {State.FLAGGED, State.REOPENED}, State.DISPOSAL_ORDERED, _ORDERERS, "下达处置",
        when=lambda plaque: not plaque.contested,
        fact=lambda plaque, _: PlaqueDisposalOrdered(disposal=plaque.disposal.value),
    ),
    "completion": Step({State.DISPOSAL_ORDERED}, State.DONE, _TOWNSHIP, "报告完成", fact=_disposed),
    "verification": Step(
        {State.DONE}, {"accepted": State.VERIFIED, "returned": State.REOPENED}, _CHECKERS, "核验",
        rules=(another_person,),
        fact={
            "accepted": lambda plaque, _: PlaqueVerified(
                disposal=plaque.disposal.value, after_baseline=plaque.after_baseline
            ),
            "returned": lambda plaque, _: PlaqueReopened(rebound=False, after_baseline=plaque.after_baseline),
        },
    ),
    # Nobody may ask for it: a new ledger entry causes it.
    "rebound": Step(
        {State.DONE, State.VERIFIED}, State.REOPENED,
        fact=lambda plaque, _: PlaqueReopened(rebound=True, after_baseline=plaque.after_baseline),
    ),
    # Nor for this: the mark of the board that was taken for it fell.
    "settlement": Step({State.REOPENED}, {"done": State.DONE, "verified": State.VERIFIED}),
})  # fmt: skip

HANGING = "(state NOT IN ('done', 'verified') OR disposal = 'replace')"
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
        # One case per board and village, without an end; what comes back after a removal is linked to that case.
        sa.Index(
            "one_case_per_board", "region", "fingerprint", unique=True, postgresql_where=sa.text("rebound_of IS NULL")
        ),
        sa.Index(
            "one_hanging_rebound_per_case", "rebound_of", unique=True,
            postgresql_where=sa.text(f"rebound_of IS NOT NULL AND {HANGING}"),
        ),
        of_county("plaque"),
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
    note: str | None = None
    done_by: str | None = None
    done_at: datetime | None = moment(default=None)
    verified_at: datetime | None = moment(default=None)
    after_baseline: bool = False
    rebound_of: UUID | None = Field(default=None, foreign_key="plaque.id")
    before_rebound: State | None = enumerated(State, default=None)
    """What a case was when a rebound reopened it, until somebody acts on it again; `settled_at` is its verification."""
    settled_at: datetime | None = moment(default=None)

    @property
    def hangs(self) -> bool:
        """Whether the board is still on the wall as far as the ledger knows; a replaced one is."""
        return self.state not in (State.DONE, State.VERIFIED) or self.disposal == Disposal.REPLACE

    @property
    def flagged_now(self) -> bool:
        """Whether somebody has found that it does not belong, and that still stands."""
        return self.flag_reason is not None and self.state not in (State.REGISTERED, State.VERIFIED)

    def flag(self, reason: FlagReason, at: datetime, note: str | None = None, by: str | None = None) -> Event:
        """Mark it as not belonging; what no longer hangs cannot be flagged."""
        if not self.hangs:
            raise IllegalTransition("牌子已拆除，不能再标记", state=self.state, action="flag")
        taken = WORKFLOW.take(self, "flag")
        self.flag_reason, self.flagged_at, self.flagged_by, self.note = reason, at, by, note
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
        return PlaqueUpdated(fields=changed) if changed else None

    def order_disposal(self, kind: Disposal, into_spec: str | None, reason: str) -> Event:
        """Decide what happens to it."""
        taken = WORKFLOW.take(self, "disposal")
        self.before_rebound = self.settled_at = None
        self.disposal, self.into_spec, self.note = kind, into_spec, reason
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
        """Whether its present mark is the ledger's own, because a removed board seemed to hang again."""
        return self.rebound_of is not None and self.flag_reason is not None and self.flagged_by is None

    def settle(self) -> bool:
        """What reopened the case was no rebound: it is as it was; False where somebody has acted on it since."""
        if self.before_rebound is None or self.state is not State.REOPENED:
            return False
        WORKFLOW.take(self, "settlement", outcome=self.before_rebound.value)
        self.verified_at, self.before_rebound, self.settled_at = self.settled_at, None, None
        return True


TODOS = (
    Todo(
        "plaque_name", "确认牌子名称", Plaque, WORKFLOW, "confirmation", duty=_TOWNSHIP,
        record="read_plaque", subject="name", among=lambda _: col(Plaque.doubt).is_not(None),
    ),
    Todo(
        "plaque_disposal", "对标记的牌子提出处置意见", Plaque, WORKFLOW, "disposal", duty=_TOWNSHIP,
        record="read_plaque", subject="name",
        among=lambda _: sa.or_(col(Plaque.objection).is_(None), col(Plaque.reviewed_at).is_not(None)),
    ),
    mark_review(
        "plaque_mark_review", "复核牌子标记申诉", Plaque, WORKFLOW, record="read_plaque", subject="name",
        party="flagged_by",
    ),
    Todo(
        "plaque_completion", "落实牌子处置", Plaque, WORKFLOW, "completion",
        record="read_plaque", subject="name",
    ),
    Todo(
        "plaque_verification", "核验牌子处置结果", Plaque, WORKFLOW, "verification",
        record="read_plaque", subject="name", among=not_by(Plaque.done_by),
    ),
)  # fmt: skip
