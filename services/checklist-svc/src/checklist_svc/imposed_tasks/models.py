"""Imposed tasks: the table."""

from datetime import date
from uuid import UUID

from contracts.imposed_tasks import (
    TaskImpositionConfirmed,
    TaskImpositionDismissalProposed,
    TaskImpositionDismissed,
    TaskImpositionJoined,
    TaskImpositionObjected,
    TaskImpositionOverdue,
    TaskImpositionParted,
    TaskImpositionRetracted,
    TaskImpositionUpheld,
)
from contracts.titles import TitledEnum
from countykit import cases
from countykit.cases import Case, State, judgement
from countykit.objections import objection_review
from countykit.workdays import today
from servicekit.tables import document
from sqlmodel import Field

from checklist_svc.models import Base


class GroupDemand(TitledEnum, name="group_demand", title_zh="工作群违规派活"):
    """What villages are not made to do in a chat group (GRP-02)."""

    CHAINS = "chains", "强制打卡接龙"
    INSTANT = "instant", "要求即时响应"
    TASKS = "tasks", "随意摊派任务"
    PAPERS = "papers", "随意索要材料"


class ImposedTask(Case, Base, table=True):
    """One report of a task that was pushed down without admission."""

    __tablename__ = "imposed_task"

    title: str = Field(max_length=200)
    detail: str | None = Field(default=None, max_length=2000)
    occurred_on: date | None = None
    admission_number: str | None = Field(default=None, max_length=60)
    group_demands: list[str] = document(default_factory=list)
    group_name: str | None = Field(default=None, max_length=100)
    """The chat group by which it came, as the reporter calls it."""
    group_id: UUID | None = Field(default=None, foreign_key="chat_group.id")
    """The group of the register that the verdict found it to be."""
    act_counted_on: date | None = None
    """The day of the act as the event of the verdict told it, for the event that takes it back; none before it did."""

    @property
    def acted_on(self) -> date:
        """The day of the act, which decides what was admitted then; the day of the report where it names none."""
        return self.occurred_on or today(self.created_at)


WORKFLOW = cases.workflow(
    confirmed=lambda task, _: TaskImpositionConfirmed(
        title=task.title, charged_home=task.charged_home, occurred_on=task.act_counted_on
    ),
    dismissed=lambda task, _: TaskImpositionDismissed(title=task.title),
    proposed=lambda task, _: TaskImpositionDismissalProposed(title=task.title),
    joined=lambda task, _: TaskImpositionJoined(title=task.title, into=task.joined_to),
    parted=lambda task, _: TaskImpositionParted(title=task.title),
    late=lambda task, _: TaskImpositionOverdue(title=task.title, judge_by=task.judge_by),
    objected=lambda task, _: TaskImpositionObjected(charged_home=task.charged_home),
    upheld=lambda task, _: TaskImpositionUpheld(charged_home=task.charged_home),
    retracted=lambda task, day: TaskImpositionRetracted(
        charged_home=task.charged_home,
        counted_on=day,
        by_objection=task.state is State.OVERTURNED,
        occurred_on=task.act_counted_on,
    ),
)


TODOS = (
    *judgement("imposed_task", "派活反映", ImposedTask, WORKFLOW, record="read_imposed_task"),
    objection_review(
        "imposed_task_review", "复核派活认定申诉", ImposedTask, WORKFLOW, record="read_imposed_task",
    ),
)  # fmt: skip
