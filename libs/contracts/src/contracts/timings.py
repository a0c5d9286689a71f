"""Facts of checklist-svc about how long villages' work takes."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event

Work = Annotated[str, Field(max_length=20, examples=["patrol"], description="the kind of work")]
Minutes = Annotated[int, Field(ge=1, le=1440, examples=[90], description="of one person for one time")]


class WorkTimed(Event):
    """A village timed its work where it liked to, or an inspector saw it done (`observed`). Region is the village."""

    type: ClassVar[str] = "checklist.work.timed.v1"
    title_zh: ClassVar[str] = "登记工时样本"
    collection: ClassVar[str] = "work-timings"
    audience: ClassVar[Audience] = Audience.COUNTY

    work: Work
    minutes: Minutes
    observed: bool


class WorkTimingWithdrawn(Event):
    """A timing was wrong and counts no more."""

    type: ClassVar[str] = "checklist.work.timing_withdrawn.v1"
    title_zh: ClassVar[str] = "撤回工时样本"
    collection: ClassVar[str] = "work-timings"
    audience: ClassVar[Audience] = Audience.COUNTY

    work: Work
    minutes: Minutes
