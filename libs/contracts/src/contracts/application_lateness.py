"""Facts of certificate-svc about answers at the counter with which nobody helped in time. They count against nobody."""

from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.words import Code, Day


class ApplicationEscalated(Event):
    """The township did not help with an overdue answer by its last day; the county office is called."""

    type: ClassVar[str] = "certificate.application.escalated.v1"
    title_zh: ClassVar[str] = "逾期申请无人协助"
    collection: ClassVar[str] = "applications"
    audience: ClassVar[Audience] = Audience.COUNTY

    item: Code
    due_on: Day
