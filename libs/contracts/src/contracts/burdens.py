"""Facts of checklist-svc about the minutes of villages that a body may take in a year."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.words import Count, Title

Year = Annotated[int, Field(ge=2000, le=2100, examples=[2026])]
Minutes = Annotated[int, Field(ge=0, examples=[1200], description="of each village in the year")]


class BurdenBudgetSet(Event):
    """The county set or changed how many minutes of each village a body may take in a year. Region is the county."""

    type: ClassVar[str] = "checklist.burden_budget.set.v1"
    title_zh: ClassVar[str] = "核定负担预算"
    collection: ClassVar[str] = "burden-budgets"
    audience: ClassVar[Audience] = Audience.READERS

    year: Year
    minutes: Minutes
    previous: Annotated[int | None, Field(ge=0, examples=[1000], description="what it was before it was changed")] = (
        None
    )


class BurdenBudgetWithdrawn(Event):
    """A body has no budget of its own any more: the one of all bodies holds again. Region is the county."""

    type: ClassVar[str] = "checklist.burden_budget.withdrawn.v1"
    title_zh: ClassVar[str] = "撤销单列负担预算"
    collection: ClassVar[str] = "burden-budgets"
    audience: ClassVar[Audience] = Audience.READERS

    year: Year
    minutes: Minutes


class ExcessDecided(Event):
    """The approver decided whether a task may be admitted although its body's budget does not hold it."""

    type: ClassVar[str] = "checklist.admission.excess_decided.v1"
    title_zh: ClassVar[str] = "决定超出负担预算"
    collection: ClassVar[str] = "admissions"
    audience: ClassVar[Audience] = Audience.READERS

    title: Title
    allowed: bool
    over: Annotated[Count, Field(description="minutes of each village beyond the budget, in the year that is fullest")]
