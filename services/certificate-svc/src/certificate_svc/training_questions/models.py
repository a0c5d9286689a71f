"""Questions: the table, and its step."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from contracts.titles import TitledEnum
from contracts.trainings import TrainingQuestionAnswered
from countykit.identity import Role
from countykit.tables import Aggregate
from countykit.todos import Todo
from servicekit.tables import enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field, col

from certificate_svc.models import Base


class State(TitledEnum, name="training_question_state", title_zh="培训问题状态"):
    """Whether there is an answer."""

    OPEN = "open", "待答复"
    ANSWERED = "answered", "已答复"


WORKFLOW = Workflow({
    "answer": Step(
        {State.OPEN, State.ANSWERED}, State.ANSWERED, frozenset({Role.COUNTY_OFFICE}), "答复",
        fact=lambda _, __: TrainingQuestionAnswered(),
    ),
})  # fmt: skip


class TrainingQuestion(Aggregate, Base, table=True):
    """A question of the county: `region` is the county, so that all read it and none sees which village asked."""

    __tablename__ = "training_question"
    reason_columns: ClassVar[tuple[str, ...]] = ("answer",)

    training_id: UUID | None = Field(default=None, foreign_key="training.id", index=True)
    state: State = enumerated(State, default=State.OPEN)
    question: str = Field(max_length=500)
    answer: str | None = Field(default=None, max_length=2000)
    answered_on: date | None = None


TODOS = (
    Todo(
        "training_question", "答复培训问题", TrainingQuestion, WORKFLOW, "answer", record="read_training_question",
        subject="question", among=lambda _: col(TrainingQuestion.state) == State.OPEN,
    ),
)  # fmt: skip
