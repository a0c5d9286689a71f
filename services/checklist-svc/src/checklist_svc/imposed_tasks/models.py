"""Imposed tasks: the table."""

from datetime import date

from contracts.checklist import TaskImpositionConfirmed, TaskImpositionDismissed
from countykit import cases
from countykit.cases import Case, judgement
from sqlmodel import Field

from checklist_svc.models import Base


class ImposedTask(Case, Base, table=True):
    """One report of a task that was pushed down without admission."""

    __tablename__ = "imposed_task"

    title: str = Field(max_length=200)
    detail: str | None = Field(default=None, max_length=2000)
    occurred_on: date | None = None
    admission_number: str | None = Field(default=None, max_length=60)


WORKFLOW = cases.workflow(
    confirmed=lambda task, _: TaskImpositionConfirmed(title=task.title, charged_home=task.charged_home),
    dismissed=lambda task, _: TaskImpositionDismissed(title=task.title),
)


TODOS = (
    judgement(
        "imposed_task_judgement", "核实派活反映", ImposedTask, WORKFLOW,
        record="read_imposed_task",
    ),
)  # fmt: skip
