"""Facts of checklist-svc about laws that changed, and what stands on them."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.titles import TitledEnum
from contracts.words import Count, Day, Id, Title

Law = Annotated[str, Field(max_length=200, examples=["防洪法"])]
Articles = Annotated[
    list[Annotated[int, Field(ge=1, examples=[38])]],
    Field(max_length=50, description="the articles that changed; the whole law where there are none"),
]


class LawChangeKind(TitledEnum, name="law_change_kind", title_zh="法规变动"):
    """What happened to a law or basis."""

    AMENDED = "amended", "修改"
    REPEALED = "repealed", "废止"


class Standing(TitledEnum, name="law_standing", title_zh="所涉对象"):
    """What stands on a law."""

    ITEM = "item", "清单事项"
    ADMISSION = "admission", "准入事项"
    FORM = "form", "报表"


class LawChanged(Event):
    """The office recorded that a law or basis changed; `found` is how much of the county stands on it."""

    type: ClassVar[str] = "checklist.law.changed.v1"
    title_zh: ClassVar[str] = "登记法规变动"
    collection: ClassVar[str] = "law-changes"
    audience: ClassVar[Audience] = Audience.READERS

    law: Law
    kind: LawChangeKind
    effective_on: Day
    articles: Articles = Field(default_factory=list)
    found: Count


class _StandingFact(Event):
    """What each fact about something that stands on a changed law says. Its owner is the department, or the office."""

    collection: ClassVar[str] = "law-reviews"

    change: Id
    law: Law
    standing: Standing
    subject_id: Id
    title: Title


class LawReviewOpened(_StandingFact):
    """Something was found to stand on a changed law; its owner has to say what becomes of it."""

    type: ClassVar[str] = "checklist.law_review.opened.v1"
    title_zh: ClassVar[str] = "依据变动待清理"
    audience: ClassVar[Audience] = Audience.READERS

    due_on: Day


class LawReviewAnswered(_StandingFact):
    """The owner said that it goes on, on which basis, or that it has ended."""

    type: ClassVar[str] = "checklist.law_review.answered.v1"
    title_zh: ClassVar[str] = "答复依据变动"
    audience: ClassVar[Audience] = Audience.READERS

    kept: bool
    basis: Annotated[str | None, Field(max_length=500, examples=["防洪法(2026)第41条"])] = None


class LawReviewSettled(_StandingFact):
    """Another person agreed with the owner's answer."""

    type: ClassVar[str] = "checklist.law_review.settled.v1"
    title_zh: ClassVar[str] = "认可依据变动答复"
    audience: ClassVar[Audience] = Audience.READERS

    kept: bool
    basis: Annotated[str | None, Field(max_length=500, examples=["防洪法(2026)第41条"])] = None


class LawReviewReturned(_StandingFact):
    """Another person did not agree; the owner has to answer again."""

    type: ClassVar[str] = "checklist.law_review.returned.v1"
    title_zh: ClassVar[str] = "退回依据变动答复"
    audience: ClassVar[Audience] = Audience.READERS


EVENTS = (LawChanged, LawReviewOpened, LawReviewAnswered, LawReviewSettled, LawReviewReturned)
