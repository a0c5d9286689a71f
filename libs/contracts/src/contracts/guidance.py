"""Facts of supervision-svc about guidance from its request to its end; that it was held stands in `supervision`."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.words import Code, Day, Id

Letter = Annotated[Id | None, Field(description="the reminder letter that it is about, if any")]


class _RequestFact(Event):
    collection: ClassVar[str] = "guidance-requests"

    letter: Letter
    by_county: Annotated[bool, Field(description="the county offered it; else the township wanted it")]


class GuidanceRequested(_RequestFact):
    """A township wants the county's bodies to come and help, or the county offers to. Region is the township."""

    type: ClassVar[str] = "supervision.guidance_request.filed.v1"
    title_zh: ClassVar[str] = "提出上门指导"
    audience: ClassVar[Audience] = Audience.COUNTY


class GuidanceAgreed(_RequestFact):
    """The county comes on the day planned."""

    type: ClassVar[str] = "supervision.guidance_request.agreed.v1"
    title_zh: ClassVar[str] = "同意上门指导"
    audience: ClassVar[Audience] = Audience.COUNTY

    planned_on: Day


class GuidanceDeclined(_RequestFact):
    """The county does not come, and said why or answered in writing."""

    type: ClassVar[str] = "supervision.guidance_request.declined.v1"
    title_zh: ClassVar[str] = "书面答复指导申请"
    audience: ClassVar[Audience] = Audience.COUNTY


class GuidanceKept(_RequestFact):
    """What was planned was held; the record of it follows by itself."""

    type: ClassVar[str] = "supervision.guidance_request.kept.v1"
    title_zh: ClassVar[str] = "已上门指导"
    audience: ClassVar[Audience] = Audience.COUNTY


class _GuidanceFact(Event):
    collection: ClassVar[str] = "guidance"

    letter: Letter


class GuidanceGiven(_GuidanceFact):
    """The county's bodies went to a township without a letter and agreed on measures. Region is the township."""

    type: ClassVar[str] = "supervision.guidance.given.v1"
    title_zh: ClassVar[str] = "上门指导（无函）"
    audience: ClassVar[Audience] = Audience.COUNTY

    held_on: Day
    departments: Annotated[list[Code], Field(max_length=30, examples=[["county-civil-affairs"]])]


class GuidanceEffectSubmitted(_GuidanceFact):
    """The township says what became of the measures that were agreed."""

    type: ClassVar[str] = "supervision.guidance.effect_submitted.v1"
    title_zh: ClassVar[str] = "报送指导成效"
    audience: ClassVar[Audience] = Audience.COUNTY


class GuidanceClosed(_GuidanceFact):
    """Somebody of the county found the measures carried out."""

    type: ClassVar[str] = "supervision.guidance.closed.v1"
    title_zh: ClassVar[str] = "上门指导办结"
    audience: ClassVar[Audience] = Audience.COUNTY


class GuidanceReturned(_GuidanceFact):
    """Somebody of the county found that measures are left."""

    type: ClassVar[str] = "supervision.guidance.returned.v1"
    title_zh: ClassVar[str] = "指导举措退回续办"
    audience: ClassVar[Audience] = Audience.COUNTY


STEPS: tuple[type[Event], ...] = (
    GuidanceRequested, GuidanceAgreed, GuidanceDeclined, GuidanceKept, GuidanceEffectSubmitted, GuidanceClosed,
    GuidanceReturned,
)  # fmt: skip
"""They count nothing: what counts is that guidance was given."""
