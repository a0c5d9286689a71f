"""The yearly plan: its tables, and the rules about one entry.

filed ──► reviewed ──► approved ──► published ──► cancelled | superseded
  │  └───────┴──► returned ──► filed
  └► merged (into another entry)

What comes after the plan of a year was published goes the same way by itself (`single`, 一事一报) and is published by
its approval; a change is such an entry that replaces another.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts import plans
from contracts.envelope import Event
from contracts.plans import PlanKind
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.numbers import Grounded, grounding, grounding_todo
from countykit.numbers.scope import within
from countykit.regions import county_of
from countykit.tables import Aggregate
from countykit.todos import Todo, not_by, own_department
from servicekit.tables import document, enumerated, moment
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from supervision_svc.models import Base
from supervision_svc.plan.errors import PlanSamePerson


class State(TitledEnum, name="plan_entry_state", title_zh="督检考计划状态"):
    """How far an entry has come."""

    FILED = "filed", "待初审"
    REVIEWED = "reviewed", "待审批"
    APPROVED = "approved", "已批准待公布"
    PUBLISHED = "published", "执行中"
    RETURNED = "returned", "已退回"
    MERGED = "merged", "已合并"
    CANCELLED = "cancelled", "已取消"
    SUPERSEDED = "superseded", "已变更"


LIVE = frozenset({State.FILED, State.REVIEWED, State.APPROVED, State.PUBLISHED})
"""The states in which an entry stands in the way of others."""
_OFFICE, _APPROVER = frozenset({Role.COUNTY_OFFICE}), frozenset({Role.APPROVER})
_FILERS = frozenset({Role.DEPARTMENT, Role.COUNTY_OFFICE})


def other_person(entry: "PlanEntry", caller: Caller) -> PlanSamePerson | None:
    """Filing, reviewing and approving are three people's."""
    return PlanSamePerson() if caller.is_any_of(entry.filed_by, entry.reviewed_by) else None


def its_own(entry: "PlanEntry", caller: Caller) -> bool:
    """Whether the entry is the caller's: of their department, or filed by the office that looks after all."""
    return Role.COUNTY_OFFICE in caller.roles or caller.acts_for(entry.department)


def said_of(entry: "PlanEntry") -> dict[str, Any]:
    """What every event says of an entry."""
    bodies = [entry.department, *entry.joint]
    return entry.model_dump(include={"year", "kind", "single", "number"}) | {"bodies": bodies}


def _fact(kind: type[Any]) -> Any:
    """The event of a step, which says nothing of days and places."""

    def fact(entry: "PlanEntry", _: State) -> Event:
        event: Event = kind(**said_of(entry))
        return event

    return fact


_RETURNED = _fact(plans.PlanEntryReturned)
WORKFLOW = Workflow({
    "review": Step(
        {State.FILED}, {"accepted": State.REVIEWED, "returned": State.RETURNED}, _OFFICE, "初审",
        rules=(other_person,), fact={"accepted": _fact(plans.PlanEntryReviewed), "returned": _RETURNED},
    ),
    "approval": Step(
        {State.REVIEWED},
        {"approved": State.APPROVED, "published": State.PUBLISHED, "returned": State.RETURNED},
        _APPROVER, "审批", rules=(other_person,),
        fact={
            "approved": _fact(plans.PlanEntryApproved), "published": _fact(plans.PlanEntryApproved),
            "returned": _RETURNED,
        },
    ),
    "resubmission": Step(
        {State.RETURNED}, State.FILED, _FILERS, "修改后重报", party=its_own, fact=_fact(plans.PlanEntryFiled),
    ),
    "merger": Step(
        {State.FILED, State.REVIEWED}, State.MERGED, _OFFICE, "并入另一项计划", fact=_fact(plans.PlanEntryMerged),
    ),
    "publication": Step({State.APPROVED}, State.PUBLISHED, fact=_fact(plans.PlanEntryPublished)),
    "cancellation": Step(
        {State.APPROVED, State.PUBLISHED}, State.CANCELLED, _FILERS, "取消", party=its_own,
        fact=_fact(plans.PlanEntryCancelled),
    ),
    "grounding": grounding(LIVE, _fact(plans.PlanEntryGrounded)),
    "supersession": Step({State.PUBLISHED}, State.SUPERSEDED, fact=_fact(plans.PlanEntrySuperseded)),
})  # fmt: skip


class PlanSerial(Base, table=True):
    """The last serial that a county gave out in a year. Its row lock makes the numbers free of gaps."""

    __tablename__ = "plan_serial"
    __reconciled__ = False

    county: str = Field(primary_key=True, max_length=12)
    year: int = Field(primary_key=True)
    last: int


class YearlyPlan(Aggregate, Base, table=True):
    """The plan of a county and year, once it is out. `region` is the county."""

    __tablename__ = "yearly_plan"
    __table_args__ = (sa.UniqueConstraint("region", "year"),)

    year: int
    entries: int
    published_on: date
    published_by: str = Field(max_length=200)


class PlanEntry(Grounded, Aggregate, Base, table=True):
    """One inspection, assessment or research visit. `region` is where its body belongs; `places` where it goes."""

    __tablename__ = "plan_entry"
    reason_columns: ClassVar[tuple[str, ...]] = ("note",)
    __table_args__ = (sa.UniqueConstraint("number"), sa.Index("plan_entry_year_starts_on_idx", "year", "starts_on"))

    department: str = Field(max_length=60, index=True)
    joint: list[str] = document()
    year: int
    number: str | None = Field(default=None, max_length=30)
    kind: PlanKind = enumerated(PlanKind)
    comprehensive: bool
    title: str = Field(max_length=100)
    content: str = Field(max_length=1000)
    subject: str = Field(max_length=200)
    places: list[str] = document()
    starts_on: date
    ends_on: date
    quota: int
    basis: str = Field(max_length=300)
    mandate: str | None = Field(default=None, max_length=200)
    announced: bool
    single: bool
    justification: str | None = Field(default=None, max_length=500)
    replaces: str | None = Field(default=None, max_length=30)
    state: State = enumerated(State, default=State.FILED)
    flags: list[str] = document()
    note: str | None = Field(default=None, max_length=500)
    exception: str | None = Field(default=None, max_length=500)
    merged_into: UUID | None = Field(default=None, foreign_key="plan_entry.id")
    filed_by: str = Field(max_length=200)
    reviewed_by: str | None = Field(default=None, max_length=200)
    approved_by: str | None = Field(default=None, max_length=200)
    published_at: datetime | None = moment(default=None, nullable=True)

    @property
    def county(self) -> str:
        """Whose plan it stands in."""
        return county_of(self.region)

    @property
    def bodies(self) -> list[str]:
        """Who goes."""
        return [self.department, *self.joint]

    def covers(self, known_as: Collection[str], day: date) -> bool:
        """Whether a visit on that day goes by this entry, to a place under any code of its `lineage.family`."""
        return self.starts_on <= day <= self.ends_on and within(self.places, self.region, known_as)


TODOS = (
    Todo(
        "plan_review", "初审督检考计划", PlanEntry, WORKFLOW, "review", record="read_plan_entry", subject="title",
        among=not_by(PlanEntry.filed_by),
    ),
    Todo(
        "plan_approval", "审批督检考计划", PlanEntry, WORKFLOW, "approval", record="read_plan_entry", subject="title",
        among=lambda caller: not_by(PlanEntry.filed_by)(caller) & not_by(PlanEntry.reviewed_by)(caller),
    ),
    Todo(
        "plan_resubmission", "修改被退回的督检考计划", PlanEntry, WORKFLOW, "resubmission",
        record="read_plan_entry", subject="title", duty=frozenset({Role.DEPARTMENT}), among=own_department(PlanEntry),
    ),
    grounding_todo("plan_grounding", PlanEntry, WORKFLOW, record="read_plan_entry", subject="title"),
)  # fmt: skip
