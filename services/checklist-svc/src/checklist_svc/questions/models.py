"""Neutral questions about tasks: the table."""

from contracts.questions import QuestionAnswered, QuestionPut
from countykit import questions

from checklist_svc.models import Base


class Question(questions.Question, Base, table=True):
    """One question about one report of an imposed task."""

    __tablename__ = "question"

    def recorded(self) -> QuestionPut:
        """The event of a new question."""
        return QuestionPut(due_on=self.due_on)


WORKFLOW = questions.workflow(lambda question, _: QuestionAnswered(due_on=question.due_on))
TODOS = (
    questions.statement_todo("question_statement", "就询问事项作出陈述", Question, WORKFLOW, record="read_question"),
)
