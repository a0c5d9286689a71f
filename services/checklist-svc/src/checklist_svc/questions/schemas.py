"""What is shown of a question."""

from countykit import questions

from checklist_svc.questions.models import WORKFLOW


class QuestionView(questions.QuestionView):
    """A question to a body about tasks."""

    table_title = "中性询问"
    workflow = WORKFLOW
