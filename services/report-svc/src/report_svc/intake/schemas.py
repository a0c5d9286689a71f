"""Bodies of the intake routes."""

from typing import Annotated, Literal

from contracts.titles import coded
from pydantic import Field
from servicekit.bodies import Body, View

from report_svc.elements.schemas import ElementCode


class DraftColumn(Body):
    """A column as it is typed so far."""

    name: str = Field(min_length=1, max_length=60, examples=["脱贫户数"])
    unit: str | None = Field(None, min_length=1, max_length=20, examples=["户"])


class DraftForm(Body):
    """A form as it is typed so far; nothing of it is stored."""

    title: str = Field(min_length=1, max_length=200, examples=["驻村帮扶工作月报"])
    columns: list[DraftColumn] = Field(min_length=1, max_length=200)


class SuggestedElement(View):
    """A data element that a column may ask for, why, and who has it already."""

    element: ElementCode
    name: str
    unit: str | None
    probability: float = Field(description="0 to 1; 1 where the title is a name of the element")
    reasons: list[str] = Field(description="in Chinese, for people")
    source: str = Field(description="natural source: who has it")
    steward: str | None = Field(description="code of the body that answers for its meaning")
    used_by: list[str] = Field(description="codes of approved forms that ask for it already")


class ColumnSuggestion(View):
    """What is said about one column.

    `flag`: the element is known and a village need not be users for it. `unsure`: a person has to choose. `pass`:
    nothing is known, or only villages have it. Nothing is bound before a person confirms it.
    """

    column: str
    answer: Annotated[
        Literal["flag", "unsure", "pass"],
        coded("column_advice", "栏目建议", **{"flag": "无须村级填写", "unsure": "需人工确认", "pass": "可以保留"}),
    ]
    elements: list[SuggestedElement] = Field(max_length=3)
    advice: str | None = Field(description="what that means for the form, in Chinese")


class Suggestions(View):
    """What is said about the columns, in their order."""

    columns: list[ColumnSuggestion]
    known: int = Field(description="columns whose element somebody has already")
