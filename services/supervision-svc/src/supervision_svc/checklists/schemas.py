"""Bodies of the checklist routes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from contracts.words import Action, Matter
from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import Body, ResourceView, View

from supervision_svc.checklists.models import WORKFLOW
from supervision_svc.checklists.questions import Answer


class QuestionView(View):
    """A question of the shipped list."""

    table_title = "核实清单"

    code: str = Field(title="编号")
    action: Action = Field(title="减负行动")
    matter: Matter | None = Field(title="随机核实事项", description="what the board needs somebody to have asked about")
    text: str = Field(title="核实内容")
    then: str = Field(title="发现后怎么办")
    rule: str = Field(title="依据")


class ChecklistAnswer(Body):
    """What one question was answered with."""

    question: str = Field(min_length=3, max_length=20, title="核实内容", examples=["WORK-1"])
    answer: Answer = Field(title="核实结果")
    note: str | None = Field(
        None, min_length=2, max_length=300, title="情况", description="needed where something was found"
    )


class ChecklistToRecord(Body):
    """What a visit saw and was told. No names of those who said it."""

    answers: list[ChecklistAnswer] = Field(min_length=1, max_length=100, title="核实情况")


class ChecklistCorrection(ChecklistToRecord):
    """The answers as they should read, and why."""

    reason: str = Field(min_length=2, max_length=500, title="更正原因")


class ChecklistView(ResourceView):
    """The answers of a visit as those who look after visits see them."""

    table_title = "核实情况"
    workflow = WORKFLOW

    region: RegionCode = Field(title="村（社区）")
    visit_id: UUID = Field(title="检查编号")
    drawn_village_id: UUID | None = Field(title="抽取核实村", description="where they count; none: not drawn")
    visited_on: date = Field(title="到村日期")
    list_version: int = Field(title="清单版本")
    answers: list[ChecklistAnswer] = Field(title="核实情况")
    matters: list[Matter] = Field(title="已核实事项")
    reason: str | None = Field(title="更正原因")
    corrections: list[dict[str, Any]] = Field(title="更正前的情况")
    created_at: datetime = Field(title="登记时间")
