"""Facts about neutral questions to bodies, of each service that judges reports; which one is for is in no event."""

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


class FormQuestionPut(Event):
    """The county office put a neutral question about demanded forms to a body, which may state until a day."""

    type: ClassVar[str] = "report.question.put.v1"
    title_zh: ClassVar[str] = "中性询问（要表）"
    collection: ClassVar[str] = "questions"
    audience: ClassVar[Audience] = Audience.JUDGES

    due_on: Day


class FormQuestionAnswered(Event):
    """The body said what it holds of the matter."""

    type: ClassVar[str] = "report.question.answered.v1"
    title_zh: ClassVar[str] = "被询问机构陈述（要表）"
    collection: ClassVar[str] = "questions"
    audience: ClassVar[Audience] = Audience.JUDGES

    due_on: Day


class VisitQuestionPut(Event):
    """The county office put a neutral question about visits and complaints to a body, which may state until a day."""

    type: ClassVar[str] = "supervision.question.put.v1"
    title_zh: ClassVar[str] = "中性询问（入村检查和投诉）"
    collection: ClassVar[str] = "questions"
    audience: ClassVar[Audience] = Audience.JUDGES

    due_on: Day


class VisitQuestionAnswered(Event):
    """The body said what it holds of the matter."""

    type: ClassVar[str] = "supervision.question.answered.v1"
    title_zh: ClassVar[str] = "被询问机构陈述（入村检查和投诉）"
    collection: ClassVar[str] = "questions"
    audience: ClassVar[Audience] = Audience.JUDGES

    due_on: Day


class DemandQuestionPut(Event):
    """The county office put a neutral question about demanded certificates to a body, which may state until a day."""

    type: ClassVar[str] = "certificate.question.put.v1"
    title_zh: ClassVar[str] = "中性询问（索要证明）"
    collection: ClassVar[str] = "questions"
    audience: ClassVar[Audience] = Audience.JUDGES

    due_on: Day


class DemandQuestionAnswered(Event):
    """The body said what it holds of the matter."""

    type: ClassVar[str] = "certificate.question.answered.v1"
    title_zh: ClassVar[str] = "被询问机构陈述（索要证明）"
    collection: ClassVar[str] = "questions"
    audience: ClassVar[Audience] = Audience.JUDGES

    due_on: Day


class BoardQuestionPut(Event):
    """The county office put a neutral question about boards to a body, which may state until a day."""

    type: ClassVar[str] = "signage.question.put.v1"
    title_zh: ClassVar[str] = "中性询问（挂牌）"
    collection: ClassVar[str] = "questions"
    audience: ClassVar[Audience] = Audience.JUDGES

    due_on: Day


class BoardQuestionAnswered(Event):
    """The body said what it holds of the matter."""

    type: ClassVar[str] = "signage.question.answered.v1"
    title_zh: ClassVar[str] = "被询问机构陈述（挂牌）"
    collection: ClassVar[str] = "questions"
    audience: ClassVar[Audience] = Audience.JUDGES

    due_on: Day


EVENTS = (
    QuestionPut,
    QuestionAnswered,
    FormQuestionPut,
    FormQuestionAnswered,
    VisitQuestionPut,
    VisitQuestionAnswered,
    DemandQuestionPut,
    DemandQuestionAnswered,
    BoardQuestionPut,
    BoardQuestionAnswered,
)
