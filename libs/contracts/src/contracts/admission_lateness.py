"""Facts of checklist-svc about applications that nobody decided in time (LST-03)."""

from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.words import Count, Day, Title


class AdmissionOverdue(Event):
    """The county office did not decide an application by its last day."""

    type: ClassVar[str] = "checklist.admission.overdue.v1"
    title_zh: ClassVar[str] = "准入审批逾期"
    collection: ClassVar[str] = "admissions"
    audience: ClassVar[Audience] = Audience.COUNTY

    title: Title
    round: Count
    due_on: Day


class AdmissionUrged(Event):
    """The approver urged the decision on an overdue application."""

    type: ClassVar[str] = "checklist.admission.urged.v1"
    title_zh: ClassVar[str] = "督办准入审批"
    collection: ClassVar[str] = "admissions"
    audience: ClassVar[Audience] = Audience.COUNTY

    title: Title
    round: Count
    due_on: Day
