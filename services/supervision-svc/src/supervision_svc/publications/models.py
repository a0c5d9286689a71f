"""Publications: their tables, their steps, and the rules about one row.

draft ──► noticed ──► published ──► amended

named ──► noticed ──► entered, left_out          (the approver, once the time to object is over)
             └► objected ──► upheld, overturned  (people who had no part in it)
"""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts.envelope import Event
from contracts.supervision import (
    PublicationNoticed,
    PublicationObjectionDecided,
    PublicationObjectionFiled,
)
from contracts.titles import TitledEnum
from countykit.calendar import Dated
from countykit.identity import Caller, Role
from countykit.neutrality import neutral, not_served
from countykit.tables import Aggregate
from countykit.todos import Todo, not_by
from servicekit.tables import document, enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from supervision_svc.errors import SamePerson
from supervision_svc.models import Base
from supervision_svc.publications.errors import (
    AmendmentWithoutDecision,
    BlackWithoutLetter,
    ReviewerNotIndependent,
)

OFFICE = frozenset({Role.COUNTY_OFFICE})
APPROVER = frozenset({Role.APPROVER})


class State(TitledEnum, name="publication_state", title_zh="通报状态"):
    """How far a publication has come."""

    DRAFT = "draft", "拟稿"
    NOTICED = "noticed", "听取意见"
    PUBLISHED = "published", "已印发"
    AMENDED = "amended", "已更正"


class EntryState(TitledEnum, name="publication_entry_state", title_zh="列入事项状态"):
    """What has become of the naming of one township."""

    NAMED = "named", "拟列"
    NOTICED = "noticed", "已告知"
    OBJECTED = "objected", "复核中"
    UPHELD = "upheld", "异议不成立"
    OVERTURNED = "overturned", "异议成立，不列"
    ENTERED = "entered", "列入"
    LEFT_OUT = "left_out", "不列"


def second_person(publication: "Publication", caller: Caller) -> SamePerson | None:
    """Nobody approves what they drafted."""
    return SamePerson() if caller.is_any_of(publication.drafted_by) else None


def rests_on_a_decision(publication: "Publication", _: Caller) -> AmendmentWithoutDecision | None:
    """What was published changes only after a decision about an entry."""
    return None if publication.amendable else AmendmentWithoutDecision()


WORKFLOW = Workflow({
    "notice": Step({State.DRAFT}, State.NOTICED, OFFICE, "告知有关乡镇"),
    "publication": Step({State.NOTICED}, State.PUBLISHED, APPROVER, "批准印发", rules=(second_person,)),
    "amendment": Step(
        {State.PUBLISHED, State.AMENDED}, State.AMENDED, APPROVER, "更正", rules=(second_person, rests_on_a_decision),
    ),
})  # fmt: skip


class Publication(Aggregate, Base, table=True):
    """One list of a county. `region` is the county; `figures` is the board of that day, as it was frozen."""

    __tablename__ = "publication"

    county: str = Field(max_length=100)
    as_of: date
    window_days: int
    scheme_id: UUID
    interval_months: int
    board_digest: str = Field(max_length=64)
    figures: dict[str, Any] = document()
    objection_workdays: int
    state: State = enumerated(State, default=State.DRAFT)
    amendable: bool = False
    """Whether an entry was decided since the last edition, so that the document no longer says what holds."""
    drafted_by: str = Field(max_length=200)
    approved_by: str | None = Field(default=None, max_length=200)
    published_on: date | None = None


def independent(entry: "Entry", caller: Caller) -> ReviewerNotIndependent | None:
    """An objection is decided by somebody outside of the township who neither named nor entered it (INS-14)."""
    had_part = caller.is_any_of(entry.named_by, entry.approved_by, entry.objected_by)
    return ReviewerNotIndependent() if had_part or caller.is_of_a_township else None


def not_who_named(entry: "Entry", caller: Caller) -> SamePerson | None:
    """Who put a township on the list does not approve it."""
    return SamePerson() if caller.is_any_of(entry.named_by) else None


def founded(entry: "Entry", _: Caller) -> BlackWithoutLetter | None:
    """Black rests on a letter that went overdue."""
    return BlackWithoutLetter() if entry.black and not entry.grounds["letters"] else None


ENTRY_WORKFLOW = Workflow({
    "notice": Step(
        {EntryState.NAMED}, EntryState.NOTICED,
        fact=lambda entry, _: PublicationNoticed(
            publication=entry.publication_id, black=entry.black, deadline=entry.deadline,
            provisional=entry.provisional,
        ),
    ),
    "objection": Step(
        {EntryState.NOTICED, EntryState.ENTERED}, EntryState.OBJECTED, frozenset({Role.TOWNSHIP}), "提出异议",
        when=lambda entry: entry.grounds_of_objection is None,
        fact=lambda entry, _: PublicationObjectionFiled(publication=entry.publication_id),
    ),
    "review": Step(
        {EntryState.OBJECTED}, {"upheld": EntryState.UPHELD, "overturned": EntryState.OVERTURNED},
        OFFICE | APPROVER, "复核异议", rules=(independent, neutral),
        fact={
            "upheld": lambda entry, _: PublicationObjectionDecided(publication=entry.publication_id, upheld=False),
            "overturned": lambda entry, _: PublicationObjectionDecided(publication=entry.publication_id, upheld=True),
        },
    ),
    "decision": Step(
        {EntryState.NOTICED, EntryState.UPHELD},
        {"entered": EntryState.ENTERED, "left_out": EntryState.LEFT_OUT}, APPROVER, "具名审批",
        when=lambda entry: entry.approved_by is None, rules=(not_who_named, founded, neutral),
    ),
    # Red needs no decision of its own: it is entered with the whole.
    "listing": Step({EntryState.NOTICED, EntryState.UPHELD}, EntryState.ENTERED),
})  # fmt: skip
_STANDING = frozenset({EntryState.ENTERED, EntryState.OBJECTED, EntryState.UPHELD})


class Entry(Dated, Aggregate, Base, table=True):
    """One township that a publication names. `region` is the township; `deadline` ends the hearing before it."""

    __tablename__ = "publication_entry"
    __table_args__ = (sa.UniqueConstraint("publication_id", "region"),)
    reason_columns: ClassVar[tuple[str, ...]] = ("review", "decision", "grounds_of_objection")

    publication_id: UUID = Field(foreign_key="publication.id", index=True)
    name: str = Field(max_length=100)
    black: bool
    grounds: dict[str, Any] = document()
    """Why: the board's reasons, the letters that went overdue with the help that was given, or verified practices."""
    state: EntryState = enumerated(EntryState, default=EntryState.NAMED)
    deadline: date | None = None
    objection_until: date | None = None
    named_by: str = Field(max_length=200)
    grounds_of_objection: str | None = Field(default=None, max_length=2000)
    objected_by: str | None = Field(default=None, max_length=200)
    objected_on: date | None = None
    review_due: date | None = None
    review: str | None = Field(default=None, max_length=500)
    reviewed_by: str | None = Field(default=None, max_length=200)
    reviewed_on: date | None = None
    decision: str | None = Field(default=None, max_length=500)
    approved_by: str | None = Field(default=None, max_length=200)
    approver_name: str | None = Field(default=None, max_length=100)
    approved_on: date | None = None

    @property
    def stands(self) -> bool:
        """Whether it was entered and still is; an objection after that marks it, and only its success strikes it."""
        return self.approved_by is not None and self.state in _STANDING

    @property
    def under_objection(self) -> bool:
        """Whether an objection waits for its decision."""
        return self.state is EntryState.OBJECTED

    def take(self, step: str, caller: Caller, *, outcome: str | None = None) -> Event | None:
        """Take a step; raises what the table says. The event, if the step has one."""
        taken = ENTRY_WORKFLOW.take(self, step, caller, outcome=outcome)
        return None if taken.fact is None else taken.event(self)

    def approve(self, caller: Caller, on: date, reason: str | None = None) -> None:
        """Name who answers for the entry."""
        self.approved_by, self.approver_name, self.approved_on = caller.sub, caller.name or caller.sub, on
        self.decision = reason


class Edition(Aggregate, Base, table=True):
    """One published text of a publication, kept byte for byte: the first, and one more for each amendment."""

    __tablename__ = "publication_edition"
    __table_args__ = (sa.UniqueConstraint("publication_id", "number"),)

    publication_id: UUID = Field(foreign_key="publication.id", index=True)
    number: int
    reason: str | None = Field(default=None, max_length=500)
    published_on: date
    approver_name: str = Field(max_length=100)
    open_text: str = Field(sa_type=sa.Text)
    """Canonical JSON for everybody: the red list."""
    open_sha256: str = Field(max_length=64)
    full_text: str = Field(sa_type=sa.Text)
    """Canonical JSON for the county's own bodies: with the black list and the figures."""
    full_sha256: str = Field(max_length=64)


TODOS = (
    Todo(
        "publication_notice", "查看拟列通报告知", Entry, ENTRY_WORKFLOW, "objection",
        record="read_publication_entry", subject="name", due="deadline", states=frozenset({EntryState.NOTICED}),
    ),
    Todo(
        "publication_review", "复核通报异议", Entry, ENTRY_WORKFLOW, "review",
        record="read_publication_entry", subject="name", due="review_due",
        among=lambda caller: sa.and_(
            not_by(Entry.named_by)(caller), not_by(Entry.approved_by)(caller), not_served(Entry, caller)
        ),
    ),
    Todo(
        "publication_decision", "具名审批拟列黑榜", Entry, ENTRY_WORKFLOW, "decision",
        record="read_publication_entry", subject="name",
        among=lambda caller: sa.and_(
            Entry.black, Entry.approved_by.is_(None), not_by(Entry.named_by)(caller), not_served(Entry, caller),  # type: ignore
        ),
    ),
    Todo(
        "publication_amendment", "更正已印发的通报", Publication, WORKFLOW, "amendment",
        record="read_publication", subject="county", among=lambda _: Publication.amendable,  # type: ignore
    ),
)  # fmt: skip
