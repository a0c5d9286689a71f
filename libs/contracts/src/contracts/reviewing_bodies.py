"""Facts of checklist-svc about which bodies of a county give their opinions on applications (审核机构)."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.words import Title


class ReviewingBodyFact(Event):
    """What every step of a reviewing body tells: the body itself. Region is the county."""

    collection: ClassVar[str] = "reviewing-bodies"

    name: Title
    body: Annotated[str, Field(max_length=60, examples=["D101"], description="code of the body")]
    works: list[Annotated[str, Field(max_length=40, examples=["patrol"])]] = Field(
        default_factory=list, max_length=20, description="the kinds of work that it looks at; all where there are none"
    )


class ReviewingBodyProposed(ReviewingBodyFact):
    """The county office proposed that a body gives its opinion on applications."""

    type: ClassVar[str] = "checklist.reviewing_body.proposed.v1"
    title_zh: ClassVar[str] = "提出审核机构"
    audience: ClassVar[Audience] = Audience.COUNTY


class ReviewingBodyApproved(ReviewingBodyFact):
    """The approver approved a reviewing body: it is asked about every application from now on."""

    type: ClassVar[str] = "checklist.reviewing_body.approved.v1"
    title_zh: ClassVar[str] = "批准审核机构"
    audience: ClassVar[Audience] = Audience.READERS


class ReviewingBodyRejected(ReviewingBodyFact):
    """The approver did not approve a proposed reviewing body."""

    type: ClassVar[str] = "checklist.reviewing_body.rejected.v1"
    title_zh: ClassVar[str] = "不批准审核机构"
    audience: ClassVar[Audience] = Audience.COUNTY


class ReviewingBodyRemoved(ReviewingBodyFact):
    """The approver took a reviewing body out of the county's table: it is not asked about later applications."""

    type: ClassVar[str] = "checklist.reviewing_body.removed.v1"
    title_zh: ClassVar[str] = "移出审核机构"
    audience: ClassVar[Audience] = Audience.READERS
