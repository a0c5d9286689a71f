"""Editions and their items: the tables, and the rules about one row."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from contracts.checklist import EditionRecalled
from contracts.envelope import new_id
from contracts.titles import TitledEnum
from countykit.identity import Role
from countykit.tables import Aggregate
from countykit.todos import Todo
from servicekit.tables import document, enumerated, moment
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from checklist_svc.models import Base

EVERYBODY = "000000000000"
"""The region of the default lists: in force wherever a county has no edition of its own."""


class Kind(TitledEnum, name="list_kind", title_zh="清单种类"):
    """Which of the three lists an item stands on."""

    DUTY = "duty", "依法履职事项清单"
    ASSIST = "assist", "协助事项清单"
    NEGATIVE = "negative", "负面事项清单"


class State(TitledEnum, name="edition_state", title_zh="清单版本状态"):
    """How far an edition has come; a superseded one stays in force until its last day."""

    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
    SUPERSEDED = "superseded", "已被新版取代"
    RECALLED = "recalled", "生效前撤回"


WORKFLOW = Workflow({
    "publication": Step(
        {State.DRAFT}, State.PUBLISHED, frozenset({Role.COUNTY_OFFICE}), "发布",
        party=lambda edition, caller: caller.scope.covers(edition.region),
    ),
    "recall": Step(
        {State.PUBLISHED}, State.RECALLED, frozenset({Role.COUNTY_OFFICE}), "生效前撤回",
        party=lambda edition, caller: caller.scope.covers(edition.region),
        fact=lambda edition, _: EditionRecalled(number=edition.number, effective_from=edition.effective_from),
    ),
    "amendment": Step(
        {State.DRAFT}, None, frozenset({Role.COUNTY_OFFICE}), "修改",
        party=lambda edition, caller: caller.scope.covers(edition.region),
    ),
})  # fmt: skip


class Edition(Aggregate, Base, table=True):
    """One edition of the three lists of a county, or of everybody. Its number is given when it is published."""

    __tablename__ = "edition"
    __table_args__ = (
        sa.UniqueConstraint("region", "number"),
        sa.Index(
            "one_edition_per_first_day", "region", "effective_from", unique=True,
            postgresql_where=sa.text("state <> 'recalled'"),
        ),
    )  # fmt: skip

    title: str = Field(max_length=200)
    number: int | None = None
    state: State = enumerated(State, default=State.DRAFT)
    effective_from: date | None = None
    effective_to: date | None = None
    published_at: datetime | None = moment(default=None, nullable=True)
    reason: str | None = Field(default=None, max_length=500)
    duty: int = 0
    assist: int = 0
    assist_categories: int = 0
    negative: int = 0

    def count(self, items: Iterable["ListItem"]) -> None:
        """Take the figures from the items; they are never typed in."""
        held = list(items)
        self.duty, self.assist, self.negative = (
            sum(item.kind == kind for item in held) for kind in (Kind.DUTY, Kind.ASSIST, Kind.NEGATIVE)
        )
        self.assist_categories = len({item.category for item in held if item.kind == Kind.ASSIST})

    def publish(self, number: int, effective_from: date, now: datetime) -> None:
        """Give the edition its number and its first day; raises IllegalTransition."""
        self.state = WORKFLOW.after(self.state, "publication")
        self.number, self.effective_from, self.published_at = number, effective_from, now

    def resume(self) -> None:
        """The successor was recalled before its first day: this edition has no last day any more."""
        self.state, self.effective_to = State.PUBLISHED, None

    def end(self, successor_from: date) -> None:
        """A successor is published: its first day is the day after this edition's last."""
        self.state = State.SUPERSEDED
        self.effective_to = successor_from - timedelta(days=1)


class ListItem(Base, table=True):
    """One item of one edition. Items never change; a new edition brings new ones."""

    __tablename__ = "list_item"
    __table_args__ = (sa.UniqueConstraint("edition_id", "code"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    edition_id: UUID = Field(foreign_key="edition.id")
    position: int
    kind: Kind = enumerated(Kind)
    code: str = Field(max_length=20)
    name: str = Field(max_length=300)
    content: str = Field(max_length=2000)
    legal_basis: str = Field(max_length=500)
    lead_department: str = Field(max_length=200)
    category: str = Field(max_length=100)
    provenance: str = Field(max_length=60)
    wordings: list[str] = document(default_factory=list)
    doer: str = Field(default="", max_length=300)
    how_often: str = Field(default="", max_length=200)
    not_required: str = Field(default="", max_length=500)
    support: str = Field(default="", max_length=500)
    law: str = Field(default="", max_length=200)
    article: str = Field(default="", max_length=100)
    law_from: date | None = None
    law_until: date | None = None


TODOS = (
    Todo(
        "edition_publication", "审定发布清单", Edition, WORKFLOW, "publication",
        record="read_edition", subject="title",
    ),
)  # fmt: skip
