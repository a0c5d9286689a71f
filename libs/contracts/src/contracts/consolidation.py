"""Facts of report-svc about consolidation: what the forms of a county cost one village in a year, after each step."""

from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.titles import TitledEnum
from contracts.words import Count, Title


class StepState(TitledEnum, name="consolidation_step_state", title_zh="归并步骤状态"):
    """What a person decided about a proposal."""

    ACCEPTED = "accepted", "已采纳"
    REJECTED = "rejected", "已否决"
    UNDONE = "undone", "已撤销"


class ConsolidationOpened(Event):
    """The consolidation of a county's forms began: so many forms, with so many columns, filings and cells a year."""

    type: ClassVar[str] = "report.consolidation.opened.v1"
    title_zh: ClassVar[str] = "开展报表归并"
    collection: ClassVar[str] = "consolidations"
    audience: ClassVar[Audience] = Audience.READERS

    title: Title
    forms: Count
    columns: Count
    filings: Count
    cells: Count


class ConsolidationChanged(Event):
    """A proposal was accepted, rejected, or undone: what the forms cost a village in a year now."""

    type: ClassVar[str] = "report.consolidation.changed.v1"
    title_zh: ClassVar[str] = "归并方案变动"
    collection: ClassVar[str] = "consolidations"
    audience: ClassVar[Audience] = Audience.READERS

    step: Count
    outcome: StepState
    forms: Count
    columns: Count
    filings: Count
    cells: Count


class ConsolidationClosed(Event):
    """The consolidation came to its end."""

    type: ClassVar[str] = "report.consolidation.closed.v1"
    title_zh: ClassVar[str] = "报表归并结束"
    collection: ClassVar[str] = "consolidations"
    audience: ClassVar[Audience] = Audience.READERS

    title: Title
    forms: Count
    columns: Count
    filings: Count
    cells: Count


EVENTS: tuple[type[Event], ...] = (ConsolidationOpened, ConsolidationChanged, ConsolidationClosed)
