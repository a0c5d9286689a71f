"""Neutral questions to a body before a charge of it is judged."""

from contracts.questions import BoardQuestionAnswered, BoardQuestionPut
from countykit import questions
from countykit.hearings import Hearing

from signage_svc.models import Base


class Question(questions.Question, Base, table=True):
    """One question about one charge of a board."""

    __tablename__ = "question"


WORKFLOW = questions.workflow(lambda question, _: BoardQuestionAnswered(due_on=question.due_on))
TODOS = (
    questions.statement_todo("question_statement", "就询问事项作出陈述", Question, WORKFLOW, record="read_question"),
)


class QuestionView(questions.QuestionView):
    """A question to a body about boards."""

    table_title = "中性询问"
    workflow = WORKFLOW


HEARING = Hearing(Question, QuestionView, WORKFLOW, BoardQuestionPut)
router = HEARING.router("hanging requests")
