"""Facts of checklist-svc about tasks that start before their papers are in (应急先行)."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.words import Day, Number, Provisional, Title


class EmergencyStarted(Event):
    """A department started an emergency task with a provisional number; its papers are due on `papers_by`."""

    type: ClassVar[str] = "checklist.admission.started.v1"
    title_zh: ClassVar[str] = "应急先行办理"
    collection: ClassVar[str] = "admissions"
    audience: ClassVar[Audience] = Audience.READERS

    title: Title
    number: Number
    starts_on: Day
    papers_by: Day
    valid_until: Day | None = None
    provisional: Provisional = False
    regions: list[Annotated[str, Field(max_length=12)]] = Field(
        default_factory=list, examples=[["990101001000"]],
        description="the townships and villages that it is valid in; all of its region where there are none",
    )  # fmt: skip


class EmergencyLapsed(Event):
    """No papers came for an emergency by their last day: its number ended, and the start is a case to be judged."""

    type: ClassVar[str] = "checklist.admission.lapsed.v1"
    title_zh: ClassVar[str] = "应急编号失效"
    collection: ClassVar[str] = "admissions"
    audience: ClassVar[Audience] = Audience.COUNTY

    title: Title
    number: Number
    papers_by: Day
