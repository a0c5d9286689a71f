"""Facts of checklist-svc about neutral questions to bodies; which report one is for is in no event."""

from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.words import Day


class QuestionPut(Event):
    """The county office put a neutral question to a body, which may state until a day. It charges nobody."""

    type: ClassVar[str] = "checklist.question.put.v1"
    title_zh: ClassVar[str] = "中性询问"
    collection: ClassVar[str] = "questions"
    audience: ClassVar[Audience] = Audience.JUDGES

    due_on: Day


class QuestionAnswered(Event):
    """The body said what it holds of the matter."""

    type: ClassVar[str] = "checklist.question.answered.v1"
    title_zh: ClassVar[str] = "被询问机构陈述"
    collection: ClassVar[str] = "questions"
    audience: ClassVar[Audience] = Audience.JUDGES

    due_on: Day


EVENTS = (QuestionPut, QuestionAnswered)
