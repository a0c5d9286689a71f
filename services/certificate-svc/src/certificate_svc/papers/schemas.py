"""Bodies and views about what certificates say."""

from datetime import date
from typing import Annotated

from pydantic import Field
from servicekit.bodies import Body, View

from certificate_svc.papers.wordings import FieldKind, Issuer


class FactCheckBody(Body):
    """Who looked into the facts, when and how: a village certifies only what it has checked."""

    by: str = Field(min_length=2, max_length=40, description="the person who checked", examples=["李建民"])
    on: date = Field(description="the day of the check, not in the future")
    method: str = Field(min_length=2, max_length=60, examples=["查阅户籍底册并走访"])


class Statement(Body):
    """What a certificate says: the facts of the item's wording, or a text where the item has none.

    `GET /v1/items/{code}/wordings` lists the wordings with their fields.
    """

    wording: str | None = Field(None, max_length=40, description="which, where an item has several")
    facts: dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=200)]] = Field(
        {}, max_length=20, description="values by the names of the wording's fields"
    )
    content: list[Annotated[str, Field(min_length=1, max_length=500)]] | None = Field(
        None, min_length=1, max_length=20, description="the paragraphs, where the item has no wording"
    )
    fact_check: FactCheckBody | None = Field(
        None, description="needed unless the check is on the record already, and refused if it is"
    )
    valid_days: int = Field(30, ge=1, le=365, description="calendar days from the day of issue")


class WordingFieldView(View):
    """One fact that is filled in."""

    name: str = Field(title="填写项")
    title: str = Field(title="名称")
    kind: FieldKind = Field(title="种类", description="day: 2026-03-02, month: 2026-03, amount and area: 12.50")
    bound: bool = Field(title="载入二维码", description="its value stands in the signed code on the paper")
    options: list[str] = Field(title="可选值")
    example: str = Field(title="示例")


class WordingView(View):
    """A wording that the villages fill in."""

    code: str = Field(title="式样代码")
    version: int = Field(title="式样版本")
    item: str = Field(title="事项编码")
    title: str = Field(title="标题")
    issuer: Issuer = Field(title="出具组织")
    basis: str = Field(title="依据")
    paragraphs: list[str] = Field(title="正文", description="with the fields' names in braces")
    remark: str | None = Field(title="附注")
    one_holder: bool = Field(title="限一名当事人")
    fields: list[WordingFieldView] = Field(title="填写项")


class Wordings(View):
    """The wordings of one item; empty where its text is written freely."""

    wordings: list[WordingView]
