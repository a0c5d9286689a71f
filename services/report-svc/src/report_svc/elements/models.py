"""Data elements: the tables, the registration states and the steps between them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from contracts import data_elements as facts
from contracts.data_elements import ElementStatus as Status
from contracts.titles import TitledEnum
from countykit.identity import Caller, Role
from countykit.tables import Aggregate
from countykit.todos import Todo
from servicekit.tables import document, enumerated, moment
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from report_svc.elements.kinds import Kind
from report_svc.models import Base

LIVE = (Status.CANDIDATE, Status.RECORDED, Status.STANDARD)
"""The states in which an element may be revised and merged."""
USABLE = (Status.RECORDED, Status.STANDARD)
"""The states in which a column may ask for it."""
UNDO = timedelta(days=30)


class Sensitivity(TitledEnum, name="element_sensitivity", title_zh="数据敏感程度"):
    """Who may see the values of an element beside the village itself."""

    OPEN = "open", "公开"
    INTERNAL = "internal", "内部"
    SENSITIVE = "sensitive", "敏感"
    CLASSIFIED = "classified", "涉密倾向"


class Refresh(TitledEnum, name="element_refresh", title_zh="数据更新周期"):
    """How often the source renews a value, which is how long it is good for."""

    WEEK = "week", "周"
    TEN_DAYS = "ten_days", "旬"
    HALF_MONTH = "half_month", "半月"
    MONTH = "month", "月"
    QUARTER = "quarter", "季"
    HALF_YEAR = "half_year", "半年"
    YEAR = "year", "年"
    SCHOOL_YEAR = "school_year", "学年"
    ANY_TIME = "any_time", "随时"


class RelationLevel(TitledEnum, name="relation_level", title_zh="关系校验级别"):
    """Whether a relation must hold, or is only worth a look."""

    CHECK = "check", "必须成立"
    WARN = "warn", "提示"


def _of_steward(element: "Element", caller: Caller) -> bool:
    office = Role.COUNTY_OFFICE in caller.roles
    return office or caller.acts_for(element.steward)


def _status(element: "Element", _: Status | None = None) -> facts.ElementStatusChanged:
    return facts.ElementStatusChanged(element=element.code, status=element.state)


_OFFICE = frozenset({Role.COUNTY_OFFICE})
WORKFLOW = Workflow({
    "registration": Step({Status.CANDIDATE}, Status.RECORDED, _OFFICE, "登记", fact=_status),
    "standardisation": Step({Status.RECORDED}, Status.STANDARD, frozenset({Role.APPROVER}), "定为标准", fact=_status),
    "revision": Step(
        set(LIVE), {"candidate": Status.CANDIDATE, "used": Status.RECORDED},
        frozenset({Role.COUNTY_OFFICE, Role.DEPARTMENT}), "修订", party=_of_steward,
        fact=dict.fromkeys(
            ("candidate", "used"), lambda row, _: facts.ElementRevised(element=row.code, edition=row.edition)
        ),
    ),
    "stewardship": Step(
        set(LIVE), None, _OFFICE, "明确责任单位",
        fact=lambda row, _: facts.ElementEntrusted(element=row.code, steward=row.steward),
    ),
    "retirement": Step(set(LIVE), Status.RETIRED, _OFFICE, "停用", fact=_status),
    "merger": Step(
        set(LIVE), Status.SUPERSEDED, _OFFICE, "并入",
        fact=lambda row, _: facts.ElementMerged(element=row.code, into=row.merged_into),
    ),
    "separation": Step({Status.SUPERSEDED}, {each.value: each for each in LIVE}, _OFFICE, "撤销合并"),
})  # fmt: skip


class Element(Aggregate, Base, table=True):
    """One data element. `region` is the county; `steward` the body that answers for its meaning, read by everybody."""

    __tablename__ = "element"
    __table_args__ = (sa.UniqueConstraint("region", "code"),)

    code: str = Field(max_length=20)
    name: str = Field(max_length=60)
    synonyms: list[str] = document(default_factory=list)
    category: str = Field(max_length=30)
    definition: str = Field(max_length=500)
    unit: str | None = Field(default=None, max_length=20)
    kind: Kind = enumerated(Kind)
    decimals: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    greatest_change: float | None = None
    """How many times as much, or as little, as in the period before is asked back."""
    choices: list[str] = document(default_factory=list)
    source: str = Field(max_length=100)
    refresh: Refresh = enumerated(Refresh)
    sensitivity: Sensitivity = enumerated(Sensitivity)
    typed_by_village: bool
    village_forms: bool
    sums_over_villages: bool
    relations: list[dict[str, Any]] = document(default_factory=list)
    steward: str | None = Field(default=None, max_length=60, index=True)
    edition: int = 1
    state: Status = enumerated(Status, default=Status.CANDIDATE)
    reason: str | None = Field(default=None, max_length=500)
    merged_into: str | None = Field(default=None, max_length=20)
    merged_at: datetime | None = moment(default=None)
    merger: dict[str, Any] | None = document(default=None)
    """What the merger changed, so that it is undone exactly: the state before, and the synonyms that the other got."""

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that it is called by."""
        return (self.name, *self.synonyms)

    @property
    def rules(self) -> list[str]:
        """Its relations as texts."""
        return [each["rule"] for each in self.relations]


class ElementEdition(Base, table=True):
    """What an element said from a moment on; editions are never changed."""

    __tablename__ = "element_edition"

    element_id: UUID = Field(primary_key=True, foreign_key="element.id")
    number: int = Field(primary_key=True)
    content: dict[str, Any] = document()
    reason: str = Field(max_length=500)
    created_at: datetime = moment()


TODOS = (
    Todo(
        "element_registration", "登记候选数据元", Element, WORKFLOW, "registration",
        record="read_element", subject="name",
    ),
)  # fmt: skip
