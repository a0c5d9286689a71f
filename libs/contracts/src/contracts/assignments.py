"""Facts of checklist-svc about admitted work that is dispatched to villages (分类工作)."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Audience, Event
from contracts.titles import TitledEnum
from contracts.words import Count, Day, Id, Number, Title

Frequency = Annotated[str, Field(max_length=20, examples=["monthly"])]


class WorkClass(TitledEnum, name="work_class", title_zh="工作类别"):
    """As what a village does a piece of work."""

    DUTY = "duty", "依法履职"
    ASSIST = "assist", "依法协助"
    PURCHASE = "purchase", "购买服务"


class AssignmentEnd(TitledEnum, name="assignment_end", title_zh="派交终止方"):
    """What ended an assignment."""

    EXPIRY = "expiry", "到期自动终止"
    DEPARTMENT = "department", "派交机构收回"
    ADMISSION = "admission", "准入终止"


class Grade(TitledEnum, name="evaluation_grade", title_zh="考核评价等次"):
    """What a township makes of a department's task once it has ended."""

    GOOD = "good", "好"
    FAIR = "fair", "一般"
    POOR = "poor", "差"


class TaskAssigned(Event):
    """An admitted task was dispatched to the village of the event's region; elsewhere it asks nothing."""

    type: ClassVar[str] = "checklist.task.assigned.v1"
    title_zh: ClassVar[str] = "派交准入事项到村"
    collection: ClassVar[str] = "assignments"
    audience: ClassVar[Audience] = Audience.READERS

    title: Title
    number: Number
    admission: Id
    work_class: WorkClass
    frequency: Frequency
    starts_on: Day
    until: Day


class AssignmentEnded(Event):
    """A dispatched task asks nothing of its village any more, from `ended_on` on."""

    type: ClassVar[str] = "checklist.task.assignment_ended.v1"
    title_zh: ClassVar[str] = "派交终止"
    collection: ClassVar[str] = "assignments"
    audience: ClassVar[Audience] = Audience.READERS

    title: Title
    number: Number
    by: AssignmentEnd
    ended_on: Day


class VillagersAnswered(Event):
    """Inspectors who visited a drawn village asked villagers there whether they are satisfied with a task."""

    type: ClassVar[str] = "checklist.task.villagers_answered.v1"
    title_zh: ClassVar[str] = "随机到村询问群众"
    collection: ClassVar[str] = "assignments"
    audience: ClassVar[Audience] = Audience.JUDGES

    respondents: Count
    satisfied: Count
    visited_on: Day


class TaskEvaluated(Event):
    """A township evaluated a department's task after it had ended in its villages; it judges the task, no village.

    `respondents` and `satisfied` are villagers asked at drawn visits, absent where there were fewer than five.
    """

    type: ClassVar[str] = "checklist.task.evaluated.v1"
    title_zh: ClassVar[str] = "派交事项考核评价"
    collection: ClassVar[str] = "evaluations"
    audience: ClassVar[Audience] = Audience.READERS

    title: Title
    number: Number
    admission: Id
    grade: Grade
    villages: Count
    respondents: Count | None = None
    satisfied: Count | None = None
