"""Facts of report-svc about the county's data elements (数据元): what a column of a form can ask for."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.titles import TitledEnum
from contracts.words import Code, Count, Day, Title


class ElementStatus(TitledEnum, name="element_status", title_zh="数据元登记状态"):
    """The registration states of ISO/IEC 11179-6 that a county uses."""

    CANDIDATE = "candidate", "候选"
    RECORDED = "recorded", "已登记"
    STANDARD = "standard", "标准"
    SUPERSEDED = "superseded", "已并入其他数据元"
    RETIRED = "retired", "已停用"


Edition = Annotated[int, Field(ge=1, examples=[2])]


class ElementRegistered(Event):
    """A data element entered the county's dictionary. Region is the county."""

    type: ClassVar[str] = "report.element.registered.v1"
    title_zh: ClassVar[str] = "登记数据元"
    collection: ClassVar[str] = "elements"
    audience: ClassVar[Audience] = Audience.READERS

    element: Code
    name: Title
    status: ElementStatus


class ElementRevised(Event):
    """A data element was described anew: a new edition, and the old ones stay readable."""

    type: ClassVar[str] = "report.element.revised.v1"
    title_zh: ClassVar[str] = "修订数据元"
    collection: ClassVar[str] = "elements"
    audience: ClassVar[Audience] = Audience.READERS

    element: Code
    edition: Edition


class ElementStatusChanged(Event):
    """A data element was recorded, became a standard or was retired."""

    type: ClassVar[str] = "report.element.status_changed.v1"
    title_zh: ClassVar[str] = "数据元状态变更"
    collection: ClassVar[str] = "elements"
    audience: ClassVar[Audience] = Audience.READERS

    element: Code
    status: ElementStatus


class ElementEntrusted(Event):
    """A data element got another steward: the body that answers for its meaning; none when `steward` is null."""

    type: ClassVar[str] = "report.element.entrusted.v1"
    title_zh: ClassVar[str] = "明确数据元责任单位"
    collection: ClassVar[str] = "elements"
    audience: ClassVar[Audience] = Audience.READERS

    element: Code
    steward: Code | None


class ElementMerged(Event):
    """Two data elements proved to be one; columns that asked for `element` ask for `into` from now on."""

    type: ClassVar[str] = "report.element.merged.v1"
    title_zh: ClassVar[str] = "合并数据元"
    collection: ClassVar[str] = "elements"
    audience: ClassVar[Audience] = Audience.READERS

    element: Code
    into: Code


class ElementSeparated(Event):
    """A merger of two data elements was undone; everything is as it was before."""

    type: ClassVar[str] = "report.element.separated.v1"
    title_zh: ClassVar[str] = "撤销数据元合并"
    collection: ClassVar[str] = "elements"
    audience: ClassVar[Audience] = Audience.READERS

    element: Code
    from_element: Code


class ValuesDelivered(Event):
    """A body delivered its values of one element for some villages, so that they need not type them."""

    type: ClassVar[str] = "report.values.delivered.v1"
    title_zh: ClassVar[str] = "推送数据元数值"
    collection: ClassVar[str] = "value-deliveries"
    audience: ClassVar[Audience] = Audience.READERS

    element: Code
    as_of: Day
    villages: Count


EVENTS: tuple[type[Event], ...] = (
    ElementRegistered, ElementRevised, ElementStatusChanged, ElementEntrusted, ElementMerged, ElementSeparated,
    ValuesDelivered,
)  # fmt: skip
"""Every event of the dictionary and of its values."""
