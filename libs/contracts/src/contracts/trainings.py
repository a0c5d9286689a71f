"""Facts of certificate-svc about what came of trainings; never an input of the ranking."""

from typing import ClassVar

from contracts.envelope import Audience, Event
from contracts.words import Count


class TrainingAttended(Event):
    """A list of who attended was entered: so many villages and people of them stand on the lists of the training."""

    type: ClassVar[str] = "certificate.training.attended.v1"
    title_zh: ClassVar[str] = "登记参训名单"
    collection: ClassVar[str] = "trainings"
    audience: ClassVar[Audience] = Audience.READERS

    villages: Count
    people: Count


class TrainingQuestionRaised(Event):
    """A question about issuing certificates was put; who did, only the office may know."""

    type: ClassVar[str] = "certificate.training_question.raised.v1"
    title_zh: ClassVar[str] = "提出培训问题"
    collection: ClassVar[str] = "training-questions"
    audience: ClassVar[Audience] = Audience.JUDGES


class TrainingQuestionAnswered(Event):
    """The county office answered a question for all, or corrected its answer."""

    type: ClassVar[str] = "certificate.training_question.answered.v1"
    title_zh: ClassVar[str] = "答复培训问题"
    collection: ClassVar[str] = "training-questions"
    audience: ClassVar[Audience] = Audience.READERS


EVENTS: tuple[type[Event], ...] = (TrainingAttended, TrainingQuestionRaised, TrainingQuestionAnswered)
