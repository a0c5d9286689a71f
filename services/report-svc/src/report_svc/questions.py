"""Neutral questions to a body before a report about it is judged."""

from contracts.questions import FormQuestionAnswered, FormQuestionPut
from countykit import questions
from countykit.hearings import Hearing

from report_svc.models import Base


class Question(questions.Question, Base, table=True):
    """One question about one report of a demanded form."""

    __tablename__ = "question"


WORKFLOW = questions.workflow(lambda question, _: FormQuestionAnswered(due_on=question.due_on))
TODOS = (
    questions.statement_todo("question_statement", "就询问事项作出陈述", Question, WORKFLOW, record="read_question"),
)


class QuestionView(questions.QuestionView):
    """A question to a body about forms."""

    table_title = "中性询问"
    workflow = WORKFLOW


HEARING = Hearing(Question, QuestionView, WORKFLOW, FormQuestionPut)
router = HEARING.router("offplan-demands")
