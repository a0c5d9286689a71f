"""Facts of certificate-svc about the county's list: proposed, studied by bodies, published. No personal data."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.words import Code, Count, Day, Title

Body = Annotated[str, Field(max_length=60, examples=["民政局"])]
Change = Annotated[str, Field(pattern=r"^[a-z]{1,20}$", examples=["allow"], description="allow, forbid or withdraw")]


class ListProposalSubmitted(Event):
    """A change of the county's list of certificates went to civil affairs and the others (CER-02)."""

    type: ClassVar[str] = "certificate.list_proposal.submitted.v1"
    title_zh: ClassVar[str] = "提请研究清单变更"
    collection: ClassVar[str] = "list-proposals"
    audience: ClassVar[Audience] = Audience.COUNTY

    item: Code
    change: Change


class ListProposalRevised(Event):
    """A draft of a change of the list was written anew."""

    type: ClassVar[str] = "certificate.list_proposal.revised.v1"
    title_zh: ClassVar[str] = "修改清单草案"
    collection: ClassVar[str] = "list-proposals"
    audience: ClassVar[Audience] = Audience.COUNTY

    item: Code
    change: Change


class ListProposalReviewed(Event):
    """A body gave its opinion on a change of the list."""

    type: ClassVar[str] = "certificate.list_review.given.v1"
    title_zh: ClassVar[str] = "提出清单研究意见"
    collection: ClassVar[str] = "list-reviews"
    audience: ClassVar[Audience] = Audience.COUNTY

    body: Body
    agreed: bool


class ListReviewOverdue(Event):
    """A body gave no opinion on a change of the list by its last day."""

    type: ClassVar[str] = "certificate.list_review.overdue.v1"
    title_zh: ClassVar[str] = "清单研究意见逾期"
    collection: ClassVar[str] = "list-reviews"
    audience: ClassVar[Audience] = Audience.COUNTY

    body: Body
    title: Title
    due_on: Day


class ListReviewWaived(Event):
    """The approver let a publication go on without an overdue opinion."""

    type: ClassVar[str] = "certificate.list_review.waived.v1"
    title_zh: ClassVar[str] = "免予等待清单研究意见"
    collection: ClassVar[str] = "list-reviews"
    audience: ClassVar[Audience] = Audience.COUNTY

    body: Body
    title: Title


class ListProposalReturned(Event):
    """A change of the list was given back or given up."""

    type: ClassVar[str] = "certificate.list_proposal.returned.v1"
    title_zh: ClassVar[str] = "退回清单草案"
    collection: ClassVar[str] = "list-proposals"
    audience: ClassVar[Audience] = Audience.COUNTY

    item: Code
    change: Change


class ListPublished(Event):
    """The county's list was published as a new edition with one change."""

    type: ClassVar[str] = "certificate.list_proposal.published.v1"
    title_zh: ClassVar[str] = "公布证明事项清单"
    collection: ClassVar[str] = "list-proposals"
    audience: ClassVar[Audience] = Audience.READERS

    item: Code
    change: Change
    edition: Count


class ItemWithdrawn(Event):
    """An item left the county's list; what holds nationwide holds again."""

    type: ClassVar[str] = "certificate.item.withdrawn.v1"
    title_zh: ClassVar[str] = "移出证明事项清单"
    collection: ClassVar[str] = "items"
    audience: ClassVar[Audience] = Audience.READERS

    item: Code
    name: Title


EVENTS: tuple[type[Event], ...] = (
    ListProposalSubmitted, ListProposalRevised, ListProposalReviewed, ListReviewOverdue, ListReviewWaived,
    ListProposalReturned, ListPublished, ItemWithdrawn,
)  # fmt: skip
