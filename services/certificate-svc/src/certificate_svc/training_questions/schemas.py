"""Bodies and views of questions."""

from datetime import date, datetime
from uuid import UUID

from countykit.directory import RegionCode
from pydantic import Field
from servicekit.bodies import Body, ResourceView

from certificate_svc.training_questions.models import WORKFLOW


class TrainingQuestionBody(Body):
    """What is not clear; read by all, so it names nobody."""

    question: str = Field(
        title="问题", min_length=4, max_length=500, examples=["公证处要的亲属关系证明，户籍能查到的还开不开？"]
    )
    training_id: UUID | None = Field(None, title="培训", description="at which training it came up, where it did")


class AnswerBody(Body):
    """The county's answer; a later one stands in its place."""

    answer: str = Field(title="答复", min_length=2, max_length=2000, examples=["不开，由公安机关出具。"])


class QuestionView(ResourceView):
    """A question as it is shown: without who asked."""

    table_title = "培训问题"
    workflow = WORKFLOW

    id: UUID = Field(title="编号")
    region: RegionCode = Field(title="县(市、区)")
    training_id: UUID | None = Field(title="培训编号")
    question: str = Field(title="问题")
    answer: str | None = Field(title="答复")
    answered_on: date | None = Field(title="答复日期")
    created_at: datetime = Field(title="登记时间")
