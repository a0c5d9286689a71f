"""Bodies of the effort routes."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from contracts.titles import named
from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import View

from report_svc.filings.effort import Effort

By = Annotated[Literal["form", "township", "village"], named(form="报表", township="乡镇", village="村(社区)")]


class EffortTotal(View):
    """What was typed and tapped, and the minutes that follow by the formula."""

    sent: int = Field(title="报送次数")
    source: int = Field(title="来源取数格数")
    confirmed: int = Field(title="确认格数")
    corrected: int = Field(title="更正格数")
    typed: int = Field(title="录入格数")
    refused: int = Field(title="拒填格数")
    taps: int = Field(title="点击次数")
    minutes: Decimal = Field(title="用时(分钟)", description="by the formula of docs/minutes.md, an estimate")

    @classmethod
    def of(cls, effort: Effort) -> Self:
        """The view of counts."""
        return cls.model_validate(effort)


class EffortGroup(EffortTotal):
    """The same of one form, township or village."""

    key: str = Field(title="对象", description="code of the form, 9 digits of the township, or code of the village")


class Efforts(View):
    """What villages typed and tapped from one day to another, both included, in China."""

    region: RegionCode
    first: date = Field(title="起始日")
    last: date = Field(title="结束日")
    by: By
    total: EffortTotal
    groups: list[EffortGroup]
    more: bool = Field(description="whether there are more groups than these; the total counts all")
    seconds: dict[str, int] = Field(description="the weights of the formula")
