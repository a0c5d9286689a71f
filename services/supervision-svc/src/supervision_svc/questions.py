"""Neutral questions to a body before a report of a visit or a complaint is judged."""

from contracts.questions import VisitQuestionAnswered, VisitQuestionPut
from countykit import questions
from countykit.hearings import Hearing

from supervision_svc.models import Base


class Question(questions.Question, Base, table=True):
    """One question about one report of a visit, or one complaint."""

    __tablename__ = "question"


WORKFLOW = questions.workflow(lambda question, _: VisitQuestionAnswered(due_on=question.due_on))
TODOS = (
    questions.statement_todo("question_statement", "就询问事项作出陈述", Question, WORKFLOW, record="read_question"),
)


class QuestionView(questions.QuestionView):
    """A question to a body about visits and complaints."""

    table_title = "中性询问"
    workflow = WORKFLOW


HEARING = Hearing(Question, QuestionView, WORKFLOW, VisitQuestionPut)
router = HEARING.router("visits")
