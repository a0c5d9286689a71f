"""Neutral questions to a body before a report about it is judged."""

from contracts.questions import QuestionAnswered, QuestionPut
from countykit import questions
from countykit.hearings import Hearing

from checklist_svc.models import Base


class Question(questions.Question, Base, table=True):
    """One question about one report of an imposed task."""

    __tablename__ = "question"


WORKFLOW = questions.workflow(lambda question, _: QuestionAnswered(due_on=question.due_on))
TODOS = (
    questions.statement_todo("question_statement", "就询问事项作出陈述", Question, WORKFLOW, record="read_question"),
)


class QuestionView(questions.QuestionView):
    """A question to a body about tasks."""

    table_title = "中性询问"
    workflow = WORKFLOW


HEARING = Hearing(Question, QuestionView, WORKFLOW, QuestionPut)
router = HEARING.router("imposed tasks")
