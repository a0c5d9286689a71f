"""A form on the workbench: what is asked of a village, how often, and by whom."""

from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from typing import Annotated, Self
from uuid import UUID

from contracts.report import Frequency
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from servicekit.bodies import Body
from wording import tables
from wording.columns import is_generic

from report_svc.elements.kinds import normalised
from report_svc.elements.schemas import ElementCode
from report_svc.forms.frequencies import filings
from report_svc.forms.kinds import FormKind, IssuingLevel

MOST_FORMS = 2000
Month = Annotated[int, Field(ge=1, le=12)]


class LineColumn(Body):
    """One column; without an element it is known by its title alone."""

    name: str = Field(min_length=1, max_length=60, title="栏目", examples=["常住人口"])
    element: ElementCode | None = Field(None, title="数据元")

    @property
    def system_known(self) -> bool:
        """Whether the system knows the answer of every filing by itself: who filed, the telephone, the remark."""
        return self.element is None and _spelt(self.name)[1]

    def key(self, form: str) -> str:
        """What makes two columns ask for the same; a title that only counts is the same in its own form alone."""
        if self.element:
            return f"element:{self.element}"
        name, _, generic = _spelt(self.name)
        return f"name:{name}@{form}" if generic else f"name:{name}"


class Season(Body):
    """What is reported more often while there is danger, by the form that said so."""

    title: str = Field(title="季节内报送", max_length=200)
    frequency: Frequency
    months: list[Month] = Field(title="月份")
    columns: list[str] = Field(title="栏目")

    @property
    def filings(self) -> int:
        """Filings in one year."""
        return filings(self.frequency, len(self.months))


class InventoryForm(Body):
    """A form that villages are found to be asked for, lawful or not."""

    code: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$", examples=["XB01"], title="编码")
    title: str = Field(min_length=2, max_length=200, title="名称", examples=["村级常住人口季报"])
    owner: str = Field(min_length=2, max_length=100, title="要求单位", examples=["县统计局"])
    kind: FormKind = Field(title="报表性质")
    issuing_level: IssuingLevel = Field(IssuingLevel.COUNTY, title="制发层级")
    frequency: Frequency = Field(title="频次")
    months: list[Month] = Field(
        default_factory=list, max_length=12, title="月份", description="only in these months of a year; empty: in all"
    )
    events: int = Field(0, ge=0, le=366, title="每年事件数", description="filings of a usual year, for forms on event")
    emergency: bool | None = Field(
        None, title="应急报表", description="keeps its frequency in its season; told by title and basis when left out"
    )
    table_number: str | None = Field(None, max_length=60, title="表号")
    issued_by: str | None = Field(None, max_length=100, title="制定机关")
    approval_number: str | None = Field(None, max_length=100, title="批准或备案文号")
    valid_until: date | None = Field(None, title="有效期限")
    legal_basis: str | None = Field(None, max_length=500, title="依据")
    columns: list[LineColumn] = Field(min_length=1, max_length=200, title="栏目")

    @model_validator(mode="after")
    def _every_column_once(self) -> Self:
        if len({column.key(self.code) for column in self.columns}) < len(self.columns):
            raise PydanticCustomError("field_repeated", "报表中有同名栏目")
        if len(set(self.months)) < len(self.months):
            raise PydanticCustomError("month_repeated", "月份重复")
        return self

    @property
    def in_season(self) -> bool:
        """Whether it is reported in a season of danger, whose frequency stays (防汛条例、森林防火条例)."""
        if not self.months:
            return False
        if self.emergency is not None:
            return self.emergency
        return any(word in f"{self.title}{self.legal_basis or ''}" for word in _words("emergency"))

    def approved(self, on: date) -> bool:
        """Whether it is an approved survey: its four marks are there and in force."""
        marks = (self.table_number, self.issued_by, self.approval_number, self.valid_until)
        return self.kind is FormKind.SURVEY and all(marks) and self.valid_until is not None and self.valid_until >= on


class Line(InventoryForm):
    """A form on the workbench, with what became of it there."""

    edition: int = 1
    owners: list[str] = Field(default_factory=list, title="原要求单位")
    merged: list[str] = Field(default_factory=list, title="并入的报表")
    seasons: list[Season] = Field(default_factory=list, title="季节内报送")
    form_id: UUID | None = Field(None, title="报表编号", description="the form of the county that it stands for")

    @classmethod
    def entered(cls, form: InventoryForm, *, form_id: UUID | None = None) -> Self:
        """The line that a form begins with."""
        return cls(**dict(form), owners=[form.owner], form_id=form_id)

    @property
    def filings(self) -> int:
        """Filings in one year, beside those of its seasons."""
        return filings(self.frequency, len(self.months) or 12, events=self.events)

    @property
    def answered(self) -> list[LineColumn]:
        """The columns that a village answers: all but those that the system knows."""
        return [column for column in self.columns if not column.system_known]

    def keyed(self) -> Iterator[tuple[str, LineColumn]]:
        """Its columns that a village answers, each with what it asks for."""
        return ((column.key(self.code), column) for column in self.answered)


@lru_cache(maxsize=100_000)
def _spelt(name: str) -> tuple[str, bool, bool]:
    """A title in one spelling, whether the system knows what it asks for, and whether it only says what is counted."""
    spelling = normalised(name)
    return spelling, spelling in _system_known(), is_generic(name)


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(tables.rules("object_classes")[name])


@cache
def _system_known() -> frozenset[str]:
    return frozenset(map(normalised, _words("system_known")))
