"""Bodies of the routes about burden budgets."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from countykit.directory import DepartmentCode, RegionCode
from pydantic import Field, computed_field
from servicekit.bodies import Body, DecisionBody, ResourceView, View

from checklist_svc.admissions.burdens.models import WORKFLOW, State
from checklist_svc.admissions.states import Excess
from checklist_svc.admissions.timings.schemas import Effort, WorkMinutes

Minutes = Annotated[int, Field(ge=0, le=500_000, title="每村全年分钟")]


class BudgetDraft(Body):
    """What a body may take of each village in a year."""

    department: str = Field(min_length=1, max_length=60, title="机构")
    year: int = Field(ge=2000, le=2100, title="年度")
    minutes: Minutes
    reason: str = Field(min_length=2, max_length=500, title="理由", examples=["汛期任务集中，经研究单列"])


class BudgetRevision(Body):
    """Another sum, and why."""

    minutes: Minutes
    reason: str = Field(min_length=2, max_length=500, title="理由")


class BudgetReason(Body):
    """Why a body has no budget of its own any more."""

    reason: str = Field(min_length=2, max_length=500, title="理由")


class ExcessDecision(DecisionBody):
    """Whether a task may be admitted although the budget does not hold it."""

    decision: Excess = Field(title="决定")


class Forecast(Effort):
    """What a department means to apply for, as far as it is typed."""

    drops: UUID | None = Field(None, description="the department's running admission that would end for this one")


class BudgetView(ResourceView):
    """A budget as it is shown."""

    table_title = "负担预算"
    workflow = WORKFLOW

    region: RegionCode = Field(title="县（市、区）")
    state: State = Field(title="状态")
    department: DepartmentCode = Field(title="机构")
    year: int = Field(title="年度")
    minutes: int = Field(title="每村全年分钟")
    previous: int | None = Field(title="调整前分钟")
    reason: str = Field(title="理由")
    created_at: datetime = Field(title="核定时间")


class BudgetYear(View):
    """A body's burden budget in a calendar year, in minutes of each village."""

    year: int = Field(title="年度")
    budget: int = Field(title="预算")
    committed: int = Field(
        title="准入事项已用", description="by its admissions of the year; what ended keeps its months"
    )
    forms: int = Field(0, title="报表已用", description="by its forms without an admission, if all is typed")
    added: int = Field(title="本次新增", description="by this application")

    @computed_field(title="超出")  # type: ignore[prop-decorator] # pydantic's own way to write it
    @property
    def over(self) -> int:
        """By how many minutes the budget does not hold all of it; 0 where it does."""
        return max(self.committed + self.forms + self.added - self.budget, 0)


class Droppable(View):
    """A running admission that could be given up for the new task."""

    id: UUID
    title: str = Field(title="事项名称")
    number: str | None = Field(title="准入编号")
    minutes: int = Field(title="可腾出分钟", description="in the years of the new task, if it ended today")
    enough: bool = Field(title="是否足够", description="whether the new task then fits")


class ForecastAnswer(View):
    """Whether the budget holds what is being typed, and what could go for it."""

    burden_minutes: int = Field(description="of each village and month, as it follows from the work")
    minutes_basis: WorkMinutes
    years: list[BudgetYear]
    over: bool = Field(description="whether any of the years is beyond its budget")
    droppable: list[Droppable] = Field(description="the ten that make most room, where it is over")
    more: bool = Field(description="whether there are more than these")
    note: str | None = Field(description="for people, in Chinese; none where all is well")


class BodyReckoning(BudgetYear):
    """What one body takes in a year."""

    department: DepartmentCode = Field(title="机构")
    own: bool = Field(title="单列预算", description="whether the county set a budget for this body")


class Reckoning(View):
    """What the bodies of a county take of each village in a year, the fullest first."""

    region: RegionCode
    year: int
    bodies: list[BodyReckoning]
    more: bool = Field(description="whether there are more bodies than these")
