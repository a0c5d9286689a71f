"""Facts of report-svc about arrangements that end before they were to."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from contracts.envelope import Audience, Event
from contracts.report import Period
from contracts.words import Code, Day


class LiftedPeriod(BaseModel):
    """One period that villages need not file any more; with its due day and notice as they were last told."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    period: Period
    due_on: Day
    fair_notice: bool
    villages: Annotated[int, Field(ge=0, examples=[3], description="asked, and not filed yet")]


Lifted = Annotated[list[LiftedPeriod], Field(max_length=60)]


class ArrangementShortened(Event):
    """A township asks no more for the periods that begin after a day. Region is the township."""

    type: ClassVar[str] = "report.arrangement.shortened.v1"
    title_zh: ClassVar[str] = "缩短填报安排"
    collection: ClassVar[str] = "arrangements"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    until: Day
    periods: Lifted


class ArrangementCancelled(Event):
    """A township asks for nothing more that was not due yet; filings that came in stay. Region is the township."""

    type: ClassVar[str] = "report.arrangement.cancelled.v1"
    title_zh: ClassVar[str] = "取消填报安排"
    collection: ClassVar[str] = "arrangements"
    audience: ClassVar[Audience] = Audience.READERS

    form: Code
    periods: Lifted
